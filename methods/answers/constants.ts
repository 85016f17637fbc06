// Values of constant expressions, in doubles and in 60 digits.
import { decimals } from "./decimal-arithmetic.ts";
import type { DecimalComplex } from "./decimal-arithmetic.ts";
import { doubles } from "./double-arithmetic.ts";
import type { Complex } from "./double-arithmetic.ts";
import { evaluate } from "./evaluate.ts";
import type { Node } from "./tree.ts";

export const stepsInDoubles = 60_000;
export const stepsInDecimals = 5_000;

export function constantDouble(node: Node, real: boolean): Complex | undefined {
  return evaluate(node, { arithmetic: doubles, values: new Map(), real, logarithmBase: "e", sign: 1, budget: { steps: stepsInDoubles } });
}

export function constantDecimal(node: Node, real: boolean, logarithmBase: "e" | "10"): DecimalComplex | undefined {
  return guarded(() =>
    evaluate(node, { arithmetic: decimals, values: new Map(), real, logarithmBase, sign: 1, budget: { steps: stepsInDecimals } }),
  );
}

/** decimal.js throws where a result would need more digits than it keeps; that is no value for us. */
export function guarded<T>(compute: () => T | undefined): T | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("[DecimalError]")) return undefined;
    throw error;
  }
}
