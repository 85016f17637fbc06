// Grades texts in a thread of its own, under a deadline: the last guard against an answer that no bound of the checker has foreseen.
import { once } from "node:events";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { GradedText, GradingTask } from "./grade-text.ts";

export interface Grader {
  /** In the order of the texts. A text that the deadline ends is invalid (undecided, method `deadline`). Never rejects for what a text holds. */
  grade(task: GradingTask): Promise<readonly GradedText[]>;
  close(): Promise<void>;
}

export interface GraderOptions {
  /**
   * Milliseconds that a task, and then each of its texts alone, may take. Default 20,000: a thousand times the slowest comparison measured, so that a
   * busy machine never decides a grade.
   */
  readonly deadlineMs?: number;
  /** The module that the thread runs; tests put another in its place. */
  readonly module?: URL;
}

const here = fileURLToPath(import.meta.url);

export function createGrader({
  deadlineMs = 20_000,
  module = new URL(`./thread${extname(here)}`, import.meta.url),
}: GraderOptions = {}): Grader {
  let thread: Worker | null = null;
  let nextId = 0;
  let queue: Promise<unknown> = Promise.resolve();

  const running = (): Worker => {
    if (thread === null) {
      thread = new Worker(module, { name: "grader", resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4 } });
      thread.unref();
    }
    return thread;
  };
  const end = async (): Promise<void> => {
    const ended = thread;
    thread = null;
    await ended?.terminate();
  };
  /** null: the deadline passed, or the thread died of it (its memory is bounded too). */
  const attempt = async (task: GradingTask): Promise<readonly GradedText[] | null> => {
    const worker = running();
    const id = nextId++;
    const deadline = AbortSignal.timeout(deadlineMs);
    worker.postMessage({ id, task });
    try {
      for (;;) {
        const [message] = (await once(worker, "message", { signal: deadline })) as [{ id: number; graded: readonly GradedText[] }];
        if (message.id === id) return message.graded;
      }
    } catch {
      await end();
      return null;
    }
  };
  const gradeAll = async (task: GradingTask): Promise<readonly GradedText[]> => {
    if (task.texts.length === 0) return [];
    const together = await attempt(task);
    if (together !== null) return together;
    const graded: GradedText[] = [];
    for (const text of task.texts) graded.push((await attempt({ ...task, texts: [text] }))?.[0] ?? ended);
    return graded;
  };
  return {
    // One task at a time: a deadline counts from when the thread begins with it.
    grade(task) {
      const result = queue.then(() => gradeAll(task));
      queue = result.catch(() => undefined);
      return result;
    },
    close: end,
  };
}

const ended: GradedText = { grade: { kind: "invalid", reason: "undecided" }, answer: null, canonical: null, method: "deadline" };
