// adaptive k: how many rollouts a prefix needs, from the root's rate or from a sequential probability ratio test.
import type { RootCount } from "./types.ts";

/** z of a one-sided 95 % bound. */
const z = 1.645;

/**
 * k(p, misses) = ceil(ln misses / ln(1 - p)): fewest rollouts of which a prefix of success rate p shows none with at most this probability. p in [0, 1],
 * misses in (0, 1); Infinity at p = 0.
 */
export function rolloutsFor(p: number, misses: number): number {
  return p <= 0 ? Infinity : Math.max(1, Math.ceil(Math.log(misses) / Math.log(1 - Math.min(p, 1 - Number.EPSILON))));
}

/** Wilson's lower 95 % bound of the root's rate: a right prefix succeeds at least about as often as the root. 0 with no valid draw. */
export function rootLowerBound({ correct, wrong }: NonNullable<RootCount>): number {
  const draws = correct + wrong;
  if (draws === 0) return 0;
  const share = correct / draws;
  const spread = z * Math.sqrt((share * (1 - share)) / draws + (z * z) / (4 * draws * draws));
  return Math.max(0, (share + (z * z) / (2 * draws) - spread) / (1 + (z * z) / draws));
}

/** Rates that the ratio test tells apart: a wrong prefix that recovers now and then, a right one on a hard problem. */
const wrongRate = 0.02;
const rightRate = 0.25;

/** success or failure once the test decides; else the fewest further draws after which it could. */
export type RatioVerdict = { readonly kind: "success" | "failure" } | { readonly kind: "open"; readonly fewest: number };

/** Wald's test of rate .02 against .25 with both error probabilities at most `misses`, in (0, .5). */
export function ratioTest(correct: number, wrong: number, misses: number): RatioVerdict {
  const bound = Math.log((1 - misses) / misses);
  const success = Math.log(rightRate / wrongRate);
  const failure = Math.log((1 - wrongRate) / (1 - rightRate));
  const evidence = correct * success - wrong * failure;
  if (evidence >= bound) return { kind: "success" };
  if (evidence <= -bound) return { kind: "failure" };
  return { kind: "open", fewest: Math.max(1, Math.min(Math.ceil((bound - evidence) / success), Math.ceil((bound + evidence) / failure))) };
}
