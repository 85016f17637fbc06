// What may follow a relation: a modulus, and a set-builder's condition.
import { accept, is, peek, Unreadable } from "./reader.ts";
import type { Reader } from "./reader.ts";
import type { Node } from "./tree.ts";

/** Reads `\pmod{7}`, `(mod 7)` or `mod 7` after a value: the residue keeps its modulus as a unit. */
export function readCondition(reader: Reader, node: Node): Node {
  const token = peek(reader);
  if (is(token, "command", "pmod") || is(token, "command", "mod") || is(token, "command", "bmod")) {
    reader.at++;
    const braced = accept(reader, "group");
    const modulus = peek(reader);
    if (modulus === undefined || (modulus.kind !== "number" && modulus.kind !== "name")) throw new Unreadable();
    reader.at++;
    if (braced && !accept(reader, "endgroup")) throw new Unreadable();
    return { kind: "quantity", value: node, unit: `mod ${modulus.text}` };
  }
  return node;
}
