// first error: the step after the last prefix that can still reach the right answer (OmegaPRM, arXiv:2406.06592, section 3.2).
import type { MeasuredPrefixes } from "./evidence.ts";

/** The number of steps of the longest prefix with a success (0 = the root); null when none has one. */
export function lastSuccess(prefixes: MeasuredPrefixes): number | null {
  const last = prefixes.findLastIndex((count) => count !== null && count.correct > 0);
  return last === -1 ? null : last;
}

/**
 * 0-based index of the first wrong step, -1 for none, null when not known. With s steps in the longest successful prefix: -1 if that is the whole
 * solution; s if the prefix of s + 1 steps was measured (k > 0) and never succeeded; else null. A blank solution has none to name: null.
 */
export function firstError(prefixes: MeasuredPrefixes): number | null {
  const last = lastSuccess(prefixes);
  if (last === null || prefixes.length === 1) return null;
  if (last === prefixes.length - 1) return -1;
  const next = prefixes[last + 1];
  return next !== undefined && next !== null && next.k > 0 ? last : null;
}
