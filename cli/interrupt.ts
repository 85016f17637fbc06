// Ctrl-C: the first asks the run to stop gracefully, the second ends it at once.
import { exitCodes } from "./exit-codes.ts";

export interface Interrupt {
  readonly controller: AbortController;
  /** Gives the signals back. */
  release(): void;
}

/** `onFirst` is called once, to tell the user what happens now. SIGTERM counts as a Ctrl-C. */
export function listenForInterrupt(onFirst: () => void): Interrupt {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    onFirst();
    controller.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return {
    controller,
    release() {
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
    },
  };
}

/** Resolves at the first Ctrl-C (or SIGTERM); a second one ends the process at once. */
export async function untilInterrupted(): Promise<void> {
  await new Promise<void>((resolve) => {
    listenForInterrupt(resolve);
    // A pending promise alone does not keep a process alive.
    const alive = setInterval(() => undefined, 3_600_000);
    process.once("SIGINT", () => clearInterval(alive));
    process.once("SIGTERM", () => clearInterval(alive));
  });
}
