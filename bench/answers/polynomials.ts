// Expands and factors polynomials with integer coefficients on its own, to rewrite golds without the checker's help.

type Monomials = Map<string, bigint>;

/** Terms of a polynomial in one-letter variables written with + - ^ and brackets, such as `(a+5)(b+2)`; undefined for anything else. */
export function readPolynomial(text: string): Monomials | undefined {
  const plain = text.replaceAll(/\s|\\cdot|\\left|\\right|\*/g, "").replaceAll(/\^\{(\d+)\}/g, "^$1");
  if (!/^[-+a-zA-Z\d()^]+$/.test(plain) || !/[a-zA-Z]/.test(plain) || /[ei\\]/.test(plain)) return undefined;
  let at = 0;
  const sum = (): Monomials => {
    let total: Monomials = new Map();
    let sign = 1n;
    if (plain[at] === "-" || plain[at] === "+") sign = plain[at++] === "-" ? -1n : 1n;
    for (;;) {
      total = add(total, product(), sign);
      if (plain[at] !== "+" && plain[at] !== "-") return total;
      sign = plain[at++] === "-" ? -1n : 1n;
    }
  };
  const product = (): Monomials => {
    let total: Monomials = new Map([["", 1n]]);
    while (at < plain.length && /[a-zA-Z\d(]/.test(plain[at] ?? "")) total = multiply(total, factor());
    return total;
  };
  const factor = (): Monomials => {
    let base: Monomials;
    if (plain[at] === "(") {
      at++;
      base = sum();
      at++;
    } else {
      const token = /^(?:\d+|[a-zA-Z])/.exec(plain.slice(at))?.[0] ?? "";
      at += token.length;
      base = /\d/.test(token) ? new Map([["", BigInt(token)]]) : new Map([[token, 1n]]);
    }
    if (plain[at] !== "^") return base;
    const exponent = /^\d+/.exec(plain.slice(at + 1))?.[0] ?? "1";
    at += 1 + exponent.length;
    let power: Monomials = new Map([["", 1n]]);
    for (let index = 0; index < Number(exponent) && index < 12; index++) power = multiply(power, base);
    return power;
  };
  const result = sum();
  return at === plain.length && result.size > 0 ? result : undefined;
}

function add(left: Monomials, right: Monomials, sign: bigint): Monomials {
  const total = new Map(left);
  for (const [letters, coefficient] of right) total.set(letters, (total.get(letters) ?? 0n) + sign * coefficient);
  return total;
}

function multiply(left: Monomials, right: Monomials): Monomials {
  const total: Monomials = new Map();
  for (const [a, x] of left) {
    for (const [b, y] of right) {
      const letters = Array.from(a + b)
        .sort()
        .join("");
      total.set(letters, (total.get(letters) ?? 0n) + x * y);
    }
  }
  return total;
}

/** The expanded polynomial, terms in the given order. */
export function writePolynomial(polynomial: Monomials, order: "as_read" | "reversed"): string {
  const terms = [...polynomial].filter(([, coefficient]) => coefficient !== 0n);
  if (order === "reversed") terms.reverse();
  if (terms.length === 0) return "0";
  return terms.map(([letters, coefficient], index) => writeTerm(letters, coefficient, index === 0)).join("");
}

/** The polynomial with its common integer factor outside a bracket; undefined when that factor is 1. */
export function writeFactored(polynomial: Monomials): string | undefined {
  let divisor = 0n;
  for (const coefficient of polynomial.values()) {
    let [a, b] = [divisor, coefficient < 0n ? -coefficient : coefficient];
    while (b !== 0n) [a, b] = [b, a % b];
    divisor = a;
  }
  if (divisor <= 1n) return undefined;
  const inner = new Map([...polynomial].map(([letters, coefficient]) => [letters, coefficient / divisor]));
  return `${divisor}(${writePolynomial(inner, "as_read")})`;
}

function writeTerm(letters: string, coefficient: bigint, isFirst: boolean): string {
  const size = coefficient < 0n ? -coefficient : coefficient;
  const sign = coefficient < 0n ? "-" : isFirst ? "" : "+";
  const powers = [...new Set(letters)].map((letter) => {
    const count = Array.from(letters).filter((each) => each === letter).length;
    return count === 1 ? letter : `${letter}^{${count}}`;
  });
  const number = size === 1n && powers.length > 0 ? "" : size.toString();
  return `${sign}${number}${powers.join("")}`;
}
