// Compares two meanings: which structures may be equal, and how their parts must correspond.
import { canonicalMeaning } from "./canonical.ts";
import { compareRealSets } from "./compare-sets.ts";
import { headOf } from "./lists.ts";
import { nameOf } from "./meaning.ts";
import type { Meaning } from "./meaning.ts";
import type { ResolvedOptions } from "./options.ts";
import { realSetOf } from "./real-sets.ts";
import { setNode } from "./set-nodes.ts";
import { compareRelations } from "./relations.ts";
import { symbolsOf } from "./tree.ts";
import type { Node } from "./tree.ts";
import { compareValues } from "./values.ts";
import { allEqual, differs, same, unknown } from "./verdicts.ts";
import type { Decision } from "./verdicts.ts";

/** Symmetric. Cost: at most the product of the two lists' lengths in scalar comparisons. */
export function compareMeanings(left: Meaning, right: Meaning, options: ResolvedOptions): Decision {
  if (canonicalMeaning(left, options.listOrder) === canonicalMeaning(right, options.listOrder)) return same("canonical_form");
  if (left.kind === "named" || right.kind === "named") return compareNamed(left, right, options);
  if (left.kind === "scalar" && right.kind === "scalar") return compareValues(left, right, options);
  if (left.kind === "words" && right.kind === "words") return differs("words");
  if (left.kind === "record" || right.kind === "record") return compareRecords(left, right, options);
  if (isSetLike(left) || isSetLike(right)) return compareAsSets(left, right, options);
  if (left.kind === "relation" && right.kind === "relation") return compareRelations(left, right, options);
  if (left.kind === "matrix" || right.kind === "matrix") return compareMatrices(left, right, options);
  if (left.kind === "tuple" || right.kind === "tuple") return compareTuples(left, right, options);
  if (left.kind === "list" || right.kind === "list") return compareLists(left, right, options);
  if (left.kind === "words" || right.kind === "words") return compareWords(left, right);
  if (left.kind === "chain" || right.kind === "chain") return unknown("not_comparable");
  return differs("structure");
}

/** Words against a value differ when they are a whole answer of their own; a symbol or prose leaves a doubt. */
function compareWords(left: Meaning, right: Meaning): Decision {
  const [words, other] = left.kind === "words" ? [left, right] : [right, left];
  if (other.kind === "scalar" && other.node.kind === "symbol") {
    return words.kind === "words" && words.text === other.node.name.toLowerCase() ? unknown("words") : differs("words");
  }
  return words.kind === "words" && words.text.split(" ").length <= 6 ? differs("words") : unknown("words");
}

function isSetLike(meaning: Meaning): boolean {
  return meaning.kind === "real_set" || (meaning.kind === "relation" && meaning.sign !== "=") || meaning.kind === "chain";
}

function compareAsSets(left: Meaning, right: Meaning, options: ResolvedOptions): Decision {
  const [leftNode, rightNode] = [setNode(left), setNode(right)];
  const [leftSet, rightSet] = [leftNode, rightNode].map((node) => (node === undefined ? undefined : realSetOf(node)));
  if (leftSet !== undefined && rightSet !== undefined) return compareRealSets(leftSet, rightSet, options);
  if (left.kind === "relation" && right.kind === "relation") return compareRelations(left, right, options);
  const isPlain = (meaning: Meaning): boolean =>
    meaning.kind === "scalar" ||
    meaning.kind === "matrix" ||
    meaning.kind === "record" ||
    meaning.kind === "tuple" ||
    meaning.kind === "list";
  // Beside a proper set, a value or a point is another answer; what cannot be computed leaves a doubt.
  if ((leftSet !== undefined && isPlain(right)) || (rightSet !== undefined && isPlain(left))) return differs("structure");
  return left.kind === "scalar" || right.kind === "scalar" ? differs("structure") : unknown("set");
}

function compareNamed(left: Meaning, right: Meaning, options: ResolvedOptions): Decision {
  if (left.kind === "named" && right.kind === "named") {
    if (!isSameName(left, right)) {
      const [leftSide, rightSide] = [asRelation(left), asRelation(right)];
      if (leftSide !== undefined && rightSide !== undefined) return compareRelations(leftSide, rightSide, options);
      return differs("names");
    }
    return compareMeanings(left.value, right.value, options);
  }
  const [named, other] = left.kind === "named" ? [left, right] : [right, left];
  if (named.kind !== "named") return unknown("names");
  if (other.kind === "relation") {
    const side = asRelation(named);
    return side === undefined ? namedSet(named, other, options) : compareRelations(side, other, options);
  }
  if (other.kind === "chain" || other.kind === "real_set") return namedSet(named, other, options);
  if (other.kind === "record") return compareRecords(asRecord(named), other, options);
  if (options.names === "required") return differs("names");
  return compareMeanings(named.value, other, options);
}

/** `(x, y) = (3, 4)` names its coordinates. */
function asRecord(named: Extract<Meaning, { kind: "named" }>): Meaning {
  const names = named.name.startsWith("(") ? named.name.slice(1, -1).split(",") : [];
  const { value } = named;
  return value.kind === "tuple" && value.items.length === names.length ? { kind: "record", names, values: value.items } : value;
}

/** `x ∈ [-2, 7]` against a relation in x. */
function namedSet(named: Extract<Meaning, { kind: "named" }>, other: Meaning, options: ResolvedOptions): Decision {
  const node = setNode(named.value);
  const otherNode = setNode(other);
  const [set, otherSet] = [node, otherNode].map((each) => (each === undefined ? undefined : realSetOf(each)));
  if (set === undefined || otherSet === undefined) return named.value.kind === "scalar" ? differs("structure") : unknown("set");
  return compareRealSets({ ...set, variable: named.name }, otherSet, options);
}

/** A name with a value that depends on other names is an equation: y = 2x + 3. */
function asRelation(named: Extract<Meaning, { kind: "named" }>): { left: Node; sign: "="; right: Node } | undefined {
  if (named.value.kind !== "scalar" || symbolsOf(named.value.node).length === 0 || !/^[a-zA-Z](?:_\w+)?$/.test(named.name))
    return undefined;
  return { left: { kind: "symbol", name: named.name }, sign: "=", right: named.value.node };
}

/** Names agree when equal, when one is a label in words, and when f(x) and f(y) have constant values. */
function isSameName(left: Extract<Meaning, { kind: "named" }>, right: Extract<Meaning, { kind: "named" }>): boolean {
  if (left.name === right.name || isLabel(left.name) || isLabel(right.name)) return true;
  const dependsOnNames = [left, right].some((each) => each.value.kind === "scalar" && symbolsOf(each.value.node).length > 0);
  if (!dependsOnNames) return headOf(left.name) === headOf(right.name);
  const isDependent = (name: string): boolean => name === "y" || /^[fgh]\(\w\)$/.test(name);
  return isDependent(left.name) && isDependent(right.name);
}

function isLabel(name: string): boolean {
  return /^\p{Ll}{3,}(?: |$)/u.test(name) && !name.startsWith("alpha") && nameOf({ kind: "symbol", name }) === name && !greek.has(name);
}

const greek: ReadonlySet<string> = new Set(
  "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda rho sigma tau phi chi psi omega".split(" "),
);

function compareRecords(left: Meaning, right: Meaning, options: ResolvedOptions): Decision {
  if (left.kind === "record" && right.kind === "record") {
    if ([...left.names].sort().join("\n") !== [...right.names].sort().join("\n")) return differs("names");
    return allEqual(
      left.names.map((name, index) =>
        compareMeanings(left.values[index] ?? empty, right.values[right.names.indexOf(name)] ?? empty, options),
      ),
      "record",
    );
  }
  const [record, other] = left.kind === "record" ? [left, right] : [right, left];
  if (record.kind !== "record" || options.names === "required") return differs("names");
  if (other.kind !== "list" && other.kind !== "tuple") return other.kind === "words" ? compareWords(record, other) : differs("structure");
  if (other.kind === "tuple" && !isRound(other)) return differs("brackets");
  const inOrder = positional(record.values, other.items, options);
  const indexed =
    new Set(record.names.map((name) => name.replace(/_\{?\w+\}?$/, ""))).size === 1 && record.names.every((name) => name.includes("_"));
  if (inOrder.kind === "equal" || !indexed || other.kind === "tuple") return inOrder;
  return unordered(record.values, other.items, options);
}

const empty: Meaning = { kind: "words", text: "" };

function positional(left: readonly Meaning[], right: readonly Meaning[], options: ResolvedOptions): Decision {
  if (left.length !== right.length) return differs("length");
  return allEqual(
    left.map((item, index) => compareMeanings(item, right[index] ?? empty, options)),
    "in_order",
  );
}

/** Tuples are ordered, a list matches one in the same order, a set in braces never does. */
function compareTuples(left: Meaning, right: Meaning, options: ResolvedOptions): Decision {
  if (left.kind === "tuple" && right.kind === "tuple") {
    const pair = left.items.length === 2 && right.items.length === 2;
    const vector = left.open === "<" || right.open === "<" || !pair;
    const sameBrackets = left.open === right.open && left.close === right.close;
    if (!sameBrackets && !(vector && isClosedPair(left) && isClosedPair(right))) return differs("brackets");
    return positional(left.items, right.items, options);
  }
  const [tuple, other] = left.kind === "tuple" ? [left, right] : [right, left];
  if (tuple.kind !== "tuple") return differs("structure");
  if (other.kind === "words") return compareWords(tuple, other);
  if (other.kind !== "list" || other.braces || !isRound(tuple)) return differs("structure");
  return positional(tuple.items, other.items, options);
}

/** Brackets of one kind, as a vector has; [0, 1) is an interval only. */
function isClosedPair(tuple: Extract<Meaning, { kind: "tuple" }>): boolean {
  return ["()", "[]", "<>"].includes(tuple.open + tuple.close);
}

function isRound(tuple: Extract<Meaning, { kind: "tuple" }>): boolean {
  return ["()", "<>"].includes(tuple.open + tuple.close);
}

function compareLists(left: Meaning, right: Meaning, options: ResolvedOptions): Decision {
  if (left.kind === "words" || right.kind === "words") return compareWords(left, right);
  const [leftItems, rightItems] = [itemsOf(left), itemsOf(right)];
  const bare = !(left.kind === "list" && left.braces) && !(right.kind === "list" && right.braces);
  if (options.listOrder === "kept" && bare) return positional(leftItems, rightItems, options);
  const decision = unordered(leftItems, rightItems, options);
  // Numbers in a bare list count as often as they stand there; elements of sets and repeated solutions count once.
  const counts = bare && leftItems.every((item) => item.kind === "scalar") && leftItems.length !== rightItems.length;
  return decision.kind === "equal" && counts ? differs("length") : decision;
}

function itemsOf(meaning: Meaning): readonly Meaning[] {
  return meaning.kind === "list" ? meaning.items : [meaning];
}

/** Longer lists are sorted by canonical form instead of compared item by item. */
const longestTable = 24;

function longLists(left: readonly Meaning[], right: readonly Meaning[], options: ResolvedOptions): Decision {
  const byForm = (items: readonly Meaning[]): Meaning[] =>
    items
      .map((item) => [canonicalMeaning(item), item] as const)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([, item]) => item);
  const sorted = positional(byForm(left), byForm(right), options);
  return sorted.kind === "equal" || left.length !== right.length ? sorted : unknown("long_list");
}

/** Inside a list a set is an element of its own: {{1}} is not {1}. */
function compareElements(left: Meaning, right: Meaning, options: ResolvedOptions): Decision {
  const isSet = (meaning: Meaning): boolean => meaning.kind === "list" && meaning.braces;
  return isSet(left) === isSet(right) ? compareMeanings(left, right, options) : differs("structure");
}

/** Every item must find an equal one on the other side, both ways; lists of one length pair off. */
function unordered(left: readonly Meaning[], right: readonly Meaning[], options: ResolvedOptions): Decision {
  if (left.length > longestTable || right.length > longestTable) return longLists(left, right, options);
  const table = left.map((item) => right.map((other) => compareElements(item, other, options)));
  const doubts = table.some((row) => row.some((decision) => decision.kind === "undecided"));
  const rowFound = table.every((row) => row.some((decision) => decision.kind === "equal"));
  const columnFound = right.every((_, column) => table.some((row) => row[column]?.kind === "equal"));
  if (!rowFound || !columnFound) return doubts ? unknown("any_order") : differs("any_order");
  if (left.length !== right.length) return same("any_order");
  const taken = new Set<number>();
  const pairsOff = table.every((row) => {
    const column = row.findIndex((decision, index) => decision.kind === "equal" && !taken.has(index));
    if (column >= 0) taken.add(column);
    return column >= 0;
  });
  return pairsOff ? same("any_order") : differs("any_order");
}

/** A column or row may be written as a tuple. */
function compareMatrices(left: Meaning, right: Meaning, options: ResolvedOptions): Decision {
  const [leftRows, rightRows] = [rowsOf(left), rowsOf(right)];
  if (leftRows === undefined || rightRows === undefined) {
    return left.kind === "words" || right.kind === "words" ? compareWords(left, right) : differs("structure");
  }
  const oneIsTuple = left.kind === "tuple" || right.kind === "tuple";
  const [a, b] = oneIsTuple ? [flattened(leftRows), flattened(rightRows)] : [leftRows, rightRows];
  if (a.length !== b.length || a[0]?.length !== b[0]?.length) return differs("matrix_shape");
  return allEqual(
    a.flatMap((row, i) => row.map((entry, j) => compareMeanings(entry, b[i]?.[j] ?? empty, options))),
    "matrix_entries",
  );
}

function rowsOf(meaning: Meaning): readonly (readonly Meaning[])[] | undefined {
  if (meaning.kind === "tuple") {
    if (!isClosedPair(meaning)) return undefined;
    const rows = meaning.items.map((item) => (item.kind === "tuple" ? item.items : undefined));
    return rows.every((row) => row !== undefined) ? rows : meaning.items.map((item) => [item]);
  }
  return meaning.kind === "matrix" ? meaning.rows.map((row) => row.map((node) => ({ kind: "scalar", node }) as const)) : undefined;
}

/** A single row as a column; other shapes stay. */
function flattened(rows: readonly (readonly Meaning[])[]): readonly (readonly Meaning[])[] {
  const [only] = rows;
  return rows.length === 1 && only !== undefined ? only.map((entry) => [entry]) : rows;
}
