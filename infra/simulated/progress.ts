// Where a written prefix stands on the true chain of its question, step line by step line.
import { applyOperation } from "./chain.ts";
import type { Chain, Operation } from "./chain.ts";
import type { Rates } from "./skill.ts";
import type { StepLine } from "./solution-text.ts";

/** The state after some step lines. The prefix is good when writtenValue equals trueValue. */
export interface Progress {
  readonly stepsWritten: number;
  /** Operations done; an addition or subtraction whose first part alone is written is not done. */
  readonly operationsDone: number;
  /** What is left of the operand of operation `operationsDone`; its whole operand unless a first part is written; 0 at the end of the chain. */
  readonly remaining: number;
  readonly trueValue: number;
  readonly writtenValue: number;
  /** 0-based index of the first step whose written result departs from the true chain, -1 when none does. */
  readonly firstError: number;
}

export function startOf({ initial, operations }: Chain): Progress {
  return {
    stepsWritten: 0,
    operationsDone: 0,
    remaining: operations[0]?.operand ?? 0,
    trueValue: initial,
    writtenValue: initial,
    firstError: -1,
  };
}

/**
 * The state after one more line. A line that does a part of the addition or subtraction at hand is a step of its own; any other line counts as the
 * whole operation, whatever it says left of the equals sign; a line after the last operation should repeat the gold answer.
 */
export function advance(progress: Progress, chain: Chain, line: Pick<StepLine, "operation" | "result">): Progress {
  const { operations } = chain;
  const operation = operations[progress.operationsDone];
  const done = operation === undefined ? undefined : doneBy(line.operation, { operator: operation.operator, operand: progress.remaining });
  const trueValue = done === undefined ? progress.trueValue : applyOperation(progress.trueValue, done);
  const left = done === undefined ? 0 : progress.remaining - done.operand;
  const operationsDone = progress.operationsDone + (done !== undefined && left === 0 ? 1 : 0);
  return {
    stepsWritten: progress.stepsWritten + 1,
    operationsDone,
    remaining: left > 0 ? left : (operations[operationsDone]?.operand ?? 0),
    trueValue,
    writtenValue: line.result,
    firstError: progress.firstError < 0 && line.result !== trueValue ? progress.stepsWritten : progress.firstError,
  };
}

function doneBy(written: Operation, due: Operation): Operation {
  const isPart = written.operator === due.operator && canSplit(due) && written.operand > 0 && written.operand < due.operand;
  return isPart ? written : due;
}

/** Whether an operation can be written as two steps. */
export function canSplit({ operator, operand }: Operation): boolean {
  return (operator === "+" || operator === "-") && operand >= 2;
}

/** The exact probability that a rollout from this state ends with the gold answer. */
export function successProbability(progress: Progress, { operations }: Chain, { errorRate, recoveryRate, splitRate }: Rates): number {
  if (progress.writtenValue !== progress.trueValue) return recoveryRate;
  const right = 1 - errorRate;
  let probability = 1;
  for (const [offset, operation] of operations.slice(progress.operationsDone).entries()) {
    const isWhole = offset > 0 || progress.remaining === operation.operand;
    const split = isWhole && canSplit(operation) ? splitRate : 0;
    probability *= (1 - split) * right + split * right * right;
  }
  return probability;
}
