// A value with what belongs to it: a currency sign before it, a unit, a multiplier or harmless words after it.
import { accept, is, peek, Unreadable } from "./reader.ts";
import type { Reader } from "./reader.ts";
import { rational } from "./rational.ts";
import type { Node } from "./tree.ts";
import { fillers, multiplierWords, numberWords, qualifiers } from "./vocabulary.ts";

/** quantity := [currency] sum [words]. The words become the unit, in lower case; words that could change the value are refused. */
export function readQuantity(reader: Reader): Node {
  let currency: string | undefined;
  const negative = is(peek(reader), "operator", "-") && peek(reader, 1)?.kind === "currency" && accept(reader, "operator", "-");
  if (peek(reader)?.kind === "currency") {
    currency = peek(reader)?.text;
    reader.at++;
  }
  let value = readNumberWord(reader) ?? reader.sum(reader);
  if (negative) value = { kind: "negation", operand: value };
  if (currency === undefined && peek(reader)?.kind === "currency") {
    currency = peek(reader)?.text;
    reader.at++;
  }
  return readUnit(reader, value, currency);
}

function readNumberWord(reader: Reader): Node | undefined {
  const token = peek(reader);
  const value = token?.kind === "words" ? numberWords.get(token.text.toLowerCase()) : undefined;
  if (value === undefined) return undefined;
  reader.at++;
  return { kind: "number", value: rational(value), places: 0, significant: 0 };
}

function readUnit(reader: Reader, bare: Node, currency: string | undefined): Node {
  let value = bare;
  const words: string[] = currency === undefined ? [] : [currency];
  for (;;) {
    const token = peek(reader);
    if (token?.kind === "words") {
      reader.at++;
      const text = token.text.toLowerCase();
      const multiplier = multiplierWords.get(text.split(/\s+/)[0] ?? "");
      if (multiplier !== undefined) {
        value = { kind: "product", factors: [value, { kind: "number", value: rational(multiplier), places: 0, significant: 0 }] };
        const rest = text.split(/\s+/).slice(1).join(" ");
        if (rest !== "") words.push(rest);
        continue;
      }
      if (/^(?:percent|percentage|pct|per cent|percentage points|prozent|por ciento|pour cent|процент\p{L}*)$/u.test(text)) {
        value = { kind: "percent", value };
        continue;
      }
      if (/^(?:degrees?|deg|grados|degrés|grad)$/.test(text)) {
        value = { kind: "degrees", value };
        continue;
      }
      words.push(text);
    } else if (words.length > 0 && is(token, "operator", "^") && peek(reader, 1) !== undefined) {
      words.push(unitExponent(reader));
    } else if (words.length > 0 && is(token, "operator", "/") && isUnitPart(reader, 1)) {
      reader.at += 2;
      words.push("/", peek(reader, -1)?.text ?? "");
    } else if (
      words.length > 0 &&
      token !== undefined &&
      is(token, "name", "a") &&
      peek(reader, -1)?.kind === "words" &&
      peek(reader, 1)?.kind === "words"
    ) {
      // A lone letter inside words ("5 kg a day") belongs to them.
      reader.at++;
      words.push(token.text);
    } else {
      break;
    }
  }
  if (words.length === 0) return value;
  const unit = words.join(" ").replaceAll(/\s*\^\s*/g, "^");
  const parts = unit.split(/[\s,.]+/);
  if (parts.some((word) => qualifiers.has(word) && word !== "per" && word !== "to") || /\d/.test(unit.replaceAll(/\^-?\d/g, "")))
    throw new Unreadable();
  return parts.every((word) => fillers.has(word)) ? value : { kind: "quantity", value, unit };
}

function isUnitPart(reader: Reader, ahead: number): boolean {
  const token = peek(reader, ahead);
  return token?.kind === "words" || token?.kind === "name";
}

function unitExponent(reader: Reader): string {
  reader.at++;
  const braced = accept(reader, "group");
  const minus = accept(reader, "operator", "-");
  const token = peek(reader);
  if (token?.kind !== "number") throw new Unreadable();
  reader.at++;
  if (braced && !accept(reader, "endgroup")) throw new Unreadable();
  return `^${minus ? "-" : ""}${token.text}`;
}
