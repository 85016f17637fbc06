// Exact fractions of big integers: the arithmetic that decides most answers without rounding.

/** A fraction in lowest terms with a positive denominator. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Larger numbers than this are not computed exactly: the caller gets undefined. */
const maximumBits = 200_000;

export function rational(numerator: bigint, denominator: bigint = 1n): Rational {
  if (denominator === 1n) return { numerator, denominator };
  const divisor = greatestCommonDivisor(numerator, denominator);
  const sign = denominator < 0n ? -1n : 1n;
  return { numerator: (sign * numerator) / divisor, denominator: (sign * denominator) / divisor };
}

export const zero: Rational = rational(0n);
export const one: Rational = rational(1n);

export function greatestCommonDivisor(left: bigint, right: bigint): bigint {
  let [a, b] = [left < 0n ? -left : left, right < 0n ? -right : right];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

export function add(left: Rational, right: Rational): Rational {
  if (left.denominator === right.denominator) return rational(left.numerator + right.numerator, left.denominator);
  return rational(left.numerator * right.denominator + right.numerator * left.denominator, left.denominator * right.denominator);
}

export function negate(value: Rational): Rational {
  return { numerator: -value.numerator, denominator: value.denominator };
}

export function multiply(left: Rational, right: Rational): Rational {
  return rational(left.numerator * right.numerator, left.denominator * right.denominator);
}

/** Undefined for a zero divisor. */
export function divide(left: Rational, right: Rational): Rational | undefined {
  if (right.numerator === 0n) return undefined;
  return rational(left.numerator * right.denominator, left.denominator * right.numerator);
}

export function equalRationals(left: Rational, right: Rational): boolean {
  return left.numerator === right.numerator && left.denominator === right.denominator;
}

export function compareRationals(left: Rational, right: Rational): number {
  const difference = left.numerator * right.denominator - right.numerator * left.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** `base` to an exact exponent; undefined when the result is irrational, undefined (0 to a negative power) or too large. */
export function power(base: Rational, exponent: Rational): Rational | undefined {
  if (exponent.denominator !== 1n) {
    if (exponent.denominator > 64n) return undefined;
    const rooted = root(base, Number(exponent.denominator));
    return rooted === undefined ? undefined : power(rooted, rational(exponent.numerator));
  }
  const size = exponent.numerator < 0n ? -exponent.numerator : exponent.numerator;
  if (base.numerator === 0n) return exponent.numerator < 0n ? undefined : size === 0n ? one : zero;
  const bits = BigInt(Math.max(bitLength(base.numerator), bitLength(base.denominator)));
  if (base.denominator === 1n && (base.numerator === 1n || base.numerator === -1n)) {
    return base.numerator === 1n || size % 2n === 0n ? one : rational(-1n);
  }
  if (bits * size > BigInt(maximumBits)) return undefined;
  const [numerator, denominator] = [base.numerator ** size, base.denominator ** size];
  return exponent.numerator < 0n ? rational(denominator, numerator) : { numerator, denominator };
}

/** The exact real root of a perfect power, else undefined. Even roots of negative numbers are undefined. */
export function root(value: Rational, index: number): Rational | undefined {
  const numerator = integerRoot(value.numerator, index);
  const denominator = integerRoot(value.denominator, index);
  return numerator === undefined || denominator === undefined ? undefined : { numerator, denominator };
}

function integerRoot(value: bigint, index: number): bigint | undefined {
  if (value < 0n) {
    if (index % 2 === 0) return undefined;
    const positive = integerRoot(-value, index);
    return positive === undefined ? undefined : -positive;
  }
  if (value < 2n) return value;
  if (bitLength(value) > 4000) return undefined;
  const n = BigInt(index);
  let guess = 1n << BigInt(Math.ceil(bitLength(value) / index));
  for (;;) {
    const next = ((n - 1n) * guess + value / guess ** (n - 1n)) / n;
    if (next >= guess) return guess ** n === value ? guess : undefined;
    guess = next;
  }
}

export function bitLength(value: bigint): number {
  return (value < 0n ? -value : value).toString(16).length * 4;
}

export function isTooLarge(value: Rational): boolean {
  return value.denominator.toString(16).length * 4 > maximumBits || value.numerator.toString(16).length * 4 > maximumBits;
}

export function isInteger(value: Rational): boolean {
  return value.denominator === 1n;
}

/** Whether the value is a finite decimal, and with how many places: undefined when it is not, or needs more than 400. */
export function decimalPlaces(value: Rational): number | undefined {
  let [rest, twos, fives] = [value.denominator, 0, 0];
  if (bitLength(rest) > 1400) return undefined;
  while (rest % 2n === 0n) [rest, twos] = [rest / 2n, twos + 1];
  while (rest % 5n === 0n) [rest, fives] = [rest / 5n, fives + 1];
  return rest === 1n ? Math.max(twos, fives) : undefined;
}

/** The nearest double (infinite when out of range). */
export function toNumber(value: Rational): number {
  const direct = Number(value.numerator) / Number(value.denominator);
  if (Number.isFinite(direct) && (direct !== 0 || value.numerator === 0n) && Math.abs(direct) > 1e-290) return direct;
  const shift = BigInt(bitLength(value.numerator) - bitLength(value.denominator) - 64);
  const scaled = shift > 0n ? value.numerator / (value.denominator << shift) : (value.numerator << -shift) / value.denominator;
  return Number(scaled) * 2 ** Number(shift);
}

/** Reads digits with an optional point, such as `12`, `.5` or `3.20`; undefined for anything else. */
export function parseDecimal(text: string): Rational | undefined {
  const match = /^(\d*)(?:\.(\d*))?$/.exec(text);
  if (match === null) return undefined;
  const [whole, fraction] = [match[1] ?? "", match[2] ?? ""];
  if (whole === "" && fraction === "") return undefined;
  return rational(BigInt(whole + fraction), 10n ** BigInt(fraction.length));
}
