// The functions that answers use, built from the few that an arithmetic offers.
import type { Arithmetic } from "./arithmetic.ts";

/** What a function needs to know of the evaluation. */
export interface FunctionContext<N> {
  readonly arithmetic: Arithmetic<N>;
  readonly real: boolean;
  readonly logarithmBase: "e" | "10";
}

/** The value of a named function; undefined outside its domain (its real domain when `real`), or when the name is unknown. */
export function evaluateFunction<N>(name: string, operands: readonly N[], context: FunctionContext<N>): N | undefined {
  const { arithmetic: a, real } = context;
  const [x, y] = operands;
  if (x === undefined) return undefined;
  const one = a.fromFraction(1n, 1n);
  const inverse = (value: N | undefined): N | undefined => (value === undefined ? undefined : a.divide(one, value));
  const quotient = (top: N | undefined, bottom: N | undefined): N | undefined =>
    top === undefined || bottom === undefined ? undefined : a.divide(top, bottom);
  const minus = (left: N, right: N): N => a.add(left, a.negate(right));
  const half = (value: N): N => a.multiply(value, a.fromFraction(1n, 2n));
  const ln = (value: N): N | undefined => (real && a.toDouble(value) <= 0 ? undefined : a.ln(value));
  const sqrt = (value: N): N | undefined => (real && a.toDouble(value) < 0 ? undefined : a.sqrt(value));
  const quarterTurn = half(a.constant("pi"));
  switch (name) {
    case "sin":
      return a.sin(x);
    case "cos":
      return a.cos(x);
    case "tan":
      return quotient(a.sin(x), a.cos(x));
    case "cot":
      return quotient(a.cos(x), a.sin(x));
    case "sec":
      return inverse(a.cos(x));
    case "csc":
      return inverse(a.sin(x));
    case "exp":
      return a.exp(x);
    case "ln":
      return ln(x);
    case "log":
      return context.logarithmBase === "e" ? ln(x) : quotient(ln(x), a.ln(a.fromFraction(10n, 1n)));
    case "log10":
      return quotient(ln(x), a.ln(a.fromFraction(10n, 1n)));
    case "logarithm":
      return y === undefined ? undefined : quotient(ln(x), ln(y));
    case "sqrt":
      return sqrt(x);
    case "cbrt":
      return root(x, 3, context);
    case "root":
      return y === undefined ? undefined : root(x, a.toDouble(y), context);
    case "abs":
      return a.abs(x);
    case "arcsin":
    case "arccos":
    case "arcsec":
    case "arccsc": {
      const argument = name === "arcsec" || name === "arccsc" ? inverse(x) : x;
      if (argument === undefined) return undefined;
      const value = arcsine(argument, context);
      return value === undefined || name === "arcsin" || name === "arccsc" ? value : minus(quarterTurn, value);
    }
    case "arctan":
      return a.arctan(x);
    case "arccot": {
      const value = a.arctan(x);
      return value === undefined ? undefined : minus(quarterTurn, value);
    }
    case "sinh":
    case "cosh":
    case "tanh": {
      const [up, down] = [a.exp(x), a.exp(a.negate(x))];
      if (up === undefined || down === undefined) return undefined;
      if (name === "tanh") return a.divide(minus(up, down), a.add(up, down));
      return half(name === "sinh" ? minus(up, down) : a.add(up, down));
    }
    case "arcsinh": {
      const rooted = sqrt(a.add(a.multiply(x, x), one));
      return rooted === undefined ? undefined : ln(a.add(x, rooted));
    }
    case "arccosh": {
      const rooted = sqrt(minus(a.multiply(x, x), one));
      return rooted === undefined || (real && a.toDouble(x) < 1) ? undefined : ln(a.add(x, rooted));
    }
    case "arctanh": {
      const ratio = a.divide(a.add(one, x), minus(one, x));
      const value = ratio === undefined ? undefined : ln(ratio);
      return value === undefined ? undefined : half(value);
    }
    case "floor":
      return a.isReal(x) ? a.floor(x) : undefined;
    case "ceiling": {
      const value = a.isReal(x) ? a.floor(a.negate(x)) : undefined;
      return value === undefined ? undefined : a.negate(value);
    }
    case "sign":
      return a.isReal(x) ? a.fromFraction(BigInt(Math.sign(a.toDouble(x))), 1n) : undefined;
    case "real_part":
      return a.realPart(x);
    case "imaginary_part":
      return a.imaginaryPart(x);
    case "factorial":
      return falling(x, a.toDouble(x), 1, a);
    case "double_factorial":
      return falling(x, Math.ceil(a.toDouble(x) / 2), 2, a);
    case "binomial":
      return y === undefined ? undefined : binomial(x, y, a);
    case "min":
    case "max":
      return operands.reduce((best, operand) => (a.compare(operand, best) < 0 === (name === "min") ? operand : best));
    case "gcd":
    case "lcm":
      return divisors(name, operands, a);
    default:
      return undefined;
  }
}

function root<N>(value: N, index: number, context: FunctionContext<N>): N | undefined {
  const { arithmetic: a, real } = context;
  if (!Number.isInteger(index) || index < 2 || index > 99) return undefined;
  if (a.isReal(value)) {
    if (a.toDouble(value) >= 0) return a.realRoot(value, index);
    if (index % 2 === 1) {
      const positive = a.realRoot(a.negate(value), index);
      return positive === undefined ? undefined : a.negate(positive);
    }
    if (real) return undefined;
  }
  const logarithm = a.ln(value);
  return logarithm === undefined ? undefined : a.exp(a.multiply(logarithm, a.fromFraction(1n, BigInt(index))));
}

function arcsine<N>(x: N, { arithmetic: a, real }: FunctionContext<N>): N | undefined {
  const one = a.fromFraction(1n, 1n);
  const rest = a.add(one, a.negate(a.multiply(x, x)));
  const quarterTurn = a.multiply(a.constant("pi"), a.fromFraction(1n, 2n));
  if (a.isReal(x)) {
    if (a.isZero(rest)) return a.toDouble(x) > 0 ? quarterTurn : a.negate(quarterTurn);
    if (a.toDouble(rest) > 0) {
      const rooted = a.sqrt(rest);
      const tangent = rooted === undefined ? undefined : a.divide(x, rooted);
      return tangent === undefined ? undefined : a.arctan(tangent);
    }
    if (real) return undefined;
  }
  const rooted = a.sqrt(rest);
  const logarithm = rooted === undefined ? undefined : a.ln(a.add(a.multiply(a.constant("i"), x), rooted));
  return logarithm === undefined ? undefined : a.negate(a.multiply(a.constant("i"), logarithm));
}

const maximumFactorial = 3000;

function falling<N>(from: N, count: number, step: number, a: Arithmetic<N>): N | undefined {
  if (!a.isReal(from) || !Number.isInteger(count) || count < 0 || count > maximumFactorial || !Number.isInteger(a.toDouble(from)))
    return undefined;
  const start = a.toDouble(from);
  let product = a.fromFraction(1n, 1n);
  for (let index = 0; index < count; index++) product = a.multiply(product, a.fromFraction(BigInt(start - index * step), 1n));
  return a.isFinite(product) ? product : undefined;
}

function binomial<N>(n: N, k: N, a: Arithmetic<N>): N | undefined {
  const [top, bottom] = [a.toDouble(n), a.toDouble(k)];
  if (!Number.isInteger(top) || !Number.isInteger(bottom) || top < 0) return undefined;
  if (bottom < 0 || bottom > top) return a.fromFraction(0n, 1n);
  const smaller = Math.min(bottom, top - bottom);
  const [numerator, denominator] = [falling(n, smaller, 1, a), falling(a.fromFraction(BigInt(smaller), 1n), smaller, 1, a)];
  return numerator === undefined || denominator === undefined ? undefined : a.divide(numerator, denominator);
}

function divisors<N>(name: "gcd" | "lcm", operands: readonly N[], a: Arithmetic<N>): N | undefined {
  let total: bigint | undefined;
  for (const operand of operands) {
    const value = a.toDouble(operand);
    if (!Number.isSafeInteger(value)) return undefined;
    const next = BigInt(Math.abs(value));
    if (total === undefined) {
      total = next;
      continue;
    }
    let [x, y] = [total, next];
    while (y !== 0n) [x, y] = [y, x % y];
    total = name === "gcd" ? x : x === 0n ? 0n : (total * next) / x;
  }
  return total === undefined ? undefined : a.fromFraction(total, 1n);
}
