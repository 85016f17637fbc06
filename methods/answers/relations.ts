// Compares equations and inequalities in several variables: proportional sides, else points on one curve tried in the other.
import { doubles } from "./double-arithmetic.ts";
import { evaluate } from "./evaluate.ts";
import { pointsFor } from "./sample-points.ts";
import { compareScalars } from "./scalars.ts";
import type { ResolvedOptions } from "./options.ts";
import { toNumber } from "./rational.ts";
import { mapChildren, symbolsOf } from "./tree.ts";
import type { Node, RelationSign } from "./tree.ts";
import { differs, same, unknown } from "./verdicts.ts";
import type { Decision } from "./verdicts.ts";

export interface Relation {
  readonly left: Node;
  readonly sign: RelationSign;
  readonly right: Node;
}

const flipped: Readonly<Partial<Record<RelationSign, RelationSign>>> = { "<": ">", ">": "<", "<=": ">=", ">=": "<=" };

/** Cost: some hundred evaluations at most. Relations over different variables differ. */
export function compareRelations(first: Relation, second: Relation, options: ResolvedOptions): Decision {
  const [a, b] = [upward(first), upward(second)];
  if (a.sign !== b.sign) return differs("relation_sign");
  const names = symbolsOf(a.difference);
  if (names.join() !== symbolsOf(b.difference).join()) return differs("relation_variables");
  const ratio = constantRatio(a.difference, b.difference, names);
  if (ratio !== undefined) {
    if (a.sign !== "=" && a.sign !== "!=" && ratio < 0) return differs("relation_direction");
    // The doubles suggest a factor; the scalars confirm that the factor is the same everywhere.
    return confirmProportional(a.difference, b.difference, names, options);
  }
  if (a.sign !== "=") return differs("relation_sides");
  return compareCurves(a.difference, b.difference, names);
}

/** Every inequality as difference > 0 or ≥ 0. */
function upward(relation: Relation): { difference: Node; sign: RelationSign } {
  const isDownward = relation.sign === "<" || relation.sign === "<=";
  const [high, low] = isDownward ? [relation.right, relation.left] : [relation.left, relation.right];
  return {
    difference: { kind: "sum", terms: [high, { kind: "negation", operand: low }] },
    sign: isDownward ? (flipped[relation.sign] ?? relation.sign) : relation.sign,
  };
}

function valueAt(node: Node, names: readonly string[], point: readonly number[]): number | undefined {
  const values = new Map(names.map((name, index) => [name, { re: point[index] ?? 0, im: 0 }]));
  const value = evaluate(node, { arithmetic: doubles, values, real: true, logarithmBase: "e", sign: 1, budget: { steps: 3000 } });
  return value === undefined || value.im !== 0 ? undefined : value.re;
}

function constantRatio(left: Node, right: Node, names: readonly string[]): number | undefined {
  let ratio: number | undefined;
  let seen = 0;
  for (const point of pointsFor(left, right, names, true)) {
    const place = point.map(toNumber);
    const [a, b] = [valueAt(left, names, place), valueAt(right, names, place)];
    if (a === undefined || b === undefined || Math.abs(b) < 1e-9 || Math.abs(a) < 1e-9) {
      if ((a === undefined) !== (b === undefined) || (a !== undefined && b !== undefined && Math.abs(a - b) > 1e-9)) return undefined;
      continue;
    }
    if (ratio !== undefined && Math.abs(a / b - ratio) > 1e-8 * Math.abs(ratio)) return undefined;
    ratio ??= a / b;
    seen++;
  }
  return seen >= 3 ? ratio : undefined;
}

function confirmProportional(left: Node, right: Node, names: readonly string[], options: ResolvedOptions): Decision {
  const at = (node: Node, value: bigint): Node => substitute(node, names, value);
  for (const value of [3n, 5n, 7n]) {
    const cross = compareScalars(
      { kind: "product", factors: [left, at(right, value)] },
      { kind: "product", factors: [right, at(left, value)] },
      options,
    );
    if (cross.kind === "different") return differs("relation_sides");
    if (cross.kind === "equal") return same("proportional_sides");
  }
  return unknown("relation_sides");
}

/** The node with a fixed number for every name: n, n + 2, n + 4 and so on, so that no two names agree. */
function substitute(node: Node, names: readonly string[], value: bigint): Node {
  if (node.kind !== "symbol") return mapChildren(node, (child) => substitute(child, names, value));
  return {
    kind: "number",
    value: { numerator: value + 2n * BigInt(names.indexOf(node.name)), denominator: 1n },
    places: 0,
    significant: 0,
  };
}

/**
 * Equations of other shapes: where one holds, the other must hold, both ways. Agreement proves nothing (a factor squared has zeros without
 * a change of sign), so it stays undecided.
 */
function compareCurves(left: Node, right: Node, names: readonly string[]): Decision {
  const [onLeft, onRight] = [pointsOn(left, names), pointsOn(right, names)];
  for (const [points, other] of [[onLeft, right] as const, [onRight, left] as const]) {
    for (const point of points) {
      const value = valueAt(other, names, point);
      if (value === undefined) continue;
      const scale = Math.max(1, ...point.map((each) => Math.abs(each)));
      if (Math.abs(value) > 1e-6 * scale * scale) return differs("curve_points");
    }
  }
  return unknown("curve_points");
}

const grid = [-7.3, -5.1, -3.7, -2.9, -1.9, -1.3, -0.7, -0.2, 0.3, 0.8, 1.4, 2.1, 2.7, 3.6, 4.9, 6.3, 8.2];

/** Points where the difference changes sign continuously, one name moving while the others stand. */
function pointsOn(node: Node, names: readonly string[]): number[][] {
  const points: number[][] = [];
  for (const [moving] of names.entries()) {
    for (const base of [0.6, 1.7, -0.9, 2.3, -2.2]) {
      const place = names.map((_, index) => base + 0.37 * index);
      const at = (x: number): number | undefined => valueAt(node, names, place.with(moving, x));
      for (const [index, to] of grid.entries()) {
        const from = grid[index - 1];
        if (from === undefined) continue;
        const root = rootBetween(at, from, to);
        if (root !== undefined) points.push(place.with(moving, root));
        if (points.length >= 24) return points;
      }
    }
  }
  return points;
}

function rootBetween(at: (x: number) => number | undefined, from: number, to: number): number | undefined {
  let [low, high] = [from, to];
  const [first, last] = [at(low), at(high)];
  if (first === undefined || last === undefined || first < 0 === last < 0) return undefined;
  for (let step = 0; step < 54; step++) {
    const middle = (low + high) / 2;
    const value = at(middle);
    if (value === undefined) return undefined;
    if (value < 0 === first < 0) low = middle;
    else high = middle;
  }
  const value = at(high);
  // A pole changes the sign too, but there the value is large.
  return value !== undefined && Math.abs(value) < 1e-6 ? high : undefined;
}
