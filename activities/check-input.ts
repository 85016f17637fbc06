// Reads every row of a problem file once, before anything is paid: which rows cannot be used, and how big the usable ones are.
import type { ProblemFile } from "../datasets/index.ts";
import type { InvalidRow, ProblemsConfiguration, Solution } from "../schemas/index.ts";
import { problemRow } from "./problem-row.ts";

export interface InputCheck {
  readonly usable: number;
  readonly invalid: readonly InvalidRow[];
  /** Over all usable problems: UTF-8 bytes of the questions, given solutions, and the steps of those. */
  readonly questionBytes: number;
  readonly given: number;
  readonly givenSteps: number;
  readonly givenBytes: number;
  /** Bytes of all prompts that every-step can ask of them: the question and each proper prefix, once. */
  readonly givenPromptBytes: number;
}

const pageRows = 500;

/** Cost: one pass over the rows, in pages. */
export async function checkInput(file: ProblemFile, configuration: ProblemsConfiguration): Promise<InputCheck> {
  const invalid: InvalidRow[] = [];
  let [usable, questionBytes, given, givenSteps, givenBytes, givenPromptBytes] = [0, 0, 0, 0, 0, 0];
  for (let from = 0; from < file.rows; from += pageRows)
    for (const raw of await file.readPage(from, Math.min(pageRows, file.rows - from))) {
      const row = problemRow(raw, configuration);
      if (row.kind === "invalid") {
        invalid.push({ row: row.row, line: row.line, reason: row.reason });
        continue;
      }
      usable++;
      questionBytes += Buffer.byteLength(row.problem.question);
      for (const solution of row.given) {
        given++;
        givenSteps += solution.steps.length;
        givenBytes += Buffer.byteLength(solution.text);
        givenPromptBytes += promptBytes(row.problem.question, solution);
      }
    }
  return { usable, invalid, questionBytes, given, givenSteps, givenBytes, givenPromptBytes };
}

function promptBytes(question: string, { text, steps }: Pick<Solution, "text" | "steps">): number {
  const questionBytes = Buffer.byteLength(question);
  let [total, prefixBytes] = [0, 0];
  for (const { start, end } of steps.slice(0, -1)) {
    prefixBytes += Buffer.byteLength(text.slice(start, end));
    total += questionBytes + prefixBytes;
  }
  return total;
}
