// min-form: the value of a step is the least score from it on (PURE, Cheng et al. 2025, arXiv:2504.15275).
import type { Scores } from "./scores.ts";

/** min over i >= t of r_i; null where a score from t on is not known. */
export function minForm(scores: Scores): Scores {
  let least: number | null = Infinity;
  return scores
    .toReversed()
    .map((score) => {
      least = score === null || least === null ? null : Math.min(least, score);
      return least;
    })
    .toReversed();
}

/** Temperature of the paper's soft minimum. */
const temperature = 0.1;

/** softmax(-r / .1): how much each step counts in the soft minimum. Sums to 1; null throughout where a score is not known. */
export function minFormWeights(scores: Scores): Scores {
  const known = scores.filter((score) => score !== null);
  if (known.length < scores.length) return scores.map(() => null);
  const least = Math.min(...known);
  const weights = known.map((score) => Math.exp((least - score) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
