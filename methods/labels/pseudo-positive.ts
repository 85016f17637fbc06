// pseudo-positive: how likely a measured success rate is none to speak of ("Beta-Binomial noise" of Monte-Carlo labels).
import { betaBelow } from "./beta.ts";
import type { MeasuredPrefixes } from "./evidence.ts";

/** Rates up to this one count as no success. */
const threshold = 0.1;

/** eta(c) = P(rate <= .1) for rate ~ Beta(c + 1/2, k - c + 1/2), in [0, 1]. Null where k = 0. */
export function pseudoPositive(prefixes: MeasuredPrefixes): (number | null)[] {
  return prefixes
    .slice(1)
    .map((count) => (count === null || count.k === 0 ? null : betaBelow(threshold, count.correct + 0.5, count.k - count.correct + 0.5)));
}
