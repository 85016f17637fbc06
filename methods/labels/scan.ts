// scan: 1 before the first error, softened near it, 0 at it, nothing behind it (SCAN, Ding et al. 2025, arXiv:2509.16548).
import type { MeasuredPrefixes } from "./evidence.ts";
import { rates } from "./rates.ts";

/** d: steps before the error whose rate is trusted more than the bare success. */
const near = 2;

/**
 * With e the first step whose prefix never succeeds: min((c_t / k_t) / SC, 1) for e - t <= 2, else 1[c_t > 0]; 0 at e; null behind it. SC is the root's
 * rate. A right solution is right at every step.
 *
 * Null throughout without a root that succeeded, and where a prefix before e was not measured: then e is not known to be the first.
 */
export function scan(prefixes: MeasuredPrefixes): (number | null)[] {
  const steps = prefixes.slice(1);
  const grade = prefixes.at(-1);
  const [selfConfidence = null, ...after] = rates(prefixes);
  const nothing = steps.map(() => null);
  if (steps.length === 0 || grade === null || grade === undefined) return nothing;
  if (grade.correct > 0) return steps.map(() => 1);
  if (selfConfidence === null || selfConfidence === 0) return nothing;
  const error = steps.findIndex((count) => count === null || count.k === 0 || count.correct === 0);
  const failing = steps[error];
  if (failing === null || failing === undefined || failing.k === 0) return nothing;
  return steps.map((_, step) => {
    if (step > error) return null;
    if (step === error) return 0;
    if (error - step > near) return 1;
    const rate = after[step] ?? null;
    return rate === null ? null : Math.min(1, rate / selfConfidence);
  });
}
