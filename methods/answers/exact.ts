// Exact values: a constant expression as a rational number, where it is one and is not too large.
import { add, compareRationals, divide, isInteger, isTooLarge, multiply, negate, one, power, rational, root, zero } from "./rational.ts";
import type { Rational } from "./rational.ts";
import { some } from "./tree.ts";
import type { Node } from "./tree.ts";

const maximumFactorial = 3000n;
const maximumSeriesTerms = 5000n;

/** The exact value of a constant expression; undefined when it is irrational, unknown, undefined or too large. Symbols take `values`. */
export function exactValue(node: Node, values: ReadonlyMap<string, Rational> = new Map()): Rational | undefined {
  const value = evaluate(node, values);
  return value === undefined || isTooLarge(value) ? undefined : value;
}

function evaluate(node: Node, values: ReadonlyMap<string, Rational>): Rational | undefined {
  switch (node.kind) {
    case "number":
      return node.value;
    case "symbol":
      return values.get(node.name);
    case "sum":
      return fold(node.terms, values, zero, add);
    case "product":
      return fold(node.factors, values, one, multiply);
    case "negation": {
      const operand = evaluate(node.operand, values);
      return operand === undefined ? undefined : negate(operand);
    }
    case "quotient": {
      const numerator = evaluate(node.numerator, values);
      const denominator = numerator === undefined ? undefined : evaluate(node.denominator, values);
      return numerator === undefined || denominator === undefined ? undefined : divide(numerator, denominator);
    }
    case "power": {
      const exponent = evaluate(node.exponent, values);
      if (exponent === undefined) return undefined;
      const squared = squaredRoot(node.base, exponent, values);
      if (squared !== undefined) return squared;
      const base = evaluate(node.base, values);
      return base === undefined ? undefined : power(base, exponent);
    }
    case "call":
      return call(node.name, node.operands, values);
    case "series":
      return series(node, values);
    case "quantity":
      return evaluate(node.value, values);
    case "percent": {
      const value = evaluate(node.value, values);
      return value === undefined ? undefined : multiply(value, rational(1n, 100n));
    }
    case "constant":
    case "application":
    case "indexed":
    case "sign_choice":
    case "degrees":
    case "based":
    case "ratio":
    case "words":
    case "named_set":
    case "sequence":
    case "bracketed":
    case "matrix":
    case "relation":
    case "set_operation":
    case "builder":
      return undefined;
  }
}

function fold(
  nodes: readonly Node[],
  values: ReadonlyMap<string, Rational>,
  start: Rational,
  combine: (left: Rational, right: Rational) => Rational,
): Rational | undefined {
  let total = start;
  for (const node of nodes) {
    const value = evaluate(node, values);
    if (value === undefined) return undefined;
    total = combine(total, value);
    if (isTooLarge(total)) return undefined;
  }
  return total;
}

/** (√a)^(2n) without leaving the rationals. */
function squaredRoot(base: Node, exponent: Rational, values: ReadonlyMap<string, Rational>): Rational | undefined {
  if (base.kind !== "call" || base.name !== "sqrt" || !isInteger(exponent) || exponent.numerator % 2n !== 0n) return undefined;
  const radicand = base.operands[0] === undefined ? undefined : evaluate(base.operands[0], values);
  return radicand === undefined ? undefined : power(radicand, rational(exponent.numerator / 2n));
}

function call(name: string, operands: readonly Node[], values: ReadonlyMap<string, Rational>): Rational | undefined {
  const [first, ...rest] = operands;
  if (first === undefined) return undefined;
  if (name === "exp" && first.kind === "number" && first.value.numerator === 0n) return one;
  const value = evaluate(first, values);
  if (value === undefined) return undefined;
  const others = rest.map((node) => evaluate(node, values));
  const [second] = others;
  switch (name) {
    case "sqrt":
      return root(value, 2);
    case "cbrt":
      return root(value, 3);
    case "root":
      return second === undefined || !isInteger(second) || second.numerator < 2n || second.numerator > 64n
        ? undefined
        : root(value, Number(second.numerator));
    case "abs":
      return value.numerator < 0n ? negate(value) : value;
    case "floor":
      return rational(floor(value));
    case "ceiling":
      return rational(-floor(negate(value)));
    case "sign":
      return rational(value.numerator < 0n ? -1n : value.numerator > 0n ? 1n : 0n);
    case "factorial":
      return isInteger(value) && value.numerator >= 0n && value.numerator <= maximumFactorial
        ? rational(falling(value.numerator, value.numerator, 1n))
        : undefined;
    case "double_factorial":
      return isInteger(value) && value.numerator >= 0n && value.numerator <= maximumFactorial
        ? rational(falling(value.numerator, (value.numerator + 1n) / 2n, 2n))
        : undefined;
    case "binomial":
      return second === undefined ? undefined : binomial(value, second);
    case "min":
    case "max":
      return extreme(name, [value, ...others]);
    case "gcd":
    case "lcm":
      return undefined;
    default:
      return undefined;
  }
}

function floor(value: Rational): bigint {
  const quotient = value.numerator / value.denominator;
  return value.numerator < 0n && quotient * value.denominator !== value.numerator ? quotient - 1n : quotient;
}

function falling(from: bigint, count: bigint, step: bigint): bigint {
  let product = 1n;
  for (let index = 0n; index < count; index++) product *= from - index * step;
  return product;
}

function binomial(n: Rational, k: Rational): Rational | undefined {
  if (!isInteger(n) || !isInteger(k) || n.numerator < 0n || n.numerator > maximumFactorial) return undefined;
  if (k.numerator < 0n || k.numerator > n.numerator) return zero;
  const smaller = k.numerator * 2n > n.numerator ? n.numerator - k.numerator : k.numerator;
  return rational(falling(n.numerator, smaller, 1n) / falling(smaller, smaller, 1n));
}

function extreme(name: "min" | "max", candidates: readonly (Rational | undefined)[]): Rational | undefined {
  let best: Rational | undefined;
  for (const candidate of candidates) {
    if (candidate === undefined) return undefined;
    const order = best === undefined ? 0 : compareRationals(candidate, best);
    if (best === undefined || (name === "min" ? order < 0 : order > 0)) best = candidate;
  }
  return best;
}

function series(node: Extract<Node, { kind: "series" }>, values: ReadonlyMap<string, Rational>): Rational | undefined {
  const [from, to] = [evaluate(node.from, values), evaluate(node.to, values)];
  if (from === undefined || to === undefined || !isInteger(from) || !isInteger(to)) return undefined;
  const terms = to.numerator - from.numerator + 1n;
  const limit = some(node.body, (below) => below.kind === "series" || below.kind === "power" || below.kind === "call")
    ? 100n
    : maximumSeriesTerms;
  if (terms > limit) return undefined;
  let total = node.name === "sum" ? zero : one;
  for (let index = from.numerator; index <= to.numerator; index++) {
    const value = evaluate(node.body, new Map([...values, [node.variable, rational(index)]]));
    if (value === undefined) return undefined;
    total = node.name === "sum" ? add(total, value) : multiply(total, value);
    if (isTooLarge(total)) return undefined;
  }
  return total;
}
