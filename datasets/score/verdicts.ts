// What a solution's label columns say of its first error.
import type { Verdict } from "./join.ts";

/** By which column: the first error that the counts agree on, or the likeliest one where its probability reaches the confidence. */
export type VerdictRule = { readonly kind: "first_error" } | { readonly kind: "posterior"; readonly confidence: number };

/** A campaign's first error; null where the counts do not decide it, or nothing was measured. */
export function countedVerdict(firstError: number | null, isLabelled: boolean): Verdict {
  if (firstError !== null) return { kind: "decided", firstError, probability: null };
  return { kind: "abstained", reason: isLabelled ? "undetermined" : "not_labelled", likeliest: null };
}

/** P(step t is the first error) for each step; what is missing from 1 is the probability of no error. Of equals the earliest step. */
export function posteriorVerdict(pFirstError: readonly (number | null)[], confidence: number): Verdict {
  const known = pFirstError.filter((probability) => probability !== null);
  if (known.length === 0 || known.length < pFirstError.length) return { kind: "abstained", reason: "no_posterior", likeliest: null };
  const none = Math.max(0, 1 - known.reduce((sum, probability) => sum + probability, 0));
  const most = Math.max(...known);
  const likeliest = most >= none ? { firstError: known.indexOf(most), probability: most } : { firstError: -1, probability: none };
  return likeliest.probability >= confidence ? { kind: "decided", ...likeliest } : { kind: "abstained", reason: "undecided", likeliest };
}
