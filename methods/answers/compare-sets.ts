// Compares two sets of reals: membership must agree at every critical point, between them and beyond them.
import { testPoints } from "./test-points.ts";
import type { RealSet } from "./real-sets.ts";
import type { ResolvedOptions } from "./options.ts";
import { compareValues } from "./values.ts";
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
    if (near.length > 0 && !near.some((other) => compareValues(end, other, options).kind !== "different")) return differs("set_end_points");
  }
  return same("set_membership");
}
