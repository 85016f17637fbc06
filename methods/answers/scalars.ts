// Decides whether two scalars are the same: exact fractions, then samples in doubles, then 60 digits for every "equal".
import { constantDecimal, constantDouble, guarded, stepsInDecimals, stepsInDoubles } from "./constants.ts";
import { Decimal, decimals } from "./decimal-arithmetic.ts";
import type { DecimalComplex } from "./decimal-arithmetic.ts";
import { doubles } from "./double-arithmetic.ts";
import type { Complex } from "./double-arithmetic.ts";
import { evaluate } from "./evaluate.ts";
import { exactValue } from "./exact.ts";
import { approximationOf, matchesApproximation } from "./approximations.ts";
import { equalRationals } from "./rational.ts";
import type { Rational } from "./rational.ts";
import { pointsFor } from "./sample-points.ts";
import type { ResolvedOptions } from "./options.ts";
import { some, symbolsOf } from "./tree.ts";
import type { Node } from "./tree.ts";
import { decided, differs, same, unknown } from "./verdicts.ts";
import type { Decision } from "./verdicts.ts";

/** Relative difference of two doubles that may still be one value. */
const closeness = 1e-9;
/** The same for 80-digit decimals: functions lose some digits. */
const confirmation = new Decimal("1e-60");
const neededPoints = 3;
const confirmedPoints = 2;

/** Compares two scalars without units or signs of percent. Cost: some twenty evaluations, bounded in steps. */
export function compareScalars(left: Node, right: Node, options: ResolvedOptions): Decision {
  const [exactLeft, exactRight] = [exactValue(left), exactValue(right)];
  if (exactLeft !== undefined && exactRight !== undefined) {
    if (equalRationals(exactLeft, exactRight)) return same("exact_rational");
    return decided(matchesRounded(left, right, exactLeft, exactRight, options), "decimal_approximation", "exact_rational");
  }
  const [leftInfinite, rightInfinite] = [isInfinite(left), isInfinite(right)];
  if (leftInfinite !== rightInfinite && (leftInfinite || exactLeft !== undefined) && (rightInfinite || exactRight !== undefined)) {
    return differs("infinity");
  }
  const names = [...new Set([...symbolsOf(left), ...symbolsOf(right)])].sort();
  if (names.length === 0) return compareConstants(left, right, options);
  return compareExpressions(left, right, names);
}

function matchesRounded(left: Node, right: Node, exactLeft: Rational, exactRight: Rational, options: ResolvedOptions): boolean {
  const [leftLiteral, rightLiteral] = [approximationOf(left), approximationOf(right)];
  if (leftLiteral !== undefined && rightLiteral !== undefined) return false;
  if (leftLiteral !== undefined) return matchesApproximation(leftLiteral, exactRight, options);
  return rightLiteral !== undefined && matchesApproximation(rightLiteral, exactLeft, options);
}

function compareConstants(left: Node, right: Node, options: ResolvedOptions): Decision {
  const real = !usesImaginary(left) && !usesImaginary(right);
  const [leftValue, rightValue] = [constantDouble(left, real), constantDouble(right, real)];
  const [leftLiteral, rightLiteral] = [approximationOf(left), approximationOf(right)];
  const isApproximate = (leftLiteral === undefined) !== (rightLiteral === undefined);
  if (leftValue !== undefined && rightValue !== undefined && !isClose(leftValue, rightValue, isApproximate ? 0.2 : closeness)) {
    return hasPlainLogarithm(left, right) ? compareInDecimals(left, right, real, "10") : differs("sampled");
  }
  if (isApproximate) {
    const literal = leftLiteral ?? rightLiteral;
    const value = constantDecimal(leftLiteral === undefined ? left : right, real, "e");
    if (literal === undefined || value === undefined) return unknown("not_computed");
    if (decimals.isReal(value) && matchesApproximation(literal, value.re, options)) return same("decimal_approximation");
  }
  const natural = compareInDecimals(left, right, real, "e");
  return natural.kind === "equal" || !hasPlainLogarithm(left, right) ? natural : compareInDecimals(left, right, real, "10");
}

function compareInDecimals(left: Node, right: Node, real: boolean, base: "e" | "10"): Decision {
  const [leftValue, rightValue] = [constantDecimal(left, real, base), constantDecimal(right, real, base)];
  if (leftValue === undefined || rightValue === undefined) return unknown("not_computed");
  if (!isSameDecimal(leftValue, rightValue)) return differs("sixty_digits");
  // Beyond 10^55 sixty digits no longer show the units.
  const huge = leftValue.re.abs().gt("1e55") || leftValue.im.abs().gt("1e55");
  return huge ? unknown("too_large") : same("sixty_digits");
}

function isSameDecimal(left: DecimalComplex, right: DecimalComplex): boolean {
  const difference = Decimal.max(left.re.minus(right.re).abs(), left.im.minus(right.im).abs());
  if (difference.isZero()) return true;
  const size = Decimal.max(left.re.abs(), right.re.abs(), left.im.abs(), right.im.abs());
  return difference.lte(size.times(confirmation));
}

function isClose(left: Complex, right: Complex, tolerance: number): boolean {
  const difference = Math.max(Math.abs(left.re - right.re), Math.abs(left.im - right.im));
  if (difference === 0) return true;
  const size = Math.max(Math.abs(left.re), Math.abs(right.re), Math.abs(left.im), Math.abs(right.im));
  return difference <= tolerance * size || (size < 1e-6 && difference < 1e-13);
}

function compareExpressions(left: Node, right: Node, names: readonly string[]): Decision {
  const real = !usesImaginary(left) && !usesImaginary(right);
  const budget = { steps: stepsInDoubles };
  const approximate = hasLongDecimal(left) !== hasLongDecimal(right);
  const bases: readonly ("e" | "10")[] = hasPlainLogarithm(left, right) ? ["e", "10"] : ["e"];
  let verdict: Decision = unknown("not_computed");
  for (const logarithmBase of bases) {
    let [agreed, confirmed, mismatch] = [0, 0, false];
    for (const point of pointsFor(left, right, names, real)) {
      const values = new Map(
        names.map((name, index) => [name, doubles.fromFraction(point[index]?.numerator ?? 1n, point[index]?.denominator ?? 1n)]),
      );
      const context = { arithmetic: doubles, values, real, logarithmBase, sign: 1 as const, budget };
      const leftValue = evaluate(left, context);
      const rightValue = leftValue === undefined ? undefined : evaluate(right, context);
      if (leftValue === undefined || rightValue === undefined) continue;
      if (!isClose(leftValue, rightValue, approximate ? 1e-6 : 1e-8)) {
        mismatch = true;
        break;
      }
      if (!approximate && confirmed < confirmedPoints) {
        const confirmedHere = agreesInDecimals(left, right, names, point, real, logarithmBase);
        if (confirmedHere === false) {
          mismatch = true;
          break;
        }
        if (confirmedHere === true) confirmed++;
      }
      agreed++;
    }
    if (mismatch) verdict = differs("sampled");
    else if (agreed >= neededPoints && (approximate || confirmed > 0)) return same(approximate ? "decimal_approximation" : "sampled");
    if (verdict.kind !== "different") break;
  }
  return verdict;
}

function agreesInDecimals(
  left: Node,
  right: Node,
  names: readonly string[],
  point: readonly Rational[],
  real: boolean,
  logarithmBase: "e" | "10",
): boolean | undefined {
  return guarded(() => {
    const values = new Map(
      names.map((name, index) => [name, decimals.fromFraction(point[index]?.numerator ?? 1n, point[index]?.denominator ?? 1n)]),
    );
    const context = { arithmetic: decimals, values, real, logarithmBase, sign: 1 as const, budget: { steps: stepsInDecimals } };
    const leftValue = evaluate(left, context);
    const rightValue = leftValue === undefined ? undefined : evaluate(right, context);
    return leftValue === undefined || rightValue === undefined ? undefined : isSameDecimal(leftValue, rightValue);
  });
}

/** The bare sign of infinity, with or without a minus. */
function isInfinite(node: Node): boolean {
  return node.kind === "negation" ? isInfinite(node.operand) : node.kind === "constant" && node.name === "infinity";
}

function usesImaginary(node: Node): boolean {
  return some(node, (each) => each.kind === "constant" && each.name === "i");
}

function hasPlainLogarithm(left: Node, right: Node): boolean {
  const test = (each: Node): boolean => each.kind === "call" && each.name === "log";
  return some(left, test) || some(right, test);
}

function hasLongDecimal(node: Node): boolean {
  return some(node, (each) => each.kind === "number" && each.significant >= 6);
}
