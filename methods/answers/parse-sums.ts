// Sums, products, powers and what follows a value: the arithmetic levels of the grammar.
import { readPrimary, startsPrimary } from "./parse-primary.ts";
import { numberNode } from "./numerals.ts";
import { accept, is, nested, peek, Unreadable } from "./reader.ts";
import type { Reader } from "./reader.ts";
import type { Node, NumberNode } from "./tree.ts";
import { numberWords } from "./vocabulary.ts";

/** sum := [sign] product (sign product)*, where a sign is + - ± ∓. */
export function readSum(reader: Reader): Node {
  return nested(reader, () => {
    const terms: Node[] = [signed(reader, leadingSign(reader))];
    for (;;) {
      const sign = acceptSign(reader);
      if (sign === undefined) break;
      terms.push(signed(reader, sign));
    }
    const [first] = terms;
    return terms.length === 1 && first !== undefined ? first : { kind: "sum", terms };
  });
}

type Sign = "+" | "-" | "pm" | "mp";

function acceptSign(reader: Reader): Sign | undefined {
  const token = peek(reader);
  if (token?.kind !== "operator") return undefined;
  if (token.text !== "+" && token.text !== "-" && token.text !== "pm" && token.text !== "mp") return undefined;
  reader.at++;
  if (token.text === "+" && is(peek(reader), "operator", "/") && is(peek(reader, 1), "operator", "-")) {
    reader.at += 2;
    return "pm";
  }
  return token.text;
}

function leadingSign(reader: Reader): Sign {
  return acceptSign(reader) ?? "+";
}

function signed(reader: Reader, sign: Sign): Node {
  const next = peek(reader);
  const operand =
    next?.kind === "operator" && (next.text === "+" || next.text === "-" || next.text === "pm")
      ? nested(reader, () => signed(reader, leadingSign(reader)))
      : readProduct(reader);
  switch (sign) {
    case "+":
      return operand;
    case "-":
      return { kind: "negation", operand };
    case "pm":
      return { kind: "sign_choice", sign: 1, operand };
    case "mp":
      return { kind: "sign_choice", sign: -1, operand };
  }
}

/** product := factor ((* | / | side by side) factor)*, from left to right, so 1/2x is x/2. */
export function readProduct(reader: Reader): Node {
  let result = readFactor(reader);
  let factors: Node[] = [result];
  const close = (): Node => (factors.length === 1 && factors[0] !== undefined ? factors[0] : { kind: "product", factors });
  for (;;) {
    if (accept(reader, "operator", "*")) {
      factors.push(readSignedFactor(reader));
    } else if (is(peek(reader), "operator", "/") && !is(peek(reader, 1), "operator", "*")) {
      reader.at++;
      result = { kind: "quotient", numerator: close(), denominator: readSignedFactor(reader) };
      factors = [result];
    } else if (startsFactor(reader)) {
      const mixed = factors.length === 1 ? mixedNumber(reader, factors[0]) : undefined;
      if (mixed === undefined) factors.push(readFactor(reader));
      else factors = [mixed];
    } else {
      return close();
    }
  }
}

/** Whether the next token continues a product without a sign. Two numerals side by side do not, nor does a number after a name. */
function startsFactor(reader: Reader): boolean {
  const token = peek(reader);
  if (token === undefined || !startsPrimary(reader, token)) return false;
  if (token.kind !== "number") return true;
  const before = peek(reader, -1);
  if (before?.kind === "number") return is(peek(reader, 1), "operator", "/") && is(peek(reader, 2), "number");
  return before !== undefined && (before.kind === "endgroup" || before.kind === "close" || (before.kind !== "words" && token.spaced));
}

/** `1\frac{4}{5}` and `1 4/5` are numbers, not products. */
function mixedNumber(reader: Reader, whole: Node | undefined): Node | undefined {
  if (whole?.kind !== "number" || whole.value.denominator !== 1n || whole.places > 0) return undefined;
  const start = reader.at;
  const token = peek(reader);
  let fraction: Node | undefined;
  if (is(token, "command", "frac")) {
    fraction = readPrimary(reader);
  } else if (token?.kind === "number" && token.spaced) {
    reader.at++;
    const numerator = numberNode(token.text);
    const bar = accept(reader, "operator", "/");
    const denominator = peek(reader)?.kind === "number" ? numberNode(peek(reader)?.text ?? "") : undefined;
    if (numerator !== undefined && bar && denominator !== undefined) {
      reader.at++;
      fraction = { kind: "quotient", numerator, denominator };
    }
  }
  if (fraction?.kind === "quotient" && isPlainInteger(fraction.numerator) && isPlainInteger(fraction.denominator)) {
    return { kind: "sum", terms: [whole, fraction] };
  }
  reader.at = start;
  return undefined;
}

function isPlainInteger(node: Node): node is NumberNode {
  return node.kind === "number" && node.value.denominator === 1n;
}

function readSignedFactor(reader: Reader): Node {
  if (accept(reader, "operator", "-")) return { kind: "negation", operand: nested(reader, () => readSignedFactor(reader)) };
  if (accept(reader, "operator", "+")) return nested(reader, () => readSignedFactor(reader));
  return readFactor(reader);
}

/** factor := primary followed by powers, factorials, percent and degree signs, a number base. */
export function readFactor(reader: Reader): Node {
  let node = based(reader) ?? readPrimary(reader);
  for (;;) {
    if (accept(reader, "operator", "^")) {
      node = power(reader, node);
    } else if (accept(reader, "operator", "!")) {
      const twice = accept(reader, "operator", "!");
      node = { kind: "call", name: twice ? "double_factorial" : "factorial", operands: [node] };
    } else if (accept(reader, "operator", "%")) {
      node = { kind: "percent", value: node };
    } else if (accept(reader, "operator", "degree")) {
      node = degrees(reader, node);
    } else {
      return node;
    }
  }
}

function power(reader: Reader, base: Node): Node {
  const token = peek(reader);
  if (accept(reader, "operator", "degree")) return degrees(reader, base);
  if (is(token, "group") && is(peek(reader, 1), "operator", "degree") && is(peek(reader, 2), "endgroup")) {
    reader.at += 3;
    return degrees(reader, base);
  }
  const exponent = readExponent(reader);
  if (base.kind === "constant" && base.name === "e") return { kind: "call", name: "exp", operands: [exponent] };
  return { kind: "power", base, exponent };
}

/** An exponent: a group, or a signed numeral, name or function; a tower groups from the right. */
export function readExponent(reader: Reader): Node {
  return nested(reader, () => {
    if (accept(reader, "operator", "-")) return { kind: "negation", operand: readExponent(reader) };
    if (accept(reader, "operator", "+")) return readExponent(reader);
    const base = readPrimary(reader);
    if (accept(reader, "operator", "^")) return { kind: "power", base, exponent: readExponent(reader) };
    if (accept(reader, "operator", "!")) return { kind: "call", name: "factorial", operands: [base] };
    return base;
  });
}

function degrees(reader: Reader, value: Node): Node {
  const unit = peek(reader);
  // Temperatures are numbers: the scale is only a unit.
  if (unit?.kind === "name" && (unit.text === "C" || unit.text === "F") && !unit.spaced) {
    reader.at++;
    return { kind: "quantity", value, unit: `degree ${unit.text}` };
  }
  return { kind: "degrees", value };
}

/** `204_5`, `4210_{5}`, `1A_{16}`, `11_{\text{two}}`: digits in a base. */
function based(reader: Reader): Node | undefined {
  const start = reader.at;
  let digits = "";
  for (let token = peek(reader); token !== undefined; token = peek(reader)) {
    const isDigits = token.kind === "number" && /^\d+(?:\.\d+)?$/.test(token.text);
    const isLetter = token.kind === "name" && /^[A-F]$/.test(token.text);
    if (!(isDigits || isLetter) || (digits !== "" && token.spaced)) break;
    digits += token.text;
    reader.at++;
  }
  if (/^\d|^[A-F]+\d/.test(digits) && accept(reader, "operator", "_")) {
    const base = readBase(reader);
    // A digit too large for its base makes another answer, not an unreadable one.
    if (base !== undefined) return { kind: "based", digits, base };
    throw new Unreadable();
  }
  reader.at = start;
  return undefined;
}

function readBase(reader: Reader): number | undefined {
  const braced = accept(reader, "group");
  const open = accept(reader, "open", "(");
  const token = peek(reader);
  reader.at++;
  const base = token?.kind === "number" ? Number(token.text) : Number(numberWords.get(token?.text.toLowerCase() ?? "") ?? Number.NaN);
  if (open && !accept(reader, "close", ")")) return undefined;
  if (braced && !accept(reader, "endgroup")) return undefined;
  return Number.isInteger(base) && base >= 2 && base <= 36 ? base : undefined;
}
