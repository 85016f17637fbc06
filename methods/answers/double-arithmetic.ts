// Complex numbers of doubles: fast, used for the first look at every pair.
import type { Arithmetic } from "./arithmetic.ts";
import { rational, toNumber } from "./rational.ts";

export interface Complex {
  readonly re: number;
  readonly im: number;
}

const complex = (re: number, im = 0): Complex => ({ re, im });

function finite(value: Complex): Complex | undefined {
  return Number.isFinite(value.re) && Number.isFinite(value.im) ? value : undefined;
}

function multiply(left: Complex, right: Complex): Complex {
  if (left.im === 0 && right.im === 0) return complex(left.re * right.re);
  return complex(left.re * right.re - left.im * right.im, left.re * right.im + left.im * right.re);
}

function divide(left: Complex, right: Complex): Complex | undefined {
  if (right.im === 0) return right.re === 0 ? undefined : complex(left.re / right.re, left.im / right.re);
  const size = right.re * right.re + right.im * right.im;
  return finite(complex((left.re * right.re + left.im * right.im) / size, (left.im * right.re - left.re * right.im) / size));
}

function exp(value: Complex): Complex | undefined {
  const size = Math.exp(value.re);
  return value.im === 0 ? finite(complex(size)) : finite(complex(size * Math.cos(value.im), size * Math.sin(value.im)));
}

function ln(value: Complex): Complex | undefined {
  if (value.re === 0 && value.im === 0) return undefined;
  return complex(Math.log(Math.hypot(value.re, value.im)), Math.atan2(value.im, value.re));
}

function sqrt(value: Complex): Complex {
  if (value.im === 0) return value.re >= 0 ? complex(Math.sqrt(value.re)) : complex(0, Math.sqrt(-value.re));
  const size = Math.hypot(value.re, value.im);
  const re = Math.sqrt((size + value.re) / 2);
  return complex(re, (Math.sign(value.im) || 1) * Math.sqrt((size - value.re) / 2));
}

/** Arctangent by logarithms: (i/2) (ln(1 - iz) - ln(1 + iz)). */
function arctan(value: Complex): Complex | undefined {
  if (value.im === 0) return complex(Math.atan(value.re));
  const [left, right] = [ln(complex(1 + value.im, -value.re)), ln(complex(1 - value.im, value.re))];
  if (left === undefined || right === undefined) return undefined;
  return multiply(complex(0, 0.5), complex(left.re - right.re, left.im - right.im));
}

export const doubles: Arithmetic<Complex> = {
  name: "double",
  fromFraction: (numerator, denominator) => complex(toNumber(denominator === 1n ? rational(numerator) : { numerator, denominator })),
  constant: (name) => (name === "i" ? complex(0, 1) : complex(name === "pi" ? Math.PI : Math.E)),
  add: (left, right) => complex(left.re + right.re, left.im + right.im),
  negate: (value) => complex(-value.re, value.im === 0 ? 0 : -value.im),
  multiply,
  divide,
  exp,
  ln,
  sin: (value) =>
    finite(
      value.im === 0
        ? complex(Math.sin(value.re))
        : complex(Math.sin(value.re) * Math.cosh(value.im), Math.cos(value.re) * Math.sinh(value.im)),
    ),
  cos: (value) =>
    finite(
      value.im === 0
        ? complex(Math.cos(value.re))
        : complex(Math.cos(value.re) * Math.cosh(value.im), -Math.sin(value.re) * Math.sinh(value.im)),
    ),
  arctan,
  sqrt,
  realRoot: (value, index) => (value.re < 0 ? undefined : complex(index === 3 ? Math.cbrt(value.re) : value.re ** (1 / index))),
  abs: (value) => complex(value.im === 0 ? Math.abs(value.re) : Math.hypot(value.re, value.im)),
  floor: (value) => {
    // A value a rounding error below an integer is that integer.
    const near = Math.round(value.re);
    return complex(Math.abs(value.re - near) < 1e-9 * Math.max(1, Math.abs(near)) ? near : Math.floor(value.re));
  },
  realPart: (value) => complex(value.re),
  imaginaryPart: (value) => complex(value.im),
  isReal: (value) => value.im === 0 || Math.abs(value.im) < 1e-13 * Math.abs(value.re),
  compare: (left, right) => left.re - right.re,
  isZero: (value) => value.re === 0 && value.im === 0,
  isFinite: (value) => Number.isFinite(value.re) && Number.isFinite(value.im),
  toDouble: (value) => value.re,
};
