// implied: right before a later success, wrong from the first error on: what follows when success is taken to be monotone.
import type { MeasuredPrefixes } from "./evidence.ts";
import { firstError, lastSuccess } from "./first-error.ts";

/**
 * For each step: true up to the longest successful prefix, false from the first error on, null between. Labels steps that were never probed (binary
 * search needs no more), and never turns from false to true. Where counts are not monotone it differs from `hard`: a step without a success but with
 * a later one is right here and wrong there.
 */
export function implied(prefixes: MeasuredPrefixes): (boolean | null)[] {
  const right = lastSuccess(prefixes) ?? 0;
  const error = firstError(prefixes);
  return prefixes.slice(1).map((_, step) => {
    if (step < right) return true;
    return error !== null && error !== -1 && step >= error ? false : null;
  });
}
