// What the change-point model takes for granted before it sees a count: how often right and wrong prefixes succeed.

/** A value and its share. Shares of a list sum to 1. */
export interface Weighted {
  readonly value: number;
  readonly weight: number;
}

/** Refit them from judged data with `refitChangePoint`. */
export interface ChangePointParameters {
  /**
   * How success climbs along a right solution of T steps: after t steps the rate is root^(1 - climb t / T). 0: it stays at the root's rate; 1: every step
   * that is written without an error takes its share of the risk away, up to certainty.
   */
  readonly climbs: readonly Weighted[];
  /** How closely the rate of a right prefix keeps to that curve: a Beta distribution of this many pseudo-draws. */
  readonly concentration: number;
  /**
   * How rollouts from behind the first error recover: the mean rate of such prefixes of a solution, and how closely each of them keeps to it. Highly
   * concentrated: all recover alike; otherwise each has a rate of its own.
   */
  readonly recoveries: readonly (Weighted & { readonly concentration: number })[];
  /** Pseudo-draws that the root's counts are shrunk by; with no root at all they stand alone. */
  readonly root: { readonly correct: number; readonly wrong: number };
  /** Probability that a solution with a right answer has no wrong step, before any rollout. */
  readonly sound: number;
}

/**
 * Stated, not fitted: a flat rate is a little likelier than a climb to certainty; wrong prefixes recover in a tenth of rollouts on average, most of them
 * almost never. `sound`: 5 to 43 % of right answers hide a wrong step, fewest on easy problems (Zhang et al. 2025, arXiv:2501.07301).
 */
export const standardChangePoint: ChangePointParameters = {
  climbs: [
    { value: 0, weight: 0.4 },
    { value: 0.5, weight: 0.35 },
    { value: 1, weight: 0.25 },
  ],
  concentration: 30,
  recoveries: [
    { value: 0.01, weight: 0.17, concentration: 30 },
    { value: 0.05, weight: 0.11, concentration: 30 },
    { value: 0.1, weight: 0.08, concentration: 30 },
    { value: 0.2, weight: 0.06, concentration: 30 },
    { value: 0.35, weight: 0.05, concentration: 30 },
    { value: 0.5, weight: 0.03, concentration: 30 },
    { value: 0.08, weight: 0.5, concentration: 5 },
  ],
  root: { correct: 1, wrong: 1 },
  sound: 0.9,
};
