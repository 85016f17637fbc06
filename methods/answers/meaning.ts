// What a tree means as an answer: a value, a named value, a list, a record of names, a tuple, a set of reals, a relation, words.
import { approximationOf, matchesApproximation } from "./approximations.ts";
import { constantDecimal } from "./constants.ts";
import { foldMatrices } from "./matrices.ts";
import { readList } from "./lists.ts";
import { resolveOptions } from "./options.ts";
import { isScalar, mapChildren, some } from "./tree.ts";
import type { Node, RelationSign } from "./tree.ts";
import { sameWords } from "./vocabulary.ts";

export type Meaning =
  /** `alternative` is a decimal that the answer gives beside its exact value, when the two agree. */
  | { readonly kind: "scalar"; readonly node: Node; readonly alternative?: Node }
  | { readonly kind: "named"; readonly name: string; readonly value: Meaning }
  | { readonly kind: "record"; readonly names: readonly string[]; readonly values: readonly Meaning[] }
  | { readonly kind: "list"; readonly items: readonly Meaning[]; readonly braces: boolean }
  | { readonly kind: "tuple"; readonly items: readonly Meaning[]; readonly open: string; readonly close: string }
  | { readonly kind: "matrix"; readonly rows: readonly (readonly Node[])[] }
  | { readonly kind: "real_set"; readonly node: Node }
  | { readonly kind: "relation"; readonly left: Node; readonly sign: RelationSign; readonly right: Node }
  | { readonly kind: "chain"; readonly node: Node }
  | { readonly kind: "words"; readonly text: string };

const loose = resolveOptions({ rounding: "own_last_place" });

/** The meaning of a parsed answer. Cost: linear in the tree. */
export function meaningOf(node: Node): Meaning {
  switch (node.kind) {
    case "words":
      return { kind: "words", text: sameWords.get(node.text) ?? node.text };
    case "sequence":
      return node.items.length > 0 && node.items.every(isInequality)
        ? { kind: "real_set", node }
        : readList(node.items.map(itemMeaning), node.joiner === "groups");
    case "bracketed":
      return bracketed(node);
    case "matrix":
      return { kind: "matrix", rows: node.rows };
    case "relation":
      return relation(node);
    case "set_operation":
    case "builder":
    case "named_set":
      return node.kind === "named_set" && node.name === "empty" ? { kind: "words", text: "empty set" } : { kind: "real_set", node };
    case "based":
    case "ratio":
      return { kind: "scalar", node };
    case "number":
    case "symbol":
    case "constant":
    case "sum":
    case "product":
    case "quotient":
    case "negation":
    case "power":
    case "call":
    case "application":
    case "indexed":
    case "sign_choice":
    case "series":
    case "percent":
    case "degrees":
    case "quantity":
      return scalar(node);
  }
}

function isInequality(node: Node): boolean {
  return node.kind === "relation" && node.signs.every((sign) => sign !== "=" && sign !== "~" && sign !== "in");
}

/** An item of a list: a group of its own is a record or a tuple. */
function itemMeaning(node: Node): Meaning {
  const meaning = meaningOf(node);
  if (node.kind !== "sequence" || meaning.kind !== "list") return meaning;
  return { kind: "tuple", items: meaning.items, open: "(", close: ")" };
}

function scalar(node: Node): Meaning {
  const matrix = foldMatrices(node);
  if (matrix !== undefined) return { kind: "matrix", rows: matrix };
  if (!isScalar(node)) return { kind: "chain", node };
  if (!some(node, (each) => each.kind === "sign_choice")) return { kind: "scalar", node };
  return { kind: "list", items: [1, -1].map((sign) => ({ kind: "scalar", node: withSign(node, sign) }) as const), braces: false };
}

/** The expression with every ± decided one way. */
function withSign(node: Node, sign: number): Node {
  if (node.kind !== "sign_choice") return mapChildren(node, (child) => withSign(child, sign));
  const operand = withSign(node.operand, sign);
  return node.sign * sign === 1 ? operand : { kind: "negation", operand };
}

function bracketed(node: Extract<Node, { kind: "bracketed" }>): Meaning {
  const [only] = node.items;
  if (node.items.length === 1 && only !== undefined && (node.open === "(" || node.open === "[")) return meaningOf(only);
  const items = node.items.map(meaningOf);
  if (node.open === "{") {
    const [first] = items;
    const isElement =
      first?.kind === "scalar" || first?.kind === "words" || first?.kind === "tuple" || (first?.kind === "list" && first.braces);
    if (items.length === 1 && first !== undefined && isElement) return { kind: "list", items, braces: true };
    const list = readList(items, false);
    return list.kind === "list" ? { ...list, braces: true } : list;
  }
  return { kind: "tuple", items, open: node.open, close: node.close };
}

function relation(node: Extract<Node, { kind: "relation" }>): Meaning {
  const about = node.signs.indexOf("~");
  if (about >= 0) return approximate(node, about);
  const { operands, signs } = node;
  const [left, right] = operands;
  if (left === undefined || right === undefined) return { kind: "chain", node };
  if (signs.every((sign) => sign === "=")) return equality(node);
  if (signs.length === 1 && signs[0] === "in") {
    const name = nameOf(left);
    return name === undefined ? { kind: "chain", node } : { kind: "named", name, value: meaningOf(right) };
  }
  if (signs.length === 1 && signs[0] !== undefined && signs[0] !== "notin") return { kind: "relation", left, sign: signs[0], right };
  return { kind: "chain", node };
}

/** `x = √3/3 ≈ 0.577` is its exact part; the decimal stays as an alternative when it is that value rounded. */
function approximate(node: Extract<Node, { kind: "relation" }>, about: number): Meaning {
  const before = node.operands.slice(0, about + 1);
  const [first] = before;
  const last = node.operands.at(-1);
  if (first === undefined || last === undefined) return { kind: "chain", node };
  if (before.length === 1 && nameOf(first) !== undefined && about === 0) {
    return { kind: "named", name: nameOf(first) ?? "", value: meaningOf(last) };
  }
  const exact = meaningOf(before.length === 1 ? first : { kind: "relation", operands: before, signs: node.signs.slice(0, about) });
  return withAlternative(exact, last);
}

function withAlternative(exact: Meaning, decimal: Node): Meaning {
  if (exact.kind === "named") return { ...exact, value: withAlternative(exact.value, decimal) };
  const literal = approximationOf(decimal.kind === "quantity" ? decimal.value : decimal);
  if (exact.kind !== "scalar" || literal === undefined) return exact;
  const value = constantDecimal(exact.node, true, "e");
  return value !== undefined && matchesApproximation(literal, value.re, loose) ? { ...exact, alternative: decimal } : exact;
}

/** A chain of `=`: the first name takes the last value (`x = 5 + 6 = 11`); constants alone are the last one; else an equation. */
function equality(node: Extract<Node, { kind: "relation" }>): Meaning {
  const { operands } = node;
  const [left] = operands;
  const last = operands.at(-1);
  if (left === undefined || last === undefined) return { kind: "chain", node };
  const named = operands
    .slice(0, -1)
    .map(nameOf)
    .find((name) => name !== undefined);
  if (named !== undefined && !mentions(last, named)) return { kind: "named", name: named, value: meaningOf(last) };
  const lastName = nameOf(last);
  const constant = (each: Node): boolean =>
    !some(each, (below) => below.kind === "symbol" || below.kind === "application" || below.kind === "indexed");
  if (lastName !== undefined && operands.length === 2 && constant(left)) return { kind: "named", name: lastName, value: meaningOf(left) };
  if (operands.every(constant)) return meaningOf(last);
  const before = operands.at(-2);
  return before === undefined ? { kind: "chain", node } : { kind: "relation", left: before, sign: "=", right: last };
}

function mentions(node: Node, name: string): boolean {
  return some(
    node,
    (each) =>
      (each.kind === "symbol" && each.name === name) ||
      ((each.kind === "application" || each.kind === "indexed") && each.head === name.replace(/\(.*/, "")),
  );
}

/**
 * What may stand left of `=` as a name: a symbol, f(x), |AB|, a segment AB, A:B, a fraction of such, or a bracket of them.
 * Sums, and products with numbers or powers, are equations instead.
 */
export function nameOf(node: Node): string | undefined {
  switch (node.kind) {
    case "symbol":
      return node.name;
    case "indexed":
      return undefined;
    case "application":
      return `${node.head}(${node.operands.map((operand) => (operand.kind === "symbol" ? operand.name : "")).join(",")})`;
    case "call":
      return node.name === "abs" && node.operands[0] !== undefined ? wrap("|", [nameOf(node.operands[0])], "|") : undefined;
    case "product":
      return node.factors.every((factor) => factor.kind === "symbol" && /^[A-Z]/.test(factor.name))
        ? wrap("", node.factors.map(nameOf), "")
        : undefined;
    case "quotient":
      if (isDerivative(node)) return "derivative";
      return segment(node.numerator) && segment(node.denominator)
        ? wrap("", [nameOf(node.numerator), "/", nameOf(node.denominator)], "")
        : undefined;
    case "ratio":
      return wrap("", node.parts.map(nameOf), "", ":");
    case "bracketed":
      return node.items.length > 1 ? wrap("(", node.items.map(nameOf), ")", ",") : undefined;
    case "number":
    case "constant":
    case "sum":
    case "negation":
    case "power":
    case "sign_choice":
    case "series":
    case "percent":
    case "degrees":
    case "quantity":
    case "based":
    case "words":
    case "named_set":
    case "sequence":
    case "matrix":
    case "relation":
    case "set_operation":
    case "builder":
      return undefined;
  }
}

/** dy/dx as a name for what follows. */
function isDerivative(node: Extract<Node, { kind: "quotient" }>): boolean {
  return [node.numerator, node.denominator].every(
    (part) =>
      part.kind === "product" &&
      part.factors.length === 2 &&
      part.factors.every((factor) => factor.kind === "symbol") &&
      nameOf(part.factors[0] ?? part) === "d",
  );
}

/** Two or more capitals (a line segment), or one with an index: dy/dx and a/b are no such fraction. */
function segment(node: Node): boolean {
  return node.kind === "product"
    ? nameOf(node) !== undefined
    : node.kind === "symbol" && /^(?:[A-Z]_|overline|overrightarrow)/.test(node.name);
}

function wrap(open: string, parts: readonly (string | undefined)[], close: string, between = ""): string | undefined {
  return parts.every((part) => part !== undefined) ? `${open}${parts.join(between)}${close}` : undefined;
}
