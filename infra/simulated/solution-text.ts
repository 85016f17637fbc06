// The text form of a solution: "Step k: a op b = c" lines and a last line "Answer: N"; writing it, and reading the lines of any text.
import { applyOperation, chainValues } from "./chain.ts";
import type { Chain, Operation, Operator } from "./chain.ts";

/** One step line as it is written in a text, [begin, end) without its line break. */
export interface StepLine {
  readonly begin: number;
  readonly end: number;
  readonly operation: Operation;
  /** The value right of the equals sign. */
  readonly result: number;
}

/** The lines of one solution, in order; `answer` is the value of its answer line, null when the text is not finished. */
export interface SolutionLines {
  readonly steps: readonly StepLine[];
  readonly answer: string | null;
}

/** A step line; number is 1-based, as it is written. */
export function stepLine(number: number, value: number, { operator, operand }: Operation, result: number): string {
  return `Step ${number}: ${value} ${operator} ${operand} = ${result}`;
}

/** The true solution of a chain, whole. */
export function writeSolution(chain: Chain): string {
  const values = chainValues(chain);
  let value = chain.initial;
  const lines = chain.operations.map((operation, index) => {
    const line = stepLine(index + 1, value, operation, applyOperation(value, operation));
    value = applyOperation(value, operation);
    return line;
  });
  return [...lines, `Answer: ${values.at(-1)}`].join("\n");
}

/**
 * Reads the step lines and the answer line of a text from offset `from` on. When the numbering starts again at 1, only the last run counts;
 * lines of any other form are passed over. The signs of multiplication and division may be * or x or ×, / or ÷.
 */
export function readSolutionLines(text: string, from = 0): SolutionLines {
  let steps: StepLine[] = [];
  let answer: string | null = null;
  linePattern.lastIndex = from;
  for (let match = linePattern.exec(text); match !== null; match = linePattern.exec(text)) {
    const [line, number, , sign, operand, result, answerText] = match;
    if (answerText !== undefined) {
      answer = answerText;
      continue;
    }
    if (number === "1") {
      steps = [];
      answer = null;
    }
    const indent = line.search(/\S/);
    steps.push({
      begin: match.index + indent,
      end: match.index + line.trimEnd().length,
      operation: { operator: operators[sign ?? ""] ?? "+", operand: Number(operand) },
      result: Number(result),
    });
  }
  return { steps, answer };
}

const linePattern =
  /^[ \t]*(?:Step (\d{1,4}): (-?\d{1,15}) ([-+*/x×÷−]) (-?\d{1,15}) = (-?\d{1,15})|Answer: (-?\d{1,15}|unknown))[ \t]*$/gm;

const operators: Readonly<Record<string, Operator>> = { "+": "+", "-": "-", "−": "-", "*": "*", x: "*", "×": "*", "/": "/", "÷": "/" };
