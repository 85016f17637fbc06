// Compares two sets of reals: membership must agree at every critical point, between them and beyond them.
import type { RealSet } from "./real-sets.ts";
import type { ResolvedOptions } from "./options.ts";
import { compareScalars } from "./scalars.ts";
import { differs, same } from "./verdicts.ts";
import type { Decision } from "./verdicts.ts";

/** Sets in differently named variables differ. Cost: a few membership tests for each end point of either set. */
export function compareRealSets(left: RealSet, right: RealSet, options: ResolvedOptions): Decision {
  if (left.variable !== undefined && right.variable !== undefined && left.variable !== right.variable) return differs("set_variable");
  for (const point of testPoints([...left.critical, ...right.critical])) {
    if (left.contains(point) !== right.contains(point)) return differs("set_membership");
  }
  // End points that doubles cannot tell apart are compared as numbers.
  for (const end of left.ends) {
    const near = right.ends.filter((other) => Math.abs(other.value - end.value) <= 1e-8 * Math.max(1, Math.abs(end.value)));
    if (near.length > 0 && !near.some((other) => compareScalars(end.node, other.node, options).kind !== "different"))
      return differs("set_end_points");
  }
  return same("set_membership");
}

function testPoints(critical: readonly number[]): number[] {
  const sorted = [...new Set(critical.filter(Number.isFinite))].sort((a, b) => a - b);
  const distinct = sorted.filter((value, index) => index === 0 || value - (sorted[index - 1] ?? 0) > 1e-9 * Math.max(1, Math.abs(value)));
  const points = [-1e6, -31.7, -3.37, -0.61, 0, 0.43, 2.71, 29.3, 1e6, ...distinct];
  const [first, last] = [distinct[0], distinct.at(-1)];
  if (first !== undefined && last !== undefined) points.push(first - 1, first - 1000.5, last + 1, last + 1000.5);
  for (const [index, value] of distinct.entries()) {
    const next = distinct[index + 1];
    if (next !== undefined) points.push((value + next) / 2);
  }
  return points;
}
