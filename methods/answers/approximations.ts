// Long decimals as approximations: `0.333333` may stand for 1/3, `0.33` may not unless the options allow rounding.
import { Decimal } from "./decimal-arithmetic.ts";
import type { ResolvedOptions } from "./options.ts";
import { decimalPlaces } from "./rational.ts";
import type { Rational } from "./rational.ts";
import type { Node, NumberNode } from "./tree.ts";

type Real = InstanceType<typeof Decimal>;

export interface Approximation {
  readonly literal: NumberNode;
  readonly negative: boolean;
}

/** A decimal literal, maybe with a minus; undefined for anything computed or written without a point. */
export function approximationOf(node: Node): Approximation | undefined {
  if (node.kind === "number") return node.significant > 0 ? { literal: node, negative: false } : undefined;
  if (node.kind !== "negation") return undefined;
  const inner = approximationOf(node.operand);
  return inner === undefined ? undefined : { literal: inner.literal, negative: !inner.negative };
}

/** Decimals of fewer significant digits are taken at their word. */
const significantDigits = 6;

/**
 * Whether a literal approximates a value: it has at least 6 significant digits, the value is no decimal that could have been written out,
 * and they differ by at most 1e-6 relative and one unit of the literal's last place. With `rounding: "own_last_place"`, any literal that
 * is the value rounded or cut at its last place.
 */
export function matchesApproximation(approximation: Approximation, value: Rational | Real, options: ResolvedOptions): boolean {
  const { literal, negative } = approximation;
  const written = fromRational(literal.value).times(negative ? -1 : 1);
  const exact = "numerator" in value ? fromRational(value) : value;
  const difference = written.minus(exact).abs();
  const lastPlace = new Decimal(10).pow(-literal.places);
  const isCut = written.abs().lte(exact.abs()) && difference.lt(lastPlace);
  if (options.rounding === "own_last_place" && literal.places > 0 && (isCut || difference.lte(lastPlace.div(2)))) return true;
  if (literal.significant < significantDigits) return false;
  if ("numerator" in value && decimalPlaces(value) !== undefined) return false;
  return difference.lte(exact.abs().times("1e-6")) && difference.lte(lastPlace);
}

function fromRational(value: Rational): Real {
  return new Decimal(value.numerator.toString()).div(value.denominator.toString());
}
