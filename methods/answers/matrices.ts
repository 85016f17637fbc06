// Folds arithmetic with matrices into one matrix of scalar expressions: sums, products and scalar multiples.
import { some } from "./tree.ts";
import type { Node } from "./tree.ts";

type Rows = readonly (readonly Node[])[];

/** The entries of a matrix-valued expression; undefined when it is a scalar or the shapes do not fit. */
export function foldMatrices(node: Node): Rows | undefined {
  if (!some(node, (each) => each.kind === "matrix")) return undefined;
  const value = fold(node);
  return value === undefined || "kind" in value ? undefined : value;
}

function fold(node: Node): Node | Rows | undefined {
  switch (node.kind) {
    case "matrix":
      return node.rows;
    case "bracketed":
      return node.items.length === 1 && node.items[0] !== undefined ? fold(node.items[0]) : undefined;
    case "negation": {
      const operand = fold(node.operand);
      return operand === undefined ? undefined : combine({ kind: "negation", operand: oneNode }, operand);
    }
    case "sum":
      return node.terms.map(fold).reduce((left, right) => (left === undefined || right === undefined ? undefined : add(left, right)));
    case "product":
      return node.factors.map(fold).reduce((left, right) => (left === undefined || right === undefined ? undefined : combine(left, right)));
    case "quotient": {
      const numerator = fold(node.numerator);
      return numerator === undefined
        ? undefined
        : combine({ kind: "quotient", numerator: oneNode, denominator: node.denominator }, numerator);
    }
    case "number":
    case "symbol":
    case "constant":
    case "power":
    case "call":
    case "application":
    case "indexed":
    case "sign_choice":
    case "series":
    case "percent":
    case "degrees":
    case "quantity":
    case "based":
    case "ratio":
    case "words":
    case "named_set":
    case "sequence":
    case "relation":
    case "set_operation":
    case "builder":
      return some(node, (each) => each.kind === "matrix") ? undefined : node;
  }
}

const oneNode: Node = { kind: "number", value: { numerator: 1n, denominator: 1n }, places: 0, significant: 0 };

function isRows(value: Node | Rows): value is Rows {
  return !("kind" in value);
}

function add(left: Node | Rows, right: Node | Rows): Node | Rows | undefined {
  if (!isRows(left) || !isRows(right)) return isRows(left) || isRows(right) ? undefined : { kind: "sum", terms: [left, right] };
  if (left.length !== right.length || left[0]?.length !== right[0]?.length) return undefined;
  return left.map((row, i) => row.map((entry, j) => ({ kind: "sum", terms: [entry, right[i]?.[j] ?? oneNode] })));
}

function combine(left: Node | Rows, right: Node | Rows): Node | Rows | undefined {
  if (isRows(left) && isRows(right)) {
    if (left[0]?.length !== right.length || right.length > 12) return undefined;
    return left.map((row) =>
      (right[0] ?? []).map((_, j): Node => ({
        kind: "sum",
        terms: row.map((entry, k): Node => ({ kind: "product", factors: [entry, right[k]?.[j] ?? oneNode] })),
      })),
    );
  }
  if (isRows(left)) return isRows(right) ? undefined : combine(right, left);
  if (!isRows(right)) return { kind: "product", factors: [left, right] };
  return right.map((row) => row.map((entry): Node => ({ kind: "product", factors: [left, entry] })));
}
