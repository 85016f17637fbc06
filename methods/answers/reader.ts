// The place in the tokens while an answer is parsed, and the steps that every level of the grammar takes.
import type { Token, TokenKind } from "./tokens.ts";
import type { Joiner, Node } from "./tree.ts";

/** Thrown and caught inside the parser only: an unreadable answer leaves it as undefined. */
export class Unreadable extends Error {}

/** `sum`, `items`, `factor` and `exponent` are other levels of the grammar, held here so that every level can call them without an import circle. */
export interface Reader {
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
  /** How many |…| are open: inside one, a bar closes it. */
  bars: number;
  readonly sum: (reader: Reader) => Node;
  readonly factor: (reader: Reader) => Node;
  readonly exponent: (reader: Reader) => Node;
  readonly items: (reader: Reader) => { items: Node[]; joiner: Joiner };
}

const maximumDepth = 150;

export function peek(reader: Reader, ahead = 0): Token | undefined {
  return reader.tokens[reader.at + ahead];
}

export function is(token: Token | undefined, kind: TokenKind, text?: string): boolean {
  return token !== undefined && token.kind === kind && (text === undefined || token.text === text);
}

export function accept(reader: Reader, kind: TokenKind, text?: string): boolean {
  if (!is(peek(reader), kind, text)) return false;
  reader.at++;
  return true;
}

export function expect(reader: Reader, kind: TokenKind, text?: string): Token {
  const token = peek(reader);
  if (token === undefined || !is(token, kind, text)) throw new Unreadable();
  reader.at++;
  return token;
}

/** Reads something nested with the depth counted, so that no input can exhaust the stack. */
export function nested<T>(reader: Reader, read: () => T): T {
  if (++reader.depth > maximumDepth) throw new Unreadable();
  const result = read();
  reader.depth--;
  return result;
}

/** Reads inside brackets, where a bar opens a new absolute value instead of closing an outer one. */
export function inBrackets<T>(reader: Reader, read: () => T): T {
  const bars = reader.bars;
  reader.bars = 0;
  const result = nested(reader, read);
  reader.bars = bars;
  return result;
}

/** The source of the tokens in a range, for words and labels. */
export function sourceOf(reader: Reader, from: number, to: number): string {
  return reader.tokens
    .slice(from, to)
    .map((token) => (token.spaced ? " " : "") + (token.kind === "words" ? token.text : token.raw))
    .join("")
    .trim();
}
