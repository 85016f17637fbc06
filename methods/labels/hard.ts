// hard: a step is right when at least one rollout after it succeeds (Math-Shepherd, arXiv:2312.08935, eq. 3, "hard estimation").
import type { MeasuredPrefixes } from "./evidence.ts";

/** y_t = 1[c_t >= 1] for each step; null where k_t = 0. The last step is its own grade. */
export function hard(prefixes: MeasuredPrefixes): (boolean | null)[] {
  return prefixes.slice(1).map((count) => (count === null || count.k === 0 ? null : count.correct >= 1));
}
