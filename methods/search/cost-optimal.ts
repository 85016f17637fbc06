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
 * hi = lo + 1. Of equal middles the smallest. Cost: T^3 / 6 additions, 3 ms at T = 200.
 */
export function bestSplit({ steps, success, k, cost }: SplitRequest): Split {
  const passing = (1 - (1 - success) ** k) / success;
  const costs = Float64Array.from({ length: steps + 1 }, (_, step) => cost(step));
  const width = steps + 1;
  const values = new Float64Array(width * width);
  const middles = new Int32Array(width * width);
  for (let size = 2; size <= steps; size++)
    for (let lo = 0; lo + size <= steps; lo++) {
      const hi = lo + size;
      let least = Infinity;
      let best = lo + 1;
      for (let middle = lo + 1; middle < hi; middle++) {
        const failing = (middle - lo) / size;
        const rollout = costs[middle] ?? 0;
        const value =
          failing * (k * rollout + (values[lo * width + middle] ?? 0)) +
          (1 - failing) * (passing * rollout + (values[middle * width + hi] ?? 0));
        if (value < least) {
          least = value;
          best = middle;
        }
      }
      values[lo * width + hi] = least;
      middles[lo * width + hi] = best;
    }
  return { pick: (lo, hi) => middles[lo * width + hi] ?? 0, expected: (lo, hi) => values[lo * width + hi] ?? 0 };
}
