// Sums observations by prefix: how many draws were asked for, and what the graded ones came to.
import type { Observation } from "./types.ts";

/** Rollouts of one prefix. `asked`: draws [0, asked) were requested. k = correct + wrong; invalid draws never count in k. */
export interface Tally {
  readonly asked: number;
  readonly correct: number;
  readonly k: number;
  readonly invalid: number;
}

export type Tallies = ReadonlyMap<string, Tally>;

/** Linear. Of two observations of the same draws the later one holds, as in the ledger. */
export function tally(observations: readonly Observation[]): Tallies {
  const distinct = new Map<string, Observation>();
  for (const observation of observations)
    distinct.set(`${prefixKey(observation.solution, observation.step)} ${observation.from}`, observation);
  const tallies = new Map<string, Tally>();
  for (const { solution, step, from, count, correct, wrong, invalid } of distinct.values()) {
    const key = prefixKey(solution, step);
    const before = tallies.get(key) ?? unasked;
    tallies.set(key, {
      asked: Math.max(before.asked, from + count),
      correct: before.correct + correct,
      k: before.k + correct + wrong,
      invalid: before.invalid + invalid,
    });
  }
  return tallies;
}

export function tallyOf(tallies: Tallies, solution: number, step: number): Tally {
  return tallies.get(prefixKey(solution, step)) ?? unasked;
}

const unasked: Tally = { asked: 0, correct: 0, k: 0, invalid: 0 };

function prefixKey(solution: number, step: number): string {
  return `${solution}/${step}`;
}
