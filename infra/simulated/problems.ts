// Simulated problems: a seeded generator of multi-step arithmetic word problems with gold answers and reference solutions.
import { applyOperation, chainValues } from "./chain.ts";
import type { Chain, Operation, Operator } from "./chain.ts";
import { writeQuestion } from "./questions.ts";
import { randomFrom } from "./random.ts";
import type { Random } from "./random.ts";
import { writeSolution } from "./solution-text.ts";

/** One problem, with the field names of a problem file. */
export interface SimulatedProblem {
  readonly id: string;
  readonly question: string;
  /** The gold answer, a positive integer below 1,000,000 in decimal digits. */
  readonly answer: string;
  /** The true chain as "Step k: a op b = c" lines and a last line "Answer: N". */
  readonly reference_solution: string;
}

export interface SimulatedProblemsOptions {
  /** Any integer; the same seed gives the same problems, and a larger count only adds problems at the end. */
  readonly seed: number;
  readonly count: number;
  /** Least and most operations of a question, both at least 1; uniform between them. */
  readonly steps: readonly [minimum: number, maximum: number];
}

/**
 * Generates distinct problems; every value on a true chain is an integer in [2, 1,000,000).
 * Throws RangeError when the options are out of range. Cost: about 30 us a problem.
 */
export function simulatedProblems({ seed, count, steps: [minimum, maximum] }: SimulatedProblemsOptions): SimulatedProblem[] {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be an integer, got ${seed}.`);
  if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`count must be a non-negative integer, got ${count}.`);
  if (!Number.isSafeInteger(minimum) || !Number.isSafeInteger(maximum) || minimum < 1 || maximum < minimum) {
    throw new RangeError(`steps must be two integers with 1 <= minimum <= maximum, got ${minimum} and ${maximum}.`);
  }
  const problems: SimulatedProblem[] = [];
  const questions = new Set<string>();
  for (let draw = 0; problems.length < count; draw += 1) {
    const random = randomFrom(seed, draw, 1);
    const chain = drawChain(random.integer(minimum, maximum), random);
    const question = writeQuestion(chain, random);
    if (questions.has(question)) continue;
    questions.add(question);
    problems.push({
      id: `simulated-${seed}-${problems.length}`,
      question,
      answer: String(chainValues(chain).at(-1)),
      reference_solution: writeSolution(chain),
    });
  }
  return problems;
}

const valueLimit = 1_000_000;

function drawChain(length: number, random: Random): Chain {
  const initial = random.integer(5, 99);
  const operations: Operation[] = [];
  let value = initial;
  while (operations.length < length) {
    const operation = drawOperation(value, random);
    operations.push(operation);
    value = applyOperation(value, operation);
  }
  return { initial, operations };
}

/** An operation that keeps the value an integer in [2, valueLimit); multiplication fades out as values grow, so chains stay readable. */
function drawOperation(value: number, random: Random): Operation {
  const divisors = [2, 3, 4, 5, 6, 7, 8, 9].filter((divisor) => value % divisor === 0 && value / divisor >= 2);
  const factors = [2, 3, 4, 5, 6, 7, 8, 9].filter((factor) => value * factor < 10_000);
  const operators: Operator[] = [];
  if (value + 99 < valueLimit) operators.push("+");
  if (value >= 5) operators.push("-");
  if (factors.length > 0) operators.push("*");
  if (divisors.length > 0) operators.push("/");
  const operator = random.pick(operators);
  switch (operator) {
    case "+":
      return { operator, operand: random.integer(2, 99) };
    case "-":
      return { operator, operand: random.integer(2, Math.min(99, value - 2)) };
    case "*":
      return { operator, operand: random.pick(factors) };
    case "/":
      return { operator, operand: random.pick(divisors) };
  }
}
