// shrunk: the success rate after a step with its uncertainty, by the Jeffreys prior (Brown, Cai and DasGupta 2001, doi:10.1214/ss/1009213286).
import { betaQuantile } from "./beta.ts";
import type { MeasuredPrefixes } from "./evidence.ts";

/** Pseudo-successes and pseudo-failures. */
const prior = 0.5;

/**
 * (c + 1/2) / (k + 1), in (0, 1): the mean of Beta(c + 1/2, k - c + 1/2). Null where k = 0. Holds under any rule of stopping: what the draws say of the rate
 * does not depend on why they ended.
 */
export function shrunk(prefixes: MeasuredPrefixes): (number | null)[] {
  return measured(prefixes, (correct, k) => (correct + prior) / (k + 2 * prior));
}

/** Lower end of the 90 % interval: the 5 % quantile; 0 where c = 0. */
export function shrunkLow(prefixes: MeasuredPrefixes): (number | null)[] {
  return measured(prefixes, (correct, k) => (correct === 0 ? 0 : betaQuantile(0.05, correct + prior, k - correct + prior)));
}

/** Upper end of the 90 % interval: the 95 % quantile; 1 where c = k. */
export function shrunkHigh(prefixes: MeasuredPrefixes): (number | null)[] {
  return measured(prefixes, (correct, k) => (correct === k ? 1 : betaQuantile(0.95, correct + prior, k - correct + prior)));
}

function measured(prefixes: MeasuredPrefixes, view: (correct: number, k: number) => number): (number | null)[] {
  return prefixes.slice(1).map((count) => (count === null || count.k === 0 ? null : view(count.correct, count.k)));
}
