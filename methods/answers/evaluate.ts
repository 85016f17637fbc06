// Evaluates a scalar at a point, over any arithmetic: doubles first, decimals to confirm.
import type { Arithmetic } from "./arithmetic.ts";
import { exactValue } from "./exact.ts";
import { evaluateFunction } from "./functions.ts";
import { isInteger } from "./rational.ts";
import type { Rational } from "./rational.ts";
import { isFunctionLetter } from "./tree.ts";
import type { Node } from "./tree.ts";

/** Where and how to evaluate. With `real`, a step that leaves the real numbers is undefined; `sign` is what ± stands for. */
export interface EvaluationContext<N> {
  readonly arithmetic: Arithmetic<N>;
  readonly values: ReadonlyMap<string, N>;
  readonly real: boolean;
  readonly logarithmBase: "e" | "10";
  readonly sign: 1 | -1;
  /** Steps left; evaluation gives up at zero. */
  budget: { steps: number };
}

/** The value, or undefined where the expression has none, is not understood, or the budget is spent. */
export function evaluate<N>(node: Node, context: EvaluationContext<N>): N | undefined {
  if (--context.budget.steps < 0) return undefined;
  const { arithmetic } = context;
  switch (node.kind) {
    case "number":
      return arithmetic.fromFraction(node.value.numerator, node.value.denominator);
    case "symbol":
      return context.values.get(node.name);
    case "constant":
      return node.name === "infinity" ? undefined : arithmetic.constant(node.name);
    case "sum":
      return fold(node.terms, context, arithmetic.fromFraction(0n, 1n), (left, right) => arithmetic.add(left, right));
    case "product":
      return fold(node.factors, context, arithmetic.fromFraction(1n, 1n), (left, right) => arithmetic.multiply(left, right));
    case "negation": {
      const operand = evaluate(node.operand, context);
      return operand === undefined ? undefined : arithmetic.negate(operand);
    }
    case "sign_choice": {
      const operand = evaluate(node.operand, context);
      return operand === undefined || node.sign * context.sign === 1 ? operand : arithmetic.negate(operand);
    }
    case "quotient": {
      const numerator = evaluate(node.numerator, context);
      const denominator = numerator === undefined ? undefined : evaluate(node.denominator, context);
      return numerator === undefined || denominator === undefined ? undefined : arithmetic.divide(numerator, denominator);
    }
    case "power":
      return evaluatePower(node.base, node.exponent, context);
    case "call": {
      const operands = node.operands.map((operand) => evaluate(operand, context));
      return operands.every((operand) => operand !== undefined) ? evaluateFunction(node.name, operands, context) : undefined;
    }
    case "application":
    case "indexed":
      return unknownFunction(node, context);
    case "series":
      return series(node, context);
    case "percent": {
      const value = evaluate(node.value, context);
      return value === undefined ? undefined : arithmetic.multiply(value, arithmetic.fromFraction(1n, 100n));
    }
    case "degrees": {
      const value = evaluate(node.value, context);
      return value === undefined
        ? undefined
        : arithmetic.multiply(arithmetic.multiply(value, arithmetic.constant("pi")), arithmetic.fromFraction(1n, 180n));
    }
    case "quantity":
      return evaluate(node.value, context);
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

function fold<N>(nodes: readonly Node[], context: EvaluationContext<N>, start: N, combine: (left: N, right: N) => N): N | undefined {
  let total = start;
  for (const node of nodes) {
    const value = evaluate(node, context);
    if (value === undefined) return undefined;
    total = combine(total, value);
    if (!context.arithmetic.isFinite(total)) return undefined;
  }
  return total;
}

function evaluatePower<N>(baseNode: Node, exponentNode: Node, context: EvaluationContext<N>): N | undefined {
  const { arithmetic } = context;
  const base = evaluate(baseNode, context);
  if (base === undefined) return undefined;
  const exact = exactValue(exponentNode);
  if (exact !== undefined && isInteger(exact)) return integerPower(base, exact.numerator, context);
  const exponent = evaluate(exponentNode, context);
  if (exponent === undefined) return undefined;
  const isReal = arithmetic.isReal(base) && arithmetic.isReal(exponent);
  if (arithmetic.isZero(base)) {
    return isReal && arithmetic.toDouble(exponent) > 0 ? base : undefined;
  }
  const asInteger = Math.round(arithmetic.toDouble(exponent));
  if (arithmetic.isReal(exponent) && asInteger === arithmetic.toDouble(exponent) && Math.abs(asInteger) < 1e6) {
    return integerPower(base, BigInt(asInteger), context);
  }
  if (isReal && arithmetic.toDouble(base) < 0) {
    if (exact !== undefined && context.real) return oddRootPower(base, exact, context);
    if (context.real) return undefined;
  }
  const logarithm = arithmetic.ln(base);
  return logarithm === undefined ? undefined : arithmetic.exp(arithmetic.multiply(exponent, logarithm));
}

/** Negative numbers have real odd roots: (-8)^(2/3) = 4. */
function oddRootPower<N>(base: N, exponent: Rational, context: EvaluationContext<N>): N | undefined {
  if (exponent.denominator % 2n === 0n || exponent.denominator > 99n) return undefined;
  const { arithmetic } = context;
  const rooted = arithmetic.realRoot(arithmetic.negate(base), Number(exponent.denominator));
  return rooted === undefined ? undefined : integerPower(arithmetic.negate(rooted), exponent.numerator, context);
}

/** By squaring. A result that vanishes though the base does not has underflown, and says nothing. */
function integerPower<N>(base: N, exponent: bigint, context: EvaluationContext<N>): N | undefined {
  const { arithmetic } = context;
  if (arithmetic.isZero(base)) return exponent > 0n ? base : undefined;
  let rest = exponent < 0n ? -exponent : exponent;
  if (rest > 10n ** 15n) return undefined;
  let [result, square] = [arithmetic.fromFraction(1n, 1n), base];
  while (rest > 0n) {
    if (rest % 2n === 1n) result = arithmetic.multiply(result, square);
    rest /= 2n;
    if (rest > 0n) square = arithmetic.multiply(square, square);
  }
  if (arithmetic.isZero(result) || !arithmetic.isFinite(result)) return undefined;
  return exponent < 0n ? arithmetic.divide(arithmetic.fromFraction(1n, 1n), result) : result;
}

/** f(x), F_{n-1}: some fixed value for each name and operands, the same wherever they are the same; x(y) is a product. */
function unknownFunction<N>(node: Extract<Node, { kind: "application" | "indexed" }>, context: EvaluationContext<N>): N | undefined {
  const { arithmetic } = context;
  const operands = (node.kind === "indexed" ? [node.index] : node.operands).map((operand) => evaluate(operand, context));
  if (!operands.every((operand) => operand !== undefined)) return undefined;
  if (node.kind === "application" && !isFunctionLetter(node.head)) {
    const head = context.values.get(node.head);
    const [only] = operands;
    return head === undefined || only === undefined || operands.length !== 1 ? undefined : arithmetic.multiply(head, only);
  }
  let hash = 2166136261;
  const key = [
    node.head,
    ...operands.map(
      (operand) => `${rounded(arithmetic.toDouble(operand))},${rounded(arithmetic.toDouble(arithmetic.imaginaryPart(operand)))}`,
    ),
  ].join(";");
  for (const character of key) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619) >>> 0;
  return arithmetic.fromFraction(BigInt(hash % 100003) + 50000n, 50021n);
}

function rounded(value: number): string {
  return (Math.abs(value) < 1e-12 ? 0 : value).toPrecision(10);
}

function series<N>(node: Extract<Node, { kind: "series" }>, context: EvaluationContext<N>): N | undefined {
  const { arithmetic } = context;
  const [from, to] = [evaluate(node.from, context), evaluate(node.to, context)];
  if (from === undefined || to === undefined) return undefined;
  const [first, last] = [arithmetic.toDouble(from), arithmetic.toDouble(to)];
  if (!Number.isInteger(first) || !Number.isInteger(last) || last - first > 2000) return undefined;
  let total = arithmetic.fromFraction(node.name === "sum" ? 0n : 1n, 1n);
  for (let index = first; index <= last; index++) {
    const values = new Map(context.values).set(node.variable, arithmetic.fromFraction(BigInt(index), 1n));
    const term = evaluate(node.body, { ...context, values });
    if (term === undefined) return undefined;
    total = node.name === "sum" ? arithmetic.add(total, term) : arithmetic.multiply(total, term);
  }
  return total;
}
