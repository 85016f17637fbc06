// Matrices and other environments: rows are cut at \\, entries at &.
import { accept, expect, inBrackets, is, peek, sourceOf, Unreadable } from "./reader.ts";
import type { Reader } from "./reader.ts";
import type { Node } from "./tree.ts";

const matrixEnvironments: ReadonlySet<string> = new Set(["matrix", "pmatrix", "bmatrix", "Bmatrix", "smallmatrix", "array"]);
const lineEnvironments: ReadonlySet<string> = new Set(["cases", "aligned", "align", "gathered", "split", "equation"]);

/** A matrix, a determinant (`vmatrix`), or the lines of a `cases` or `aligned` block as a list. */
export function readMatrix(reader: Reader): Node {
  const name = environmentName(reader, "begin");
  if (name === "array" && accept(reader, "group")) {
    while (!accept(reader, "endgroup")) {
      if (peek(reader) === undefined) throw new Unreadable();
      reader.at++;
    }
  }
  const rows: Node[][] = [];
  let row: Node[] = [];
  const endRow = (): void => {
    if (row.length > 0) rows.push(row);
    row = [];
  };
  while (!is(peek(reader), "command", "end")) {
    if (peek(reader) === undefined) throw new Unreadable();
    if (accept(reader, "operator", "&")) continue;
    if (isRowEnd(reader)) {
      reader.at++;
      endRow();
      continue;
    }
    const start = reader.at;
    row.push(...inBrackets(reader, () => reader.items(reader)).items);
    // A bracket that nothing opened ends the items without a step forward.
    if (reader.at === start) throw new Unreadable();
  }
  endRow();
  if (environmentName(reader, "end") !== name) throw new Unreadable();
  if (lineEnvironments.has(name)) return { kind: "sequence", items: rows.flat(), joiner: "comma" };
  // An array of equations is a list of lines.
  if (name === "array" && rows.flat().some((entry) => entry.kind === "relation"))
    return { kind: "sequence", items: rows.flat(), joiner: "comma" };
  const [first] = rows;
  if (first === undefined || rows.some((each) => each.length !== first.length)) throw new Unreadable();
  if (name === "vmatrix") return { kind: "call", name: "determinant", operands: [{ kind: "matrix", rows }] };
  if (!matrixEnvironments.has(name)) throw new Unreadable();
  return { kind: "matrix", rows };
}

function isRowEnd(reader: Reader): boolean {
  return is(peek(reader), "separator", "row") || is(peek(reader), "separator", ",");
}

function environmentName(reader: Reader, command: "begin" | "end"): string {
  expect(reader, "command", command);
  expect(reader, "group");
  const start = reader.at;
  while (peek(reader) !== undefined && !is(peek(reader), "endgroup")) reader.at++;
  const name = sourceOf(reader, start, reader.at).replace(/\s|\*/g, "");
  expect(reader, "endgroup");
  return name;
}
