// The truth about a solution of a simulated question: its first error, its answer, and the exact success probability of every prefix.
import { chainValues } from "./chain.ts";
import { advance, startOf, successProbability } from "./progress.ts";
import { parseQuestion } from "./questions.ts";
import { ratesOf } from "./skill.ts";
import type { Skill } from "./skill.ts";
import { readSolutionLines } from "./solution-text.ts";

export interface TrueStep {
  /** [begin, end) of the step line in the solution text, without its line break. */
  readonly begin: number;
  readonly end: number;
  /** The value that the step states. */
  readonly written: number;
  /** The value of the true chain at this point. */
  readonly expected: number;
}

export interface Truth {
  readonly kind: "truth";
  /** The gold answer in decimal digits. */
  readonly gold: string;
  readonly steps: readonly TrueStep[];
  /** 0-based index of the first step whose written value departs from the true chain, -1 when none does. */
  readonly firstError: number;
  /** The value of the answer line; null when the solution has none. */
  readonly finalAnswer: string | null;
  readonly finalAnswerCorrect: boolean;
  /** success[t]: probability that a rollout from the first t steps ends with the gold answer; t = 0 to the number of steps. */
  readonly success: readonly number[];
  readonly errorRate: number;
  readonly recoveryRate: number;
}

/** Knows everything about a solution in the reasoner's format; `unknown_question` when the text holds no simulated question. */
export function truth(questionText: string, solutionText: string, skill: Skill): Truth | { readonly kind: "unknown_question" } {
  const question = parseQuestion(questionText);
  if (question === null) return { kind: "unknown_question" };
  const rates = ratesOf(question.text, skill);
  const lines = readSolutionLines(solutionText);
  let progress = startOf(question);
  const success = [successProbability(progress, question, rates)];
  const steps: TrueStep[] = [];
  for (const line of lines.steps) {
    progress = advance(progress, question, line);
    success.push(successProbability(progress, question, rates));
    steps.push({ begin: line.begin, end: line.end, written: line.result, expected: progress.trueValue });
  }
  const gold = String(chainValues(question).at(-1));
  return {
    kind: "truth",
    gold,
    steps,
    firstError: progress.firstError,
    finalAnswer: lines.answer,
    finalAnswerCorrect: lines.answer === gold,
    success,
    errorRate: rates.errorRate,
    recoveryRate: rates.recoveryRate,
  };
}
