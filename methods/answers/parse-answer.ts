// The upper grammar: lists of relations between sets, ratios and sums, with units and words beside them.
import { readCondition } from "./parse-conditions.ts";
import { readExponent, readFactor, readSum } from "./parse-sums.ts";
import { is, peek, sourceOf, Unreadable } from "./reader.ts";
import type { Reader } from "./reader.ts";
import { readQuantity } from "./parse-quantities.ts";
import { tokenise } from "./tokens.ts";
import type { CommaReading, Token } from "./tokens.ts";
import type { Joiner, Node, RelationSign } from "./tree.ts";
import { fillers } from "./vocabulary.ts";

/** The tree of a normalised answer under one reading of its commas; undefined when it cannot be read. Cost: about linear. */
export function parseAnswer(text: string, commas: CommaReading): Node | undefined {
  const tokens = tokenise(text, commas);
  if (tokens === undefined || tokens.length === 0) return undefined;
  const reader: Reader = {
    tokens,
    at: 0,
    depth: 0,
    bars: 0,
    sum: readSum,
    factor: readFactor,
    exponent: readExponent,
    items: readItems,
  };
  try {
    const { items, joiner } = readItems(reader);
    if (reader.at < tokens.length) return undefined;
    const [only] = items;
    return items.length === 1 && only !== undefined ? only : { kind: "sequence", items, joiner };
  } catch (error) {
    // The grammar has some thirty ways to give up; they all mean that this answer cannot be read.
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

/** Items up to the bracket that closes them. With both `;` and `,` between them, `;` separates groups, each a bare list of its own. */
function readItems(reader: Reader): { items: Node[]; joiner: Joiner } {
  const groups: Node[][] = [[]];
  let [semicolons, commas] = [0, 0];
  let word: "and" | "or" | undefined;
  for (;;) {
    skipSeparators(reader);
    if (isEnd(peek(reader)) && !(is(peek(reader), "operator", "|") && reader.bars === 0 && groups.flat().length === semicolons + commas))
      break;
    groups.at(-1)?.push(readItem(reader));
    const separator = skipSeparators(reader);
    if (isEnd(peek(reader))) break;
    if (separator === undefined) throw new Unreadable();
    if (separator === ";") {
      semicolons++;
      groups.push([]);
    } else {
      commas++;
      word ??= separator === "and" || separator === "or" ? separator : undefined;
    }
  }
  if (semicolons === 0 || commas === 0) return { items: groups.flat(), joiner: word ?? "comma" };
  const items = groups.map((group): Node => {
    const [only] = group;
    return group.length === 1 && only !== undefined ? only : { kind: "sequence", items: group, joiner: "comma" };
  });
  return { items, joiner: "groups" };
}

function isEnd(token: Token | undefined): boolean {
  if (token === undefined) return true;
  if (token.kind === "operator") return token.text === "|" || token.text === "&" || token.text === "over" || token.text === "choose";
  return token.kind === "close" || token.kind === "endgroup" || is(token, "command", "end") || is(token, "separator", "row");
}

const conjunctions: ReadonlySet<string> = new Set(["and", "und", "et", "y", "и", "和", "と", "और", "و"]);
const disjunctions: ReadonlySet<string> = new Set(["or", "oder", "ou", "o", "или", "或", "或者", "または", "या", "أو"]);

/** The strongest separator in a run of them, such as `, \quad and`. A `\quad` alone separates too. */
function skipSeparators(reader: Reader): string | undefined {
  let strongest: string | undefined;
  while (peek(reader)?.kind === "separator" && !is(peek(reader), "separator", "row")) {
    const text = peek(reader)?.text;
    if (text === ";" || strongest === undefined || (strongest !== ";" && (conjunctions.has(text ?? "") || disjunctions.has(text ?? "")))) {
      strongest = conjunctions.has(text ?? "") ? "and" : disjunctions.has(text ?? "") ? "or" : text;
    }
    reader.at++;
  }
  return strongest;
}

/** One item: a relation chain with its unit and conditions, else plain words up to the next separator. */
function readItem(reader: Reader): Node {
  const start = reader.at;
  try {
    skipFillers(reader);
    const node = readCondition(reader, readRelation(reader));
    const after = peek(reader);
    if (isEnd(after) || after?.kind === "separator") return node;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
  }
  reader.at = start;
  return readWords(reader);
}

function skipFillers(reader: Reader): void {
  for (let token = peek(reader); token?.kind === "words"; token = peek(reader)) {
    const allFillers = token.text
      .toLowerCase()
      .replace(/[:,]$/, "")
      .split(/\s+/)
      .every((word) => fillers.has(word));
    const following = peek(reader, 1);
    if (!allFillers || following === undefined || following.kind === "separator" || following.kind === "relation") return;
    reader.at++;
  }
}

function readWords(reader: Reader): Node {
  const start = reader.at;
  let words = 0;
  for (let token = peek(reader); token !== undefined && !isEnd(token) && token.kind !== "separator"; token = peek(reader)) {
    if (token.kind === "words") words++;
    else if (token.kind !== "name" && token.kind !== "constant" && !is(token, "operator", "-") && !is(token, "operator", "'"))
      throw new Unreadable();
    reader.at++;
  }
  if (words === 0) throw new Unreadable();
  return { kind: "words", text: sourceOf(reader, start, reader.at).toLowerCase() };
}

/** relation := operand (sign operand)*. Words before a sign are a label, such as `Area = 5`. */
function readRelation(reader: Reader): Node {
  const operands: Node[] = [readOperand(reader)];
  const signs: RelationSign[] = [];
  for (let token = peek(reader); token?.kind === "relation"; token = peek(reader)) {
    reader.at++;
    signs.push(relationSign(token.text));
    operands.push(readOperand(reader));
  }
  const [only] = operands;
  return signs.length === 0 && only !== undefined ? only : { kind: "relation", operands, signs };
}

function relationSign(text: string): RelationSign {
  switch (text) {
    case "=":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
    case "~":
    case "in":
    case "notin":
      return text;
    default:
      throw new Unreadable();
  }
}

function readOperand(reader: Reader): Node {
  const first = peek(reader);
  if (first?.kind === "words") {
    let end = 0;
    while (peek(reader, end)?.kind === "words" || peek(reader, end)?.kind === "name") end++;
    if (peek(reader, end)?.kind === "relation") {
      const label = sourceOf(reader, reader.at, reader.at + end);
      reader.at += end;
      return { kind: "symbol", name: label.toLowerCase() };
    }
  }
  let left = setDifference(readRatio(reader));
  for (let token = peek(reader); ; token = peek(reader)) {
    const isBackslash = is(token, "operator", "/") && isSet(left);
    if (token?.kind !== "set" && !isBackslash) break;
    reader.at++;
    const name = isBackslash || token?.text === "difference" ? "difference" : token?.text === "union" ? "union" : "intersection";
    left = { kind: "set_operation", name, left, right: readRatio(reader) };
  }
  return left;
}

/** `ℝ - {0}` is a set without a set. */
function setDifference(node: Node): Node {
  if (node.kind !== "sum" || node.terms.length !== 2) return node;
  const [left, right] = node.terms;
  if (left === undefined || !isSet(left) || right?.kind !== "negation" || !isSet(right.operand)) return node;
  return { kind: "set_operation", name: "difference", left, right: right.operand };
}

function isSet(node: Node): boolean {
  return node.kind === "named_set" || node.kind === "bracketed" || node.kind === "set_operation";
}

/** `7:32` and `A:B:C`. */
function readRatio(reader: Reader): Node {
  const parts: Node[] = [readQuantity(reader)];
  while (is(peek(reader), "operator", ":") && !isEnd(peek(reader, 1))) {
    reader.at++;
    parts.push(readQuantity(reader));
  }
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: "ratio", parts };
}
