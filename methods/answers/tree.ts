// The tree that an answer is read into: scalars below, structures (lists, intervals, relations, matrices) above them.
import type { Rational } from "./rational.ts";

export type ConstantName = "pi" | "e" | "i" | "infinity";
export type RelationSign = "=" | "!=" | "<" | "<=" | ">" | ">=" | "~" | "in" | "notin" | "mod";
/** What joins the items of a bare list. `groups` are cut at `;` and hold commas of their own. */
export type Joiner = "comma" | "and" | "or" | "groups";
export type Bracket = "(" | ")" | "[" | "]" | "{" | "}" | "<" | ">";

/** `places` and `significant` describe a decimal as written (both 0 for an integer): they decide how exactly it must match. */
export interface NumberNode {
  readonly kind: "number";
  readonly value: Rational;
  readonly places: number;
  readonly significant: number;
}

export type Node =
  | NumberNode
  | { readonly kind: "symbol"; readonly name: string }
  | { readonly kind: "constant"; readonly name: ConstantName }
  | { readonly kind: "sum"; readonly terms: readonly Node[] }
  | { readonly kind: "product"; readonly factors: readonly Node[] }
  | { readonly kind: "quotient"; readonly numerator: Node; readonly denominator: Node }
  | { readonly kind: "negation"; readonly operand: Node }
  | { readonly kind: "power"; readonly base: Node; readonly exponent: Node }
  /** A function we can compute: sin, root (radicand, index), logarithm (value, base), factorial, ... */
  | { readonly kind: "call"; readonly name: string; readonly operands: readonly Node[] }
  /** A letter before a bracket: an unknown function, or a product, as the letter suggests. */
  | { readonly kind: "application"; readonly head: string; readonly operands: readonly Node[] }
  /** A name with a computed index, such as F_{n-1}. */
  | { readonly kind: "indexed"; readonly head: string; readonly index: Node }
  | { readonly kind: "sign_choice"; readonly sign: 1 | -1; readonly operand: Node }
  | {
      readonly kind: "series";
      readonly name: "sum" | "product";
      readonly variable: string;
      readonly from: Node;
      readonly to: Node;
      readonly body: Node;
    }
  | { readonly kind: "percent"; readonly value: Node }
  | { readonly kind: "degrees"; readonly value: Node }
  | { readonly kind: "quantity"; readonly value: Node; readonly unit: string }
  | { readonly kind: "based"; readonly digits: string; readonly base: number }
  | { readonly kind: "ratio"; readonly parts: readonly Node[] }
  | { readonly kind: "words"; readonly text: string }
  | { readonly kind: "named_set"; readonly name: "reals" | "integers" | "naturals" | "rationals" | "complex" | "empty" }
  | { readonly kind: "sequence"; readonly items: readonly Node[]; readonly joiner: Joiner }
  | { readonly kind: "bracketed"; readonly open: Bracket; readonly close: Bracket; readonly items: readonly Node[] }
  | { readonly kind: "matrix"; readonly rows: readonly (readonly Node[])[] }
  | { readonly kind: "relation"; readonly operands: readonly Node[]; readonly signs: readonly RelationSign[] }
  | { readonly kind: "set_operation"; readonly name: "union" | "intersection" | "difference"; readonly left: Node; readonly right: Node }
  | { readonly kind: "builder"; readonly element: Node; readonly condition: Node };

/** The direct children of a node, in order. */
export function children(node: Node): readonly Node[] {
  switch (node.kind) {
    case "number":
    case "symbol":
    case "constant":
    case "words":
    case "named_set":
    case "based":
      return [];
    case "sum":
      return node.terms;
    case "product":
      return node.factors;
    case "quotient":
      return [node.numerator, node.denominator];
    case "negation":
    case "sign_choice":
      return [node.operand];
    case "power":
      return [node.base, node.exponent];
    case "call":
    case "application":
      return node.operands;
    case "indexed":
      return [node.index];
    case "series":
      return [node.from, node.to, node.body];
    case "percent":
    case "degrees":
    case "quantity":
      return [node.value];
    case "ratio":
      return node.parts;
    case "sequence":
    case "bracketed":
      return node.items;
    case "matrix":
      return node.rows.flat();
    case "relation":
      return node.operands;
    case "set_operation":
      return [node.left, node.right];
    case "builder":
      return [node.element, node.condition];
  }
}

/** The node with every direct child replaced. */
export function mapChildren(node: Node, change: (child: Node) => Node): Node {
  switch (node.kind) {
    case "number":
    case "symbol":
    case "constant":
    case "words":
    case "named_set":
    case "based":
      return node;
    case "sum":
      return { ...node, terms: node.terms.map(change) };
    case "product":
      return { ...node, factors: node.factors.map(change) };
    case "quotient":
      return { ...node, numerator: change(node.numerator), denominator: change(node.denominator) };
    case "negation":
    case "sign_choice":
      return { ...node, operand: change(node.operand) };
    case "power":
      return { ...node, base: change(node.base), exponent: change(node.exponent) };
    case "call":
    case "application":
    case "relation":
      return { ...node, operands: node.operands.map(change) };
    case "indexed":
      return { ...node, index: change(node.index) };
    case "series":
      return { ...node, from: change(node.from), to: change(node.to), body: change(node.body) };
    case "percent":
    case "degrees":
    case "quantity":
      return { ...node, value: change(node.value) };
    case "ratio":
      return { ...node, parts: node.parts.map(change) };
    case "sequence":
    case "bracketed":
      return { ...node, items: node.items.map(change) };
    case "matrix":
      return { ...node, rows: node.rows.map((row) => row.map(change)) };
    case "set_operation":
      return { ...node, left: change(node.left), right: change(node.right) };
    case "builder":
      return { ...node, element: change(node.element), condition: change(node.condition) };
  }
}

/** Whether the node or any node below it satisfies the test. */
export function some(node: Node, test: (node: Node) => boolean): boolean {
  return test(node) || children(node).some((child) => some(child, test));
}

const scalarKinds: ReadonlySet<Node["kind"]> = new Set<Node["kind"]>([
  "number",
  "symbol",
  "constant",
  "sum",
  "product",
  "quotient",
  "negation",
  "power",
  "call",
  "application",
  "indexed",
  "sign_choice",
  "series",
  "percent",
  "degrees",
  "quantity",
]);

/** Whether the node is one number or one expression (and so is everything below it). */
export function isScalar(node: Node): boolean {
  return scalarKinds.has(node.kind) && children(node).every(isScalar);
}

/** The free symbols of a scalar; the variable of a sum is bound. Sorted. */
export function symbolsOf(node: Node): string[] {
  const found = new Set<string>();
  collectSymbols(node, new Set(), found);
  return [...found].sort();
}

function collectSymbols(node: Node, bound: ReadonlySet<string>, found: Set<string>): void {
  if (node.kind === "symbol" && !bound.has(node.name)) found.add(node.name);
  if (node.kind === "application" && !isFunctionLetter(node.head) && !bound.has(node.head)) found.add(node.head);
  if (node.kind === "series") {
    collectSymbols(node.from, bound, found);
    collectSymbols(node.to, bound, found);
    collectSymbols(node.body, new Set([...bound, node.variable]), found);
    return;
  }
  for (const child of children(node)) collectSymbols(child, bound, found);
}

/** Letters that name functions: `f(x)` is a value of f, while `x(y)` is a product. */
export function isFunctionLetter(head: string): boolean {
  return /^(?:[fghFGH]|\\?(?:phi|varphi|psi|Phi|Psi|Gamma|zeta))(?:_\{?\w+\}?)?'*(?:\^\{?-1\}?)?$/.test(head);
}
