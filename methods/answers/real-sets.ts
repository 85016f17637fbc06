// Sets of real numbers (intervals, unions, inequalities, finite sets) as a test of membership with the points where it may change.
import { constantDouble } from "./constants.ts";
import { doubles } from "./double-arithmetic.ts";
import { evaluate } from "./evaluate.ts";
import { testPoints } from "./test-points.ts";
import type { Joiner, Node } from "./tree.ts";
import { children, isScalar, symbolsOf } from "./tree.ts";

/** `critical` holds the end points and other candidates; `ends` the expressions of explicit end points beside their values. */
export interface RealSet {
  readonly variable: string | undefined;
  readonly contains: (x: number) => boolean;
  readonly critical: readonly number[];
  readonly ends: readonly { readonly value: number; readonly node: Node }[];
}

const tie = 1e-10;
const isTie = (left: number, right: number): boolean => Math.abs(left - right) <= tie * Math.max(1, Math.abs(left), Math.abs(right));

/** The set that a node describes; undefined when it is none, has two variables, or cannot be computed. */
export function realSetOf(node: Node): RealSet | undefined {
  switch (node.kind) {
    case "named_set":
      return node.name === "reals" ? whole(true) : node.name === "empty" ? whole(false) : undefined;
    case "words":
      return node.text === "all real numbers" ? whole(true) : node.text === "empty set" ? whole(false) : undefined;
    case "bracketed":
      return node.open === "{" ? finite(node.items) : interval(node);
    case "set_operation": {
      const [left, right] = [realSetOf(node.left), realSetOf(node.right)];
      if (left === undefined || right === undefined) return undefined;
      const join = {
        union: (a: boolean, b: boolean) => a || b,
        intersection: (a: boolean, b: boolean) => a && b,
        difference: (a: boolean, b: boolean) => a && !b,
      }[node.name];
      return combine(left, right, join);
    }
    case "builder":
      return realSetOf(node.condition);
    case "relation":
      return inequality(node);
    case "sequence": {
      const parts = node.items.map(realSetOf);
      return parts.every((part) => part !== undefined) ? joined(parts, node.joiner) : undefined;
    }
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
    case "based":
    case "ratio":
    case "matrix":
      return undefined;
  }
}

/** "or" joins, "and" meets; a comma, or an "and" whose meeting is empty (x < -1 and x > 3), means what is not empty. */
function joined(parts: readonly RealSet[], joiner: Joiner): RealSet | undefined {
  if (parts.length === 0) return undefined;
  const all = (join: (a: boolean, b: boolean) => boolean): RealSet => parts.reduce((left, right) => combine(left, right, join));
  const union = all((a, b) => a || b);
  if (new Set(parts.flatMap((part) => part.variable ?? [])).size > 1) return undefined;
  if (joiner === "or") return union;
  const meeting = all((a, b) => a && b);
  const points = [...meeting.critical, ...meeting.critical.flatMap((a) => meeting.critical.map((b) => (a + b) / 2)), -1e6, 1e6];
  return points.some((point) => meeting.contains(point)) ? meeting : union;
}

function whole(contains: boolean): RealSet {
  return { variable: undefined, contains: () => contains, critical: [], ends: [] };
}

function combine(left: RealSet, right: RealSet, join: (a: boolean, b: boolean) => boolean): RealSet {
  return {
    variable: left.variable ?? right.variable,
    contains: (x) => join(left.contains(x), right.contains(x)),
    critical: [...left.critical, ...right.critical],
    ends: [...left.ends, ...right.ends],
  };
}

function endOf(node: Node): number | undefined {
  if (node.kind === "constant" && node.name === "infinity") return Infinity;
  if (node.kind === "negation") {
    const operand = endOf(node.operand);
    return operand === undefined ? undefined : -operand;
  }
  if (!isScalar(node) || symbolsOf(node).length > 0) return undefined;
  const value = constantDouble(node, true);
  return value === undefined || value.im !== 0 ? undefined : value.re;
}

function finite(items: readonly Node[]): RealSet | undefined {
  const values = items.map(endOf);
  if (!values.every((value) => value !== undefined && Number.isFinite(value))) return undefined;
  const numbers = values as number[];
  return {
    variable: undefined,
    contains: (x) => numbers.some((value) => isTie(x, value)),
    critical: numbers,
    ends: items.map((node, index) => ({ node, value: numbers[index] ?? 0 })),
  };
}

function interval(node: Extract<Node, { kind: "bracketed" }>): RealSet | undefined {
  const [low, high] = node.items;
  if (low === undefined || high === undefined || node.items.length !== 2) return undefined;
  const [from, to] = [endOf(low), endOf(high)];
  if (from === undefined || to === undefined) return undefined;
  const [closedLow, closedHigh] = [node.open === "[", node.close === "]"];
  // An empty interval is a slip of the pen, not the empty set.
  if (from > to || (from === to && !(closedLow && closedHigh))) return undefined;
  return {
    variable: undefined,
    contains: (x) => {
      if (Number.isFinite(from) && isTie(x, from)) return closedLow;
      if (Number.isFinite(to) && isTie(x, to)) return closedHigh;
      return x > from && x < to;
    },
    critical: [from, to].filter(Number.isFinite),
    ends: [
      { node: low, value: from },
      { node: high, value: to },
    ].filter((end) => Number.isFinite(end.value)),
  };
}

/** A chain of relations in one variable, such as -2 ≤ x < 7 or 1 ≤ |z|; f(x) counts as a variable where it stands alone. */
function inequality(node: Extract<Node, { kind: "relation" }>): RealSet | undefined {
  const subject = node.operands.find((operand) => operand.kind === "application");
  const operands =
    subject === undefined
      ? node.operands
      : node.operands.map((operand) => (operand === subject ? { kind: "symbol" as const, name: "·" } : operand));
  if (node.signs.length === 1 && (node.signs[0] === "in" || node.signs[0] === "notin")) {
    const [member, set] = node.operands;
    const inner = set === undefined ? undefined : realSetOf(set);
    if (member?.kind !== "symbol" || inner === undefined) return undefined;
    const isIn = node.signs[0] === "in";
    return { ...inner, variable: member.name, contains: (x) => inner.contains(x) === isIn };
  }
  const names = [...new Set(operands.flatMap(symbolsOf))];
  const [variable] = names;
  if (variable === undefined || names.length !== 1 || !operands.every((operand) => isScalar(operand) || endOf(operand) !== undefined))
    return undefined;
  const values = operands.map((operand) => {
    const end = endOf(operand);
    return end === undefined ? (x: number) => valueAt(operand, variable, x) : () => end;
  });
  const contains = (x: number): boolean =>
    node.signs.every((sign, index) => {
      const [left, right] = [values[index]?.(x) ?? Number.NaN, values[index + 1]?.(x) ?? Number.NaN];
      return holds(left, sign, right);
    });
  const ends = operands.flatMap((operand) => {
    const value = endOf(operand);
    return value === undefined || !Number.isFinite(value) ? [] : [{ node: operand, value }];
  });
  if (!ends.every((end) => Number.isFinite(end.value)) || operands.some((operand) => isUncomputable(operand))) return undefined;
  const plain = operands.every((operand) => operand.kind === "symbol" || endOf(operand) !== undefined);
  const critical = plain ? ends.map((end) => end.value) : changes(operands, variable);
  // A relation that holds nowhere (12 ≤ x < -2) says nothing; it is not taken for "no solution".
  if (!testPoints(critical).some(contains)) return undefined;
  return { variable: subject === undefined ? variable : undefined, contains, critical, ends: plain ? ends : [] };
}

/** A constant that is no real number, such as 1 + i. */
function isUncomputable(operand: Node): boolean {
  return isScalar(operand) && symbolsOf(operand).length === 0 && endOf(operand) === undefined;
}

function holds(left: number, sign: string, right: number): boolean {
  if (Number.isNaN(left) || Number.isNaN(right)) return false;
  const equal = Number.isFinite(left) && Number.isFinite(right) && isTie(left, right);
  switch (sign) {
    case "<":
      return !equal && left < right;
    case ">":
      return !equal && left > right;
    case "<=":
      return equal || left < right;
    case ">=":
      return equal || left > right;
    case "=":
      return equal;
    case "!=":
      return !equal;
    default:
      return false;
  }
}

function valueAt(node: Node, variable: string, x: number): number {
  const values = new Map([[variable, { re: x, im: 0 }]]);
  const value = evaluate(node, { arithmetic: doubles, values, real: true, logarithmBase: "e", sign: 1, budget: { steps: 3000 } });
  return value === undefined || value.im !== 0 ? Number.NaN : value.re;
}

/** Where two neighbouring sides of an implicit relation cross, found on a grid and sharpened, and every constant in them. */
function changes(operands: readonly Node[], variable: string): number[] {
  const found: number[] = operands.flatMap(constantsIn).flatMap((value) => [value, -value]);
  for (let index = 1; index < operands.length; index++) {
    const [left, right] = [operands[index - 1], operands[index]];
    if (left === undefined || right === undefined) continue;
    const difference = (x: number): number => valueAt(left, variable, x) - valueAt(right, variable, x);
    let [from, before] = [-24.03125, difference(-24.03125)];
    for (let to = -23.78125; to <= 24.1; to += 0.25) {
      const after = difference(to);
      if (before < 0 !== after < 0 && !Number.isNaN(before) && !Number.isNaN(after)) found.push(crossing(difference, from, to));
      [from, before] = [to, after];
    }
  }
  return found;
}

function crossing(difference: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  const lowSign = difference(low) < 0;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (difference(middle) < 0 === lowSign) low = middle;
    else high = middle;
  }
  const near = Math.round(high * 64) / 64;
  return Math.abs(near - high) < 1e-9 ? near : high;
}

function constantsIn(node: Node): number[] {
  const value = endOf(node);
  if (value !== undefined) return Number.isFinite(value) ? [value] : [];
  return children(node).flatMap(constantsIn);
}
