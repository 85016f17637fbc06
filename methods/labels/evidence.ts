// The counts of a solution laid out by prefix, so that every view reads them in the same way.
import type { PrefixCount, SolutionOutcome } from "../../schemas/index.ts";

/** What is known of one solution. `counts` are rollouts of its prefixes, in any order; several counts of one prefix are added. */
export interface SolutionEvidence {
  readonly outcome: SolutionOutcome;
  /** Number of steps, T. */
  readonly steps: number;
  /** Rollouts of the bare problem (step 0); null where none were made. */
  readonly root: PrefixCount | null;
  readonly counts: readonly PrefixCount[];
}

/** prefixes[t] = the count of the first t steps, t = 0..T; null where nothing was asked. */
export type MeasuredPrefixes = readonly (PrefixCount | null)[];

/** The root at 0, rollouts at 1..T-1, and at T the solution's own grade (k = 1; null when ungraded), whatever `counts` says of it. */
export function measuredPrefixes({ outcome, steps, root, counts }: SolutionEvidence): MeasuredPrefixes {
  const prefixes: (PrefixCount | null)[] = Array.from({ length: steps + 1 }, () => null);
  for (const count of counts) if (count.step > 0 && count.step < steps) prefixes[count.step] = added(prefixes[count.step] ?? null, count);
  prefixes[0] = root;
  if (steps > 0) prefixes[steps] = gradedCount(outcome, steps);
  return prefixes;
}

function gradedCount(outcome: SolutionOutcome, step: number): PrefixCount | null {
  if (outcome === "ungraded") return null;
  return { step, correct: outcome === "correct" ? 1 : 0, k: 1, invalid: 0, distinct: 1, stop: "graded" };
}

/** Two draw ranges of one prefix. Distinct texts of the two may coincide, so their sum is an upper bound. */
function added(one: PrefixCount | null, other: PrefixCount): PrefixCount {
  if (one === null) return other;
  return {
    step: other.step,
    correct: one.correct + other.correct,
    k: one.k + other.k,
    invalid: one.invalid + other.invalid,
    distinct: one.distinct + other.distinct,
    stop: one.stop === "first_success" || other.stop === "first_success" ? "first_success" : other.stop,
  };
}
