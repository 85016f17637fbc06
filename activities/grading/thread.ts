// The thread that grades: nothing else waits for it, and whoever started it may end it.
import { parentPort } from "node:worker_threads";
import { gradeTexts } from "./grade-text.ts";
import type { GradingTask } from "./grade-text.ts";

parentPort?.on("message", ({ id, task }: { id: number; task: GradingTask }) => parentPort?.postMessage({ id, graded: gradeTexts(task) }));
