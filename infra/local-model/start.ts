// Starts the local model in a process of its own, since decoding would hold up everything else in this one.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { InfrastructureError } from "../error.ts";
import { siblingModule } from "../sibling.ts";
import { type InstallOptions, prepareLocalModel } from "./install.ts";

export interface LocalModelOptions extends InstallOptions {
  /**
   * Threads that decode; default: one fewer than the cores, at least 1. They wait for each other by spinning, so one for every core
   * is a third faster on an idle machine of two cores and four times slower beside one other busy process.
   */
  readonly threads?: number | undefined;
  /** Texts decoded together; default 8. */
  readonly sequences?: number | undefined;
  /** Tokens of prompt and completion of one text; default 768 (18 MB a sequence). */
  readonly contextTokens?: number | undefined;
  /** Bound for the model to be loaded; default 120. */
  readonly readyTimeoutSeconds?: number | undefined;
}

export interface LocalModel {
  /** Base URL without `/v1`. */
  readonly url: string;
  /** The name to ask for in requests. */
  readonly modelName: string;
  readonly pid: number;
  /** Ends the process. May be called twice. */
  readonly stop: () => Promise<void>;
}

const modelName = "SmolLM2-135M-Instruct-Q4_1";
const stopSeconds = 5;

/**
 * Fetches what is missing, starts the local model and returns when it answers (about 1 s). The process ends with this one, however
 * that ends, and takes no Ctrl-C of the terminal. Throws InfrastructureError when it cannot be had or does not start.
 */
export async function startLocalModel(options: LocalModelOptions = {}): Promise<LocalModel> {
  const files = await prepareLocalModel(options);
  const { threads = Math.max(1, availableParallelism() - 1), sequences = 8, contextTokens = 768, readyTimeoutSeconds = 120 } = options;
  const settings = JSON.stringify({ ...files, modelName, sequences, contextTokens, threads });
  // Detached: the terminal's Ctrl-C must not end it while calls in flight are still paid attention to.
  const child = spawn(process.execPath, [siblingModule("main", import.meta.url), settings], {
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
  const ended = once(child, "exit");
  const complaint = text(child.stderr);

  const stop = async () => {
    child.ref();
    child.stdin.destroy();
    child.kill("SIGTERM");
    if (child.exitCode === null && child.signalCode === null)
      await Promise.race([ended, sleep(stopSeconds * 1000, undefined, { ref: false })]);
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await ended;
    }
  };

  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), "line").then(([first]) => String(first)),
    ended.then(() => null),
    sleep(readyTimeoutSeconds * 1000, null, { ref: false }),
  ]);
  if (line === null) {
    const exited = child.exitCode !== null || child.signalCode !== null;
    await stop();
    const last = (await complaint).trim().split("\n").at(-1) ?? "";
    const reason = exited ? `it ended with code ${child.exitCode}: ${last}` : `it was not ready after ${readyTimeoutSeconds} seconds`;
    throw new InfrastructureError(`The local model did not start; ${reason}`);
  }
  // A caller that forgets to stop it may still end; the process sees its standard input close and ends too.
  child.unref();
  for (const stream of [child.stdin, child.stdout, child.stderr]) (stream as unknown as { unref(): void }).unref();
  const ready = JSON.parse(line) as { url: string; modelName: string; pid: number };
  return { ...ready, stop };
}
