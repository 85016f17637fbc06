// Which meanings can be read as sets of reals: relations, intervals, unions and lists of numbers.
import type { Meaning } from "./meaning.ts";
import type { Node } from "./tree.ts";

/** The node that a meaning is as a set of reals; a two-element bracket is an interval here. */
export function setNode(meaning: Meaning): Node | undefined {
  switch (meaning.kind) {
    case "real_set":
    case "chain":
      return meaning.node;
    case "relation":
      return { kind: "relation", operands: [meaning.left, meaning.right], signs: [meaning.sign] };
    case "words":
      return { kind: "words", text: meaning.text };
    case "tuple":
      return tupleNode(meaning);
    case "list": {
      const items = meaning.items.map((item) => (item.kind === "scalar" ? item.node : setNode(item)));
      if (!items.every((item) => item !== undefined)) return undefined;
      return meaning.items.every((item) => item.kind === "scalar")
        ? { kind: "bracketed", open: "{", close: "}", items }
        : { kind: "sequence", items, joiner: "or" };
    }
    case "scalar":
    case "named":
    case "record":
    case "matrix":
      return undefined;
  }
}

function tupleNode(meaning: Extract<Meaning, { kind: "tuple" }>): Node | undefined {
  const items = meaning.items.map((item) => (item.kind === "scalar" ? item.node : undefined));
  if (!items.every((item) => item !== undefined) || meaning.open === "<") return undefined;
  return { kind: "bracketed", open: meaning.open === "[" ? "[" : "(", close: meaning.close === "]" ? "]" : ")", items };
}
