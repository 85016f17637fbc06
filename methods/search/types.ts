// What a search strategy is: a pure function from what was measured to what to measure next. It never sees a text.
import type { SearchConfiguration } from "../../schemas/configuration/strategies.ts";
import type { Probe, ProbeCount, SolutionSummary } from "../../schemas/index.ts";

export type { SearchConfiguration };

/**
 * What a strategy knows of a solution: index, outcome letter, number of steps (0 for a blank one), length in tokens. `prefixes` as in `DrawSummary`, of the
 * whole solution; without them the states of two solutions are never the same.
 */
export interface SearchSolution extends Pick<SolutionSummary, "solution" | "outcome" | "steps" | "tokens"> {
  readonly prefixes?: readonly number[];
}

/**
 * One draw of a probe, for searches that go on from it: outcome letter (u: invalid), completion tokens, and for each of its steps a number that stands for
 * the text from the question to the end of that step (equal texts, equal numbers; 48 bits of a hash).
 */
export interface DrawSummary {
  readonly outcome: "c" | "w" | "u";
  readonly tokens: number;
  readonly prefixes: readonly number[];
}

/** A rollout taken as a solution of its own: the first `step` steps of another one, then draw `draw` of that prefix. */
export interface RolloutPath {
  readonly solution: number;
  readonly of: { readonly solution: number; readonly step: number; readonly draw: number };
}

/** The root's graded rollouts: the sampled solutions. Null where none were sampled. */
export type RootCount = Pick<ProbeCount, "correct" | "wrong" | "invalid"> | null;

/** A problem as a strategy sees it. `seed` is for strategies that choose at random. */
export interface SearchProblem {
  readonly root: RootCount;
  readonly solutions: readonly SearchSolution[];
  readonly seed: number;
  /** Index of the first rollout that a search makes a solution of its own. Left out: the one after the highest in `solutions`. */
  readonly nextSolution?: number;
}

/** A probe and what it came to. Of a first-success probe, correct + wrong + invalid may be fewer than `count`. */
export interface Observation extends Probe, Omit<ProbeCount, "reused"> {
  /** Its draws in order; only where the strategy goes on from rollouts (omega). */
  readonly draws?: readonly DrawSummary[];
}

/**
 * root_failed: no rollout of the bare problem succeeded, so no prefix can be called the last good one. root_unknown: it was never sampled, and no
 * prefix succeeded. unmeasured: every draw of a prefix that decides was invalid. ungraded: the checker could not tell whether the solution is right.
 * undecided: the limit of rollouts was reached first. inseparable: no further rollout would tell enough. unconfirmed: a second look did not bear out
 * the prefix before the found error. low_confidence: the root's rate is below what the strategy asks for.
 */
export type AbstainReason =
  | "root_failed"
  | "root_unknown"
  | "unmeasured"
  | "ungraded"
  | "undecided"
  | "inseparable"
  | "unconfirmed"
  | "low_confidence";

export interface Abstention {
  readonly solution: number;
  readonly reason: AbstainReason;
}

/**
 * probe: measure all of these, then ask again; `paths` names the rollouts among the probed solutions. done: nothing is left to measure, for the abstained
 * solutions without a result.
 */
export type SearchDecision =
  | { readonly kind: "probe"; readonly probes: readonly Probe[]; readonly paths?: readonly RolloutPath[] }
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
