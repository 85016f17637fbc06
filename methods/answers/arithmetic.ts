// What the evaluator needs of complex numbers, so that one evaluator serves doubles and 60-digit decimals alike.

/** Complex numbers over some real number type. Every operation returns undefined when its result is undefined or out of range. */
export interface Arithmetic<N> {
  readonly name: "double" | "decimal";
  fromFraction(numerator: bigint, denominator: bigint): N;
  constant(name: "pi" | "e" | "i"): N;
  add(left: N, right: N): N;
  negate(value: N): N;
  multiply(left: N, right: N): N;
  divide(left: N, right: N): N | undefined;
  exp(value: N): N | undefined;
  ln(value: N): N | undefined;
  sin(value: N): N | undefined;
  cos(value: N): N | undefined;
  arctan(value: N): N | undefined;
  /** The principal square root, kept apart from powers because it is exact for squares. */
  sqrt(value: N): N | undefined;
  /** The real n-th root of a non-negative real number. */
  realRoot(value: N, index: number): N | undefined;
  abs(value: N): N;
  floor(value: N): N | undefined;
  realPart(value: N): N;
  imaginaryPart(value: N): N;
  isReal(value: N): boolean;
  /** Compares the real parts. */
  compare(left: N, right: N): number;
  isZero(value: N): boolean;
  isFinite(value: N): boolean;
  /** The real value as a double, for loop bounds and integer exponents. */
  toDouble(value: N): number;
}
