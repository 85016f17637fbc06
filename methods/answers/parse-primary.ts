// Primaries: numerals, names, functions with their operands, brackets, fractions, roots, sums over a range, matrices.
import { readFunction, readLogarithm } from "./parse-functions.ts";
import { readBuilder, readOver } from "./parse-groups.ts";
import { readMatrix } from "./parse-matrix.ts";
import { readName } from "./parse-names.ts";
import { numberNode } from "./numerals.ts";
import { accept, expect, inBrackets, is, nested, peek, Unreadable } from "./reader.ts";
import type { Reader } from "./reader.ts";
import type { Token } from "./tokens.ts";
import type { Bracket, Node } from "./tree.ts";

const primaryCommands: ReadonlySet<string> = new Set(
  "frac sqrt binom sum prod begin log overline bar hat vec tilde widehat widetilde overrightarrow dot ddot mathbb".split(" "),
);

export function startsPrimary(reader: Reader, token: Token): boolean {
  switch (token.kind) {
    case "number":
    case "name":
    case "function":
    case "constant":
    case "group":
    case "named_set":
      return true;
    case "open":
      return token.text !== "<";
    case "operator":
      return token.text === "|" && reader.bars === 0;
    case "command":
      return primaryCommands.has(token.text);
    case "close":
    case "endgroup":
    case "relation":
    case "separator":
    case "words":
    case "set":
    case "currency":
      return false;
  }
}

export function readPrimary(reader: Reader): Node {
  const token = peek(reader);
  if (token === undefined) throw new Unreadable();
  switch (token.kind) {
    case "number": {
      reader.at++;
      const node = numberNode(token.text);
      if (node === undefined) throw new Unreadable();
      return node;
    }
    case "constant":
      if (is(peek(reader, 1), "operator", "_")) return readName(reader);
      reader.at++;
      return { kind: "constant", name: constantName(token.text) };
    case "name":
      return readName(reader);
    case "function":
      return readFunction(reader, token.text);
    case "named_set":
      reader.at++;
      return namedSet(token.text);
    case "open":
    case "group":
      return readBracket(reader);
    case "operator":
      if (token.text === "|") return readBars(reader);
      throw new Unreadable();
    case "command":
      return readCommand(reader, token.text);
    case "close":
    case "endgroup":
    case "relation":
    case "separator":
    case "words":
    case "set":
    case "currency":
      throw new Unreadable();
  }
}

function constantName(text: string): "pi" | "e" | "i" | "infinity" {
  if (text === "pi" || text === "e" || text === "i" || text === "infinity") return text;
  throw new Unreadable();
}

function namedSet(text: string): Node {
  switch (text) {
    case "reals":
    case "integers":
    case "naturals":
    case "rationals":
    case "complex":
    case "empty":
      return { kind: "named_set", name: text };
    default:
      throw new Unreadable();
  }
}

function readCommand(reader: Reader, name: string): Node {
  switch (name) {
    case "frac": {
      reader.at++;
      const numerator = readArgument(reader);
      return { kind: "quotient", numerator, denominator: readArgument(reader) };
    }
    case "binom":
      reader.at++;
      return { kind: "call", name: "binomial", operands: [readArgument(reader), readArgument(reader)] };
    case "sqrt":
      return readRoot(reader);
    case "log":
      return readLogarithm(reader);
    case "sum":
    case "prod":
      return readSeries(reader, name === "sum" ? "sum" : "product");
    case "begin":
      return readMatrix(reader);
    case "mathbb": {
      reader.at++;
      const set = { R: "reals", Z: "integers", N: "naturals", Q: "rationals", C: "complex" }[readLetter(reader)];
      return namedSet(set ?? "");
    }
    case "overline":
    case "bar":
    case "hat":
    case "vec":
    case "tilde":
    case "widehat":
    case "widetilde":
    case "overrightarrow":
    case "dot":
    case "ddot":
      return readName(reader);
    default:
      throw new Unreadable();
  }
}

function readLetter(reader: Reader): string {
  const braced = accept(reader, "group");
  const letter = expect(reader, "name").text;
  if (braced) expect(reader, "endgroup");
  return letter;
}

function readArgument(reader: Reader): Node {
  return nested(reader, () => readPrimary(reader));
}

function readRoot(reader: Reader): Node {
  reader.at++;
  let index: Node | undefined;
  if (accept(reader, "open", "[")) {
    index = inBrackets(reader, () => reader.sum(reader));
    expect(reader, "close", "]");
  }
  const radicand = nested(reader, () => readPrimary(reader));
  return index === undefined
    ? { kind: "call", name: "sqrt", operands: [single(radicand)] }
    : { kind: "call", name: "root", operands: [single(radicand), index] };
}

/** A plain bracket around one value is only grouping. */
function single(node: Node): Node {
  return node.kind === "bracketed" && node.items.length === 1 && node.items[0] !== undefined ? node.items[0] : node;
}

function readSeries(reader: Reader, name: "sum" | "product"): Node {
  reader.at++;
  expect(reader, "operator", "_");
  expect(reader, "group");
  const variable = peek(reader);
  reader.at++;
  if (variable === undefined || (variable.kind !== "name" && variable.kind !== "constant")) throw new Unreadable();
  expect(reader, "relation", "=");
  const from = reader.sum(reader);
  expect(reader, "endgroup");
  expect(reader, "operator", "^");
  const to = nested(reader, () => readPrimary(reader));
  const body = nested(reader, () => reader.sum(reader));
  return { kind: "series", name, variable: variable.text, from, to, body };
}

function readBars(reader: Reader): Node {
  reader.at++;
  const double = accept(reader, "operator", "|");
  const node = nested(reader, () => {
    reader.bars++;
    const inner = reader.sum(reader);
    reader.bars--;
    return inner;
  });
  expect(reader, "operator", "|");
  if (double) expect(reader, "operator", "|");
  return { kind: "call", name: double ? "norm" : "abs", operands: [node] };
}

const closers: Readonly<Record<string, readonly string[]>> = {
  "(": [")", "]"],
  "[": ["]", ")", "["],
  "{": ["}"],
  "<": [">"],
  floor: ["floor"],
  ceiling: ["ceiling"],
};

function readBracket(reader: Reader): Node {
  const opening = peek(reader);
  if (opening === undefined) throw new Unreadable();
  reader.at++;
  if (opening.kind === "group") {
    if (accept(reader, "endgroup")) return { kind: "sequence", items: [], joiner: "comma" };
    const { items, joiner } = inBrackets(reader, () => reader.items(reader));
    const [only] = items;
    const above = is(peek(reader), "operator", "over") || is(peek(reader), "operator", "choose");
    if (above && items.length === 1 && only !== undefined) return readOver(reader, only);
    expect(reader, "endgroup");
    return items.length === 1 && only !== undefined ? only : { kind: "sequence", items, joiner };
  }
  if (opening.text === "{" && accept(reader, "close", "}")) return { kind: "named_set", name: "empty" };
  const builder = opening.text === "{" ? readBuilder(reader) : undefined;
  if (builder !== undefined) return builder;
  const { items } = inBrackets(reader, () => reader.items(reader));
  const closing = peek(reader);
  const allowed = closers[opening.text] ?? [];
  const closes = closing !== undefined && (closing.kind === "close" || closing.text === "[") && allowed.includes(closing.text);
  if (!closes) throw new Unreadable();
  reader.at++;
  const [only] = items;
  if (opening.text === "floor" || opening.text === "ceiling") {
    if (items.length !== 1 || only === undefined) throw new Unreadable();
    return { kind: "call", name: opening.text, operands: [only] };
  }
  // (x) and [x] group one value; {x} is a set.
  const grouping = items.length === 1 && only !== undefined && (opening.text === "(" || opening.text === "[") && only.kind !== "sequence";
  if (grouping && only.kind !== "relation") return only;
  return { kind: "bracketed", open: bracket(opening.text), close: bracket(closing.text === "[" ? ")" : closing.text), items };
}

function bracket(text: string): Bracket {
  switch (text) {
    case "(":
    case ")":
    case "[":
    case "]":
    case "{":
    case "}":
    case "<":
    case ">":
      return text;
    default:
      throw new Unreadable();
  }
}
