// What stands in braces besides lists: `{a \over b}` and set builders.
import { expect, inBrackets, is, peek, Unreadable } from "./reader.ts";
import type { Reader } from "./reader.ts";
import type { Node } from "./tree.ts";

/** `{a \over b}` and `{n \choose k}`, after the upper part. */
export function readOver(reader: Reader, upper: Node): Node {
  const isOver = peek(reader)?.text === "over";
  reader.at++;
  const lower = inBrackets(reader, () => reader.sum(reader));
  expect(reader, "endgroup");
  return isOver ? { kind: "quotient", numerator: upper, denominator: lower } : { kind: "call", name: "binomial", operands: [upper, lower] };
}

/** `\{x \mid x > 0\}` and `\{x : x > 0\}`, after the opening brace; undefined when it is a plain set. */
export function readBuilder(reader: Reader): Node | undefined {
  const bar = is(peek(reader, 1), "relation", "in") ? (is(peek(reader, 2), "command", "mathbb") ? 6 : 3) : 1;
  const element = peek(reader);
  const cut = peek(reader, bar);
  if (element?.kind !== "name" || !(is(cut, "operator", "|") || is(cut, "operator", ":"))) return undefined;
  reader.at += bar + 1;
  const { items } = inBrackets(reader, () => reader.items(reader));
  expect(reader, "close", "}");
  const [condition] = items;
  if (items.length !== 1 || condition === undefined) throw new Unreadable();
  return { kind: "builder", element: { kind: "symbol", name: element.text }, condition };
}
