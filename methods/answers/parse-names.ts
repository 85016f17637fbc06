// Names: letters with primes and subscripts, accents over letters, and a name before a bracket (`f(x)`).
import { numberNode } from "./numerals.ts";
import { accept, expect, inBrackets, is, peek, sourceOf, Unreadable } from "./reader.ts";
import type { Reader } from "./reader.ts";
import { isFunctionLetter } from "./tree.ts";
import type { Node } from "./tree.ts";

export function readName(reader: Reader): Node {
  const token = peek(reader);
  if (token === undefined) throw new Unreadable();
  reader.at++;
  let name = token.text;
  if (token.kind === "command") name = `${token.text}_${readAccented(reader)}`;
  const next = peek(reader);
  if (token.kind === "name" && next?.kind === "number" && !next.spaced && /^\d{1,2}$/.test(next.text) && /^[a-zA-Z]$/.test(token.raw)) {
    reader.at++;
    name += `_${next.text}`;
  }
  while (accept(reader, "operator", "'")) name += "'";
  if (accept(reader, "operator", "_")) {
    const subscript = readSubscript(reader);
    if (typeof subscript !== "string") return { kind: "indexed", head: name, index: subscript };
    name += `_${subscript}`;
  }
  while (accept(reader, "operator", "'")) name += "'";
  if (isFunctionLetter(name)) name = readInverse(reader, name);
  if (is(peek(reader), "open", "(") && peek(reader)?.spaced !== true) return application(reader, name);
  return { kind: "symbol", name };
}

function readAccented(reader: Reader): string {
  const start = reader.at;
  if (accept(reader, "group")) {
    let depth = 1;
    while (depth > 0) {
      const token = peek(reader);
      if (token === undefined) throw new Unreadable();
      if (token.kind === "group") depth++;
      if (token.kind === "endgroup") depth--;
      reader.at++;
    }
    return sourceOf(reader, start + 1, reader.at - 1).replaceAll(" ", "");
  }
  return expect(reader, "name").text;
}

/** A literal subscript is part of the name (x_1, S_{MBCN}); a computed one (F_{n-1}) is a node of its own. */
function readSubscript(reader: Reader): string | Node {
  const token = peek(reader);
  if (token === undefined) throw new Unreadable();
  if (token.kind !== "group") {
    reader.at++;
    if (token.kind === "number" || token.kind === "name" || token.kind === "constant") return token.text;
    throw new Unreadable();
  }
  let end = reader.at + 1;
  while (end < reader.tokens.length && reader.tokens[end]?.kind !== "endgroup") end++;
  const inside = reader.tokens.slice(reader.at + 1, end);
  const literal = inside.every(
    (each) => each.kind === "number" || each.kind === "name" || each.kind === "words" || each.kind === "constant",
  );
  if (literal && inside.length > 0) {
    reader.at = end + 1;
    return inside.map((each) => each.text).join("");
  }
  reader.at++;
  const index = inBrackets(reader, () => reader.items(reader)).items;
  expect(reader, "endgroup");
  const [only] = index;
  if (index.length !== 1 || only === undefined) throw new Unreadable();
  return only;
}

function readInverse(reader: Reader, name: string): string {
  const [caret, open, minus, digit, close] = [0, 1, 2, 3, 4].map((ahead) => peek(reader, ahead));
  if (is(caret, "operator", "^") && is(open, "group") && is(minus, "operator", "-") && is(digit, "number", "1") && is(close, "endgroup")) {
    reader.at += 5;
    return `${name}^{-1}`;
  }
  return name;
}

function application(reader: Reader, head: string): Node {
  const start = reader.at;
  reader.at++;
  const { items } = inBrackets(reader, () => reader.items(reader));
  if (!accept(reader, "close", ")")) {
    reader.at = start;
    return { kind: "symbol", name: head };
  }
  return { kind: "application", head, operands: items };
}

/** The integer that a name such as x_12 ends with, for sequences of names. */
export function subscriptNumber(name: string): number | undefined {
  const digits = /_(\d+)$/.exec(name)?.[1];
  const node = digits === undefined ? undefined : numberNode(digits);
  return node === undefined ? undefined : Number(node.value.numerator);
}
