// cost-optimal: the search for the first error that probes where the rest of the search is expected to cost the fewest tokens (a method of our own).
import { eachSolution } from "./each-solution.ts";
import { conclude, halve } from "./halving.ts";
import { rolloutsOf } from "./measure.ts";
import type { RootCount, SearchConfiguration, Strategy } from "./types.ts";

type CostOptimal = Extract<SearchConfiguration, { kind: "cost-optimal" }>;

/** A token that is read costs this share of one that is written: what most endpoints ask. */
const readShare = 0.25;
/** Rate that is taken for the root's where none was sampled. */
const unknownRate = 0.5;

/**
 * With a first-success stop a prefix that succeeds costs about 1/p rollouts and one that fails k: the best first probe lies well left of the middle. Prefixes
 * succeed at the root's rate (shrunk by one success and one failure), errors are equally likely in every step. Cost: O(T^3) a decision.
 */
export const costOptimal: Strategy<CostOptimal> = eachSolution((solution, root, tallies, configuration) => {
  const { steps } = solution;
  const k = rolloutsOf(configuration, root);
  const split = bestSplit({ steps, success: rateOf(root), k, cost: (step) => steps - step + readShare * step });
  const halving = halve({ solution, root, tallies, configuration, pick: split.pick });
  return halving.kind === "open" ? halving.decision : conclude(halving.found, root);
});

function rateOf(root: RootCount): number {
  return root === null ? unknownRate : (root.correct + 1) / (root.correct + root.wrong + 2);
}

export interface SplitRequest {
  /** T. */
  readonly steps: number;
  /** Success rate of a right prefix, in (0, 1]. */
  readonly success: number;
  readonly k: number;
  /** Cost of one rollout of the prefix of `step` steps. */
  readonly cost: (step: number) => number;
}

export interface Split {
  /** The prefix to probe between lo and hi, hi - lo > 1. */
  readonly pick: (lo: number, hi: number) => number;
  /** Expected cost of the search between them. */
  readonly expected: (lo: number, hi: number) => number;
}

/**
 * V(lo, hi) = min over m of P(e <= m) (k cost(m) + V(lo, m)) + P(e > m) ((1 - (1 - p)^k) / p cost(m) + V(m, hi)), with e uniform in (lo, hi]; V = 0 where
 * hi = lo + 1. Intervals are worked out when they are asked for.
 */
export function bestSplit({ steps, success, k, cost }: SplitRequest): Split {
  const passing = (1 - (1 - success) ** k) / success;
  const known = new Map<number, { readonly middle: number; readonly value: number }>();
  const solve = (lo: number, hi: number): { readonly middle: number; readonly value: number } => {
    if (hi - lo <= 1) return { middle: lo, value: 0 };
    const key = lo * (steps + 1) + hi;
    const found = known.get(key);
    if (found !== undefined) return found;
    let best = { middle: lo + 1, value: Infinity };
    for (let middle = lo + 1; middle < hi; middle++) {
      const failing = (middle - lo) / (hi - lo);
      const value =
        failing * (k * cost(middle) + solve(lo, middle).value) + (1 - failing) * (passing * cost(middle) + solve(middle, hi).value);
      if (value < best.value) best = { middle, value };
    }
    known.set(key, best);
    return best;
  };
  return { pick: (lo, hi) => solve(lo, hi).middle, expected: (lo, hi) => solve(lo, hi).value };
}
