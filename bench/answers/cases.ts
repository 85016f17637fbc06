// Runs the public suites of answer checkers: extract where the case says so, compare, count agreement.
import { compareAnswers, extractAnswer } from "../../methods/answers/index.ts";
import type { AnswerOptions } from "../../methods/answers/index.ts";
import { contested } from "./contested.ts";

export interface Case {
  readonly id: string;
  readonly suite: string;
  readonly gold: string | null;
  readonly pred: string;
  readonly expected: boolean;
  readonly mode: "text" | "answer" | "choice";
  readonly opts: { readonly precision?: number; readonly letters?: string };
}

export interface CaseOutcome {
  readonly id: string;
  readonly isContested: boolean;
  readonly agrees: boolean;
  readonly isFalseEqual: boolean;
  readonly method: string;
}

/** A case that asks for fewer than six digits is about rounding, so it is run with that policy. */
export function runCase(each: Case): CaseOutcome {
  const options: AnswerOptions = {
    ...(each.opts.precision !== undefined && each.opts.precision < 6 ? { rounding: "own_last_place" as const } : {}),
    ...(each.mode === "choice" ? { type: choiceType(each.opts.letters) } : {}),
  };
  const { isEqual, method } =
    each.mode === "answer" && each.gold !== null ? compared(each.gold, each.pred, options) : extracted(each, options);
  return {
    id: each.id,
    isContested: each.id in contested,
    agrees: isEqual === each.expected,
    isFalseEqual: isEqual && !each.expected,
    method,
  };
}

function choiceType(letters: string | undefined): { kind: "choice"; choices?: readonly string[] } {
  return letters === undefined ? { kind: "choice" } : { kind: "choice", choices: Array.from(letters) };
}

function compared(gold: string, prediction: string, options: AnswerOptions): { isEqual: boolean; method: string } {
  const verdict = compareAnswers(gold, prediction, options);
  return { isEqual: verdict.kind === "equal", method: verdict.method };
}

/** A gold of null expects that no answer is found. A gold that is no solution text is taken as the answer itself. */
function extracted(each: Case, options: AnswerOptions): { isEqual: boolean; method: string } {
  const prediction = extractAnswer(each.pred, options);
  if (each.gold === null) return { isEqual: prediction.kind === "no_answer", method: "no_answer" };
  if (prediction.kind === "no_answer") return { isEqual: false, method: "no_answer" };
  const gold = extractAnswer(each.gold, options);
  return compared(gold.kind === "answer" ? gold.text : each.gold, prediction.text, options);
}
