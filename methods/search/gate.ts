// The gate: whether a problem's sampled solutions are worth rollouts, from the root's counts alone.
import type { RootCount } from "./types.ts";

/** closed: the sampled solutions are not probed; `reason` is the sentence that is kept with the problem. */
export type GateVerdict =
  | { readonly kind: "open" }
  | { readonly kind: "closed"; readonly outcome: "quarantined" | "too_easy"; readonly reason: string };

/**
 * Never solved: quarantined, because a gold answer that nobody reaches is often wrong itself. Always solved: nothing to find by rollouts. Invalid samples
 * count for neither. Given solutions do not pass this gate. (OmegaPRM, appendix A, filters its questions in the same way.)
 */
export function gate(root: RootCount, mode: "on" | "off"): GateVerdict {
  if (mode === "off" || root === null) return { kind: "open" };
  const valid = root.correct + root.wrong;
  if (valid === 0) return { kind: "closed", outcome: "quarantined", reason: `none of ${root.invalid} sampled solutions could be graded` };
  if (root.correct === 0)
    return { kind: "closed", outcome: "quarantined", reason: `too hard or bad gold: 0 of ${valid} sampled solutions are right` };
  if (root.wrong === 0) return { kind: "closed", outcome: "too_easy", reason: `all ${valid} sampled solutions are right` };
  return { kind: "open" };
}
