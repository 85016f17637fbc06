// Complex numbers of 80-digit decimals: they confirm, to 60 digits, every "equal" that doubles suggest.
import { Decimal as BaseDecimal } from "decimal.js";
import type { Arithmetic } from "./arithmetic.ts";

/** A constructor of our own: the precision of the package's default one is not ours to set. */
export const Decimal = BaseDecimal.clone({ precision: 80, defaults: true });
type Real = InstanceType<typeof Decimal>;

export interface DecimalComplex {
  readonly re: Real;
  readonly im: Real;
}

const nought = new Decimal(0);
const pi = Decimal.acos(-1);
const maximumExponent = new Decimal(1e12);

const complex = (re: Real, im: Real = nought): DecimalComplex => ({ re, im });

function finite(value: DecimalComplex): DecimalComplex | undefined {
  return value.re.isFinite() && value.im.isFinite() ? value : undefined;
}

function multiply(left: DecimalComplex, right: DecimalComplex): DecimalComplex {
  if (left.im.isZero() && right.im.isZero()) return complex(left.re.times(right.re));
  return complex(left.re.times(right.re).minus(left.im.times(right.im)), left.re.times(right.im).plus(left.im.times(right.re)));
}

function divide(left: DecimalComplex, right: DecimalComplex): DecimalComplex | undefined {
  if (right.im.isZero()) return right.re.isZero() ? undefined : complex(left.re.div(right.re), left.im.div(right.re));
  const size = right.re.times(right.re).plus(right.im.times(right.im));
  const numerator = multiply(left, complex(right.re, right.im.neg()));
  return complex(numerator.re.div(size), numerator.im.div(size));
}

/** Series that need more than some thousand terms are not computed. */
function exp(value: DecimalComplex): DecimalComplex | undefined {
  if (value.re.abs().gt(1e6) || value.im.abs().gt(maximumExponent)) return undefined;
  const size = Decimal.exp(value.re);
  if (value.im.isZero()) return finite(complex(size));
  return finite(complex(size.times(Decimal.cos(value.im)), size.times(Decimal.sin(value.im))));
}

function size(value: DecimalComplex): Real {
  return value.im.isZero() ? value.re.abs() : Decimal.hypot(value.re, value.im);
}

function ln(value: DecimalComplex): DecimalComplex | undefined {
  if (value.re.isZero() && value.im.isZero()) return undefined;
  const angle = value.im.isZero() ? (value.re.isNegative() ? pi : nought) : Decimal.atan2(value.im, value.re);
  return finite(complex(Decimal.ln(size(value)), angle));
}

function sqrt(value: DecimalComplex): DecimalComplex {
  if (value.im.isZero()) {
    return value.re.isNegative() ? complex(nought, value.re.neg().sqrt()) : complex(value.re.sqrt());
  }
  const length = size(value);
  const re = length.plus(value.re).div(2).sqrt();
  const im = length.minus(value.re).div(2).sqrt();
  return complex(re, value.im.isNegative() ? im.neg() : im);
}

function sine(value: DecimalComplex): DecimalComplex | undefined {
  if (value.re.abs().gt(maximumExponent) || value.im.abs().gt(1e3)) return undefined;
  if (value.im.isZero()) return complex(Decimal.sin(value.re));
  return complex(Decimal.sin(value.re).times(Decimal.cosh(value.im)), Decimal.cos(value.re).times(Decimal.sinh(value.im)));
}

function arctan(value: DecimalComplex): DecimalComplex | undefined {
  if (value.im.isZero()) return complex(Decimal.atan(value.re));
  const left = ln(complex(value.im.plus(1), value.re.neg()));
  const right = ln(complex(new Decimal(1).minus(value.im), value.re));
  if (left === undefined || right === undefined) return undefined;
  return multiply(complex(nought, new Decimal(0.5)), complex(left.re.minus(right.re), left.im.minus(right.im)));
}

export const decimals: Arithmetic<DecimalComplex> = {
  name: "decimal",
  fromFraction: (numerator, denominator) => {
    const top = new Decimal(numerator.toString());
    return complex(denominator === 1n ? top : top.div(denominator.toString()));
  },
  constant: (name) => (name === "i" ? complex(nought, new Decimal(1)) : complex(name === "pi" ? pi : Decimal.exp(1))),
  add: (left, right) => complex(left.re.plus(right.re), left.im.plus(right.im)),
  negate: (value) => complex(value.re.neg(), value.im.isZero() ? nought : value.im.neg()),
  multiply,
  divide,
  exp,
  ln,
  sin: sine,
  cos: (value) => sine({ re: pi.div(2).minus(value.re), im: value.im.neg() }),
  arctan,
  sqrt,
  realRoot: (value, index) => {
    if (value.re.isNegative() && !value.re.isZero()) return undefined;
    if (index === 2) return complex(value.re.sqrt());
    if (index === 3) return complex(value.re.cbrt());
    return complex(value.re.isZero() ? nought : Decimal.exp(Decimal.ln(value.re).div(index)));
  },
  abs: (value) => complex(size(value)),
  floor: (value) => {
    const near = value.re.round();
    return complex(value.re.minus(near).abs().lt("1e-60") ? near : value.re.floor());
  },
  realPart: (value) => complex(value.re),
  imaginaryPart: (value) => complex(value.im),
  isReal: (value) => value.im.isZero() || value.im.abs().lt(value.re.abs().times("1e-65")),
  compare: (left, right) => left.re.cmp(right.re),
  isZero: (value) => value.re.isZero() && value.im.isZero(),
  isFinite: (value) => value.re.isFinite() && value.im.isFinite(),
  toDouble: (value) => value.re.toNumber(),
};
