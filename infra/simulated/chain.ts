// The arithmetic behind a simulated problem: an initial value and a chain of operations, each an integer map.

export type Operator = "+" | "-" | "*" | "/";

/** One operation of a problem; a division is exact on the true chain. */
export interface Operation {
  readonly operator: Operator;
  /** A positive integer. */
  readonly operand: number;
}

/** What a question asks: the initial value and the operations applied to it in order. */
export interface Chain {
  readonly initial: number;
  readonly operations: readonly Operation[];
}

/** Applies one operation. A division that does not come out even is rounded down (it only happens off the true chain). */
export function applyOperation(value: number, { operator, operand }: Operation): number {
  switch (operator) {
    case "+":
      return value + operand;
    case "-":
      return value - operand;
    case "*":
      return value * operand;
    case "/":
      return Math.floor(value / operand);
  }
}

/** The true values: values[t] is the value after t operations, so there is one more than there are operations; the last is the gold answer. */
export function chainValues({ initial, operations }: Chain): number[] {
  const values = [initial];
  let value = initial;
  for (const operation of operations) {
    value = applyOperation(value, operation);
    values.push(value);
  }
  return values;
}

/**
 * Room for slips: slipUnits[t] is the smallest positive d such that a value after t operations that is off by a multiple of d
 * keeps every later division exact. Every later operation is then an injective map, so a chain that slipped by such an amount once can never
 * come back to the true chain by chance.
 */
export function slipUnits(operations: readonly Operation[]): number[] {
  const units = [1];
  let unit = 1;
  for (const { operator, operand } of operations.toReversed()) {
    if (operator === "/") unit *= operand;
    if (operator === "*") unit /= greatestCommonDivisor(unit, operand);
    units.push(unit);
  }
  return units.reverse();
}

function greatestCommonDivisor(first: number, second: number): number {
  return second === 0 ? first : greatestCommonDivisor(second, first % second);
}
