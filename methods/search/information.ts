// What a rollout would tell: the entropy of the first error that a probe is expected to take away.
import type { ChangePoint, Count, RateCurve } from "../labels/index.ts";

/** What `draws` rollouts of the prefix of `step` steps would tell. */
export interface Offer {
  readonly step: number;
  readonly draws: 1 | 2;
  /** Expected drop of entropy, in nats. */
  readonly information: number;
}

/**
 * The mutual information between the first error and one or two further rollouts of a prefix that holds `count` so far, under the change-point model.
 * Cost: O(T curves); written with plain loops, because a search asks it for every prefix and every decision.
 */
export function offers(
  { steps, probability, curves, rightShares, wrongShares }: ChangePoint,
  step: number,
  count: Count,
): readonly [Offer, Offer] {
  const right = predictions(curves.right, step, count);
  const wrong = predictions(curves.wrong, step, count);
  // Probabilities of a success, of two, of none in two; and the entropies of both outcomes where the first error is known.
  let one = 0;
  let two = 0;
  let none = 0;
  let oneKnown = 0;
  let twoKnown = 0;
  for (let error = 0; error <= steps; error++) {
    const weight = probability[error] ?? 0;
    if (weight < negligible) continue;
    const shares = error >= step ? rightShares : wrongShares;
    const predicted = error >= step ? right : wrong;
    let first = 0;
    let both = 0;
    let neither = 0;
    for (let at = 0, cell = error; at < predicted.length; at += 3, cell += steps + 1) {
      const share = shares[cell] ?? 0;
      first += share * (predicted[at] ?? 0);
      both += share * (predicted[at + 1] ?? 0);
      neither += share * (predicted[at + 2] ?? 0);
    }
    one += weight * first;
    two += weight * both;
    none += weight * neither;
    oneKnown += weight * (term(first) + term(1 - first));
    twoKnown += weight * (term(both) + term(neither) + term(1 - both - neither));
  }
  return [
    { step, draws: 1, information: term(one) + term(1 - one) - oneKnown },
    { step, draws: 2, information: term(two) + term(none) + term(1 - two - none) - twoKnown },
  ];
}

/** Hypotheses below this probability do not change which probe is best. */
const negligible = 1e-6;

/** For each curve in turn, the probability that the next rollout succeeds, that the next two do, that neither does. */
function predictions(curves: readonly RateCurve[], step: number, { correct, k }: Count): Float64Array {
  const table = new Float64Array(3 * curves.length);
  let at = 0;
  for (const curve of curves) {
    const draws = curve.concentration + k;
    const pairs = draws * (draws + 1);
    const successes = curve.at(step) * curve.concentration + correct;
    const failures = draws - successes;
    table[at] = successes / draws;
    table[at + 1] = (successes * (successes + 1)) / pairs;
    table[at + 2] = (failures * (failures + 1)) / pairs;
    at += 3;
  }
  return table;
}

/** One term of an entropy. */
function term(probability: number): number {
  return probability > 0 ? -probability * Math.log(probability) : 0;
}
