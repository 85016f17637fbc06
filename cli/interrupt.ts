// Ctrl-C: the first asks the run to stop gracefully, the second ends it at once.
import { exitCodes } from "./exit-codes.ts";

export interface Interrupt {
  readonly controller: AbortController;
  /** Gives the signals back. */
  release(): void;
}

/** A supervisor that ends a process and its whole group signals twice; nobody presses Ctrl-C twice in so short a time. */
const oneGestureMs = 500;

/** `onFirst` is called once, to tell the user what happens now. SIGTERM counts as a Ctrl-C. */
export function listenForInterrupt(onFirst: () => void): Interrupt {
  const controller = new AbortController();
  let firstAt = 0;
  const stop = (): void => {
    if (controller.signal.aborted) {
      if (performance.now() - firstAt > oneGestureMs) process.exit(exitCodes.interrupted);
      return;
    }
    firstAt = performance.now();
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
