// What a search strategy is: a pure function from what was measured to what to measure next. It never sees a text.
import type { Probe, ProbeCount, SolutionSummary } from "../../schemas/index.ts";

/** What a strategy knows of a solution: index, outcome letter, number of steps (0 for a blank one), length in tokens. */
export type SearchSolution = Pick<SolutionSummary, "solution" | "outcome" | "steps" | "tokens">;

/** The root's graded rollouts: the sampled solutions. Null where none were sampled. */
export type RootCount = Pick<ProbeCount, "correct" | "wrong" | "invalid"> | null;

/** A problem as a strategy sees it. `seed` is for strategies that choose at random. */
export interface SearchProblem {
  readonly root: RootCount;
  readonly solutions: readonly SearchSolution[];
  readonly seed: number;
}

/** A probe and what it came to. Of a first-success probe, correct + wrong + invalid may be fewer than `count`. */
export interface Observation extends Probe, Omit<ProbeCount, "reused"> {}

/**
 * root_failed: no rollout of the bare problem succeeded, so no prefix can be called the last good one. root_unknown: it was never sampled, and no
 * prefix succeeded. unmeasured: every draw of a prefix that decides was invalid. ungraded: the checker could not tell whether the solution is right.
 */
export type AbstainReason = "root_failed" | "root_unknown" | "unmeasured" | "ungraded";

export interface Abstention {
  readonly solution: number;
  readonly reason: AbstainReason;
}

/** probe: measure all of these, then ask again. done: nothing is left to measure, for the abstained solutions without a result. */
export type SearchDecision =
  | { readonly kind: "probe"; readonly probes: readonly Probe[] }
  | { readonly kind: "done"; readonly abstained: readonly Abstention[] };

/**
 * A strategy keeps no state: each decision is computed anew from all observations so far, in whatever order they came. Probes that were asked for but not
 * observed (a round was split, a budget ran out) are asked for again with the same draw numbers.
 */
export type Strategy<Configuration> = (
  problem: SearchProblem,
  observations: readonly Observation[],
  configuration: Configuration,
) => SearchDecision;
