// soft: the share of rollouts after a step that succeed (Math-Shepherd, arXiv:2312.08935, eq. 4, "soft estimation"; OmegaPRM's MC).
import type { MeasuredPrefixes } from "./evidence.ts";

/**
 * y_t = c_t / k_t in [0, 1] for each step; null where k_t = 0, and where the prefix was stopped at its first success: there the ratio is biased
 * upwards (its mean is .51 where the true rate is .3 and k = 8). The last step is its own grade, 0 or 1.
 */
export function soft(prefixes: MeasuredPrefixes): (number | null)[] {
  return prefixes
    .slice(1)
    .map((count) => (count === null || count.k === 0 || count.stop === "first_success" ? null : count.correct / count.k));
}
