// Numerals as people write them: thousands groups, decimal commas, scientific notation, recurring decimals.
import { add, divide, multiply, one, parseDecimal, power, rational } from "./rational.ts";
import type { Rational } from "./rational.ts";
import type { CommaReading } from "./tokens.ts";
import type { NumberNode } from "./tree.ts";

const grouped = /(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d?(?:,\d{2})+,\d{3})(?![\d,]\d|\d)(?:\.\d+)?/y;
const spaceGrouped = /[1-9]\d{0,2}(?:(?: \d{3})+|(?:'\d{3})+)(?!\d)(?:[.,]\d+)?/y;
const european = /\d{1,3}(?:\.\d{3})+,\d+(?!\d)/y;
const decimalComma = /\d+,\d+(?!\d)/y;
const plain = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,4}(?![\w.]))?/y;
const closedByPoint = /\d+\.(?=\s*(?:[,;)\]}]|$))/y;
const recurring = /(\d*\.\d*)(?:\\(?:overline|bar|dot)\s*\{?(\d+)\}?(?:\d*\\dot\s*\{?(\d)\}?)?|\((\d+)\))/y;
const dotted = /(\d*\.\d*?)(\d+?)(?:\2){2,}\d*(?:\.\.\.|\s*\\(?:ldots|dots|cdots)(?![a-zA-Z]))/y;

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

/** The numeral at a place: its plain spelling (`1234.5`, `1.2e-6`, `0.1r3` for recurring digits) and the length that it takes. */
export function numberToken(text: string, at: number, commas: CommaReading): { text: string; length: number } | undefined {
  const repeated = match(recurring, text, at);
  if (repeated !== undefined) {
    return { text: `${repeated[1] ?? ""}r${repeated[2] ?? repeated[4] ?? ""}${repeated[3] ?? ""}`, length: repeated[0].length };
  }
  const endless = match(dotted, text, at);
  if (endless !== undefined) return { text: `${endless[1] ?? ""}r${endless[2] ?? ""}`, length: endless[0].length };
  const point = match(european, text, at)?.[0];
  if (point !== undefined) return { text: point.replaceAll(".", "").replace(",", "."), length: point.length };
  if (commas === "thousands") {
    const found = match(grouped, text, at)?.[0];
    if (found !== undefined) return { text: found.replaceAll(",", ""), length: found.length };
  }
  if (commas === "decimal") {
    const found = match(decimalComma, text, at)?.[0];
    if (found !== undefined) return { text: found.replace(",", "."), length: found.length };
  }
  const spaced = match(spaceGrouped, text, at)?.[0];
  if (spaced !== undefined && !spaced.includes(",")) return { text: spaced.replaceAll(/[ ']/g, ""), length: spaced.length };
  const closed = match(closedByPoint, text, at)?.[0];
  if (closed !== undefined) return { text: closed.slice(0, -1), length: closed.length };
  const found = match(plain, text, at)?.[0];
  return found === undefined ? undefined : { text: found, length: found.length };
}

/** The readings of commas between digits that an answer allows, the likeliest first: at most two. */
export function commaReadings(text: string): readonly CommaReading[] {
  const outside = withoutBrackets(text);
  if (!/\d,\d/.test(outside)) return ["list"];
  if (/(?:^|[^\d.,])[1-9]\d{0,2}(?:,\d{3})+(?!\d|,\d)|(?:^|[^\d.,])[1-9]\d?(?:,\d{2})+,\d{3}(?!\d|,\d)/.test(outside))
    return ["thousands", "list"];
  const single = /^[^,;]*(?<![\d,.])(\d+),(\d+)(?![\d,.])[^,;]*$/.exec(outside);
  if (single === null) return ["list"];
  const [whole, fraction] = [single[1] ?? "", single[2] ?? ""];
  const measured = /\d,\d+\s*(?:\\?[%$€£]|\^\\circ|\\text|\\mathrm|\p{L}{2,})/u.test(outside) && !/\d\s*(?:and|or)\s/.test(outside);
  return whole === "0" || fraction.length >= 2 || measured ? ["list", "decimal"] : ["list"];
}

function withoutBrackets(text: string): string {
  let [depth, outside] = [0, ""];
  for (const character of text) {
    if (character === "(" || character === "[") depth++;
    if (depth === 0) outside += character;
    if (character === ")" || character === "]") depth--;
  }
  return outside;
}

/** The number of a spelling that `numberToken` made; undefined only for exponents beyond 10,000. */
export function numberNode(spelling: string): NumberNode | undefined {
  const repeating = /^(\d*)\.(\d*)r(\d+)$/.exec(spelling);
  if (repeating !== null) return node(recurringValue(repeating[1] ?? "", repeating[2] ?? "", repeating[3] ?? ""), 0, 0);
  const [mantissa = "", exponent] = spelling.split(/[eE]/);
  const value = parseDecimal(mantissa);
  if (value === undefined) return undefined;
  const fraction = mantissa.split(".")[1] ?? "";
  const significant = mantissa.includes(".") ? mantissa.replace(".", "").replace(/^0+/, "").length : 0;
  if (exponent === undefined) return node(value, fraction.length, significant);
  const scale = power(rational(10n), rational(BigInt(exponent)));
  return scale === undefined ? undefined : node(multiply(value, scale), Math.max(0, fraction.length - Number(exponent)), significant);
}

function recurringValue(whole: string, fixed: string, block: string): Rational {
  const start = parseDecimal(`${whole === "" ? "0" : whole}.${fixed}`) ?? rational(0n);
  const nines = rational(10n ** BigInt(block.length) - 1n);
  const tail = divide(rational(BigInt(block)), multiply(nines, rational(10n ** BigInt(fixed.length)))) ?? one;
  return add(start, tail);
}

function node(value: Rational, places: number, significant: number): NumberNode {
  return { kind: "number", value, places, significant };
}
