// Labels: what the evidence says of a step, always beside the counts that it came from.
import type { StopRule } from "./outcome.ts";

/** Rollouts of one prefix. k = correct + wrong; invalid draws are not in k; null fields are not known. */
export interface PrefixCount {
  /** Number of steps of the prefix; 0 is the bare problem. */
  readonly step: number;
  readonly correct: number;
  readonly k: number;
  readonly invalid: number;
  readonly distinct: number;
  readonly stop: StopRule;
}

/** Every view of one step. null = not measured or not defined, never 0. */
export interface StepLabel {
  /** 0-based index of the step. */
  readonly step: number;
  readonly count: PrefixCount | null;
  readonly hard: boolean | null;
  readonly soft: number | null;
  readonly implied: boolean | null;
}

/** All steps of a solution, and the first error that the views agree with: -1 none, null not known. */
export interface SolutionLabels {
  readonly steps: readonly StepLabel[];
  readonly firstError: number | null;
}
