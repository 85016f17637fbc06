// The simulated reasoner: reads a prompt, finds the last simulated question and the steps already written, and writes the rest.
import { applyOperation, slipUnits } from "./chain.ts";
import type { Operation } from "./chain.ts";
import { advance, canSplit, startOf } from "./progress.ts";
import type { Progress } from "./progress.ts";
import { parseQuestion } from "./questions.ts";
import type { ParsedQuestion } from "./questions.ts";
import type { Random } from "./random.ts";
import { ratesOf } from "./skill.ts";
import type { Rates, Skill } from "./skill.ts";
import { readSolutionLines, stepLine } from "./solution-text.ts";

/** How the written text stands to the prompt: it goes on right after its last character, or it is a new message. */
export type Position = "continues" | "replies";

/** What a prompt asks for; independent of any random number, so it can be kept for all draws from the prompt. */
export type PreparedPrompt =
  | { readonly kind: "unknown_question" }
  | { readonly kind: "finished" }
  | {
      readonly kind: "open";
      readonly question: ParsedQuestion;
      readonly rates: Rates;
      readonly progress: Progress;
      readonly slipUnits: readonly number[];
      /** The unfinished last line that the text goes on from; "" at the start of a line. */
      readonly openLine: string;
    };

/** A continuation and what is known of it, without reading it back. */
export interface Continuation {
  readonly text: string;
  /** 0-based over the steps of prefix and continuation together; -1 none, null when there is no question to be right about. */
  readonly firstError: number | null;
  /** Whether the continuation ends with the gold answer. */
  readonly correct: boolean;
}

/**
 * Reads a whole prompt (all messages joined, or a raw completion prompt). Steps are found after the last question wherever they stand: an assistant
 * message, the raw prompt, a user turn. Cost: linear in the text, tens of microseconds for 2,000 characters.
 */
export function preparePrompt(text: string, position: Position, skill: Skill): PreparedPrompt {
  const question = parseQuestion(text);
  if (question === null) return { kind: "unknown_question" };
  const written = readSolutionLines(text, question.end);
  if (written.answer !== null) return { kind: "finished" };
  return {
    kind: "open",
    question,
    rates: ratesOf(question.text, skill),
    progress: written.steps.reduce((progress, line) => advance(progress, question, line), startOf(question)),
    slipUnits: slipUnits(question.operations),
    openLine: position === "continues" ? text.slice(text.lastIndexOf("\n") + 1) : "",
  };
}

/**
 * Writes the remaining steps and the answer line, so that prefix and continuation make one well-formed solution.
 *
 * On the true chain each step slips with probability errorRate and the chain goes on from the wrong value, never to return. Off the true chain the
 * rollout returns with probability recoveryRate, drawn once: its first line silently takes up the true chain and no step slips any more; otherwise
 * its answer is certain to differ from gold. So the success probability of a prefix is exact (`successProbability`).
 */
export function writeContinuation(prompt: PreparedPrompt, random: Random): Continuation {
  switch (prompt.kind) {
    case "unknown_question":
      return { text: `${random.pick(nonAnswers)}\nAnswer: unknown`, firstError: null, correct: false };
    case "finished":
      return { text: "", firstError: null, correct: false };
    case "open":
      return writeOpen(prompt, random);
  }
}

function writeOpen(prompt: Extract<PreparedPrompt, { kind: "open" }>, random: Random): Continuation {
  const { question, rates, openLine } = prompt;
  const { operations } = question;
  let { stepsWritten, operationsDone, remaining, trueValue, writtenValue: value, firstError } = prompt.progress;
  const startsOff = value !== trueValue;
  let isOff = startsOff && !random.chance(rates.recoveryRate);
  if (!isOff) value = trueValue;
  const lines: string[] = [];
  for (let operation = operations[operationsDone]; operation !== undefined; operation = operations[operationsDone]) {
    const part = nextPart(operation, remaining, rates.splitRate, random);
    remaining -= part.operand;
    if (remaining === 0) {
      operationsDone += 1;
      remaining = operations[operationsDone]?.operand ?? 0;
    }
    trueValue = applyOperation(trueValue, part);
    let result = applyOperation(value, part);
    if (!startsOff && !isOff && random.chance(rates.errorRate)) {
      isOff = true;
      firstError = firstError < 0 ? stepsWritten : firstError;
      const rest = operations
        .slice(operationsDone)
        .map((later, offset) => (offset === 0 ? { operator: later.operator, operand: remaining } : later));
      result += slip(result, prompt.slipUnits[operationsDone] ?? 1, rest, random);
    } else if (isOff && result === trueValue) {
      // Only a value that came from outside can fall back on the true chain; a rollout that did not recover must not.
      result += 1;
    }
    stepsWritten += 1;
    lines.push(stepLine(stepsWritten, value, part, result));
    value = result;
  }
  lines.push(`Answer: ${value}`);
  const text = lines.join("\n");
  const rest = openLine !== "" && text.startsWith(openLine) ? text.slice(openLine.length) : `${openLine === "" ? "" : "\n"}${text}`;
  return { text: rest, firstError, correct: !isOff };
}

/** The operation at hand, or a first part of it; a second part is not split again. */
function nextPart(operation: Operation, remaining: number, splitRate: number, random: Random): Operation {
  const isWhole = remaining === operation.operand;
  const operand = isWhole && canSplit(operation) && random.chance(splitRate) ? random.integer(1, remaining - 1) : remaining;
  return { operator: operation.operator, operand };
}

/** A plausible amount for a wrong result to be off by: a multiple of the slip unit, downwards only where all later values stay positive. */
function slip(result: number, unit: number, rest: readonly Operation[], random: Random): number {
  const size = unit * random.pick(slipSizes);
  const isDown = random.chance(0.5);
  if (!isDown) return size;
  let value = result - size;
  let lowest = value;
  for (const operation of rest) {
    value = applyOperation(value, operation);
    lowest = Math.min(lowest, value);
  }
  return lowest >= 1 ? -size : size;
}

const slipSizes = [1, 1, 2, 3, 5, 10];

const nonAnswers = [
  "I read the question twice, but it does not give me the numbers that I would need for a first step.",
  "This is not a kind of question that I can work out step by step.",
  "I would have to guess what is asked here, and a guess is not a solution.",
];
