// pairwise: how likely a step is to be better than another one after the same prefix (OmegaPRM, arXiv:2406.06592, appendix B).
import type { PrefixCount } from "../../schemas/index.ts";

/** A step of any solution of a problem. Steps after the same prefix text have the same `parent`, equal prefixes the same `prefix`. */
export interface SiblingStep {
  readonly parent: string;
  readonly prefix: string;
  readonly count: PrefixCount | null;
}

/** Bradley-Terry target of one step against another: (1 + p - q) / 2 of their success rates, in [0, 1]. */
export function pairwiseTarget(p: number, q: number): number {
  return (1 + p - q) / 2;
}

/**
 * For each step, in order: its mean target against its siblings, the other measured steps after the same prefix; equal texts are one sibling. Null where it
 * has none, or where its own rate is not known (k = 0, or stopped at the first success).
 */
export function pairwise(steps: readonly SiblingStep[]): (number | null)[] {
  const families = new Map<string, Map<string, number>>();
  for (const { parent, prefix, count } of steps) {
    const rate = rateOf(count);
    if (rate === null) continue;
    const family = families.get(parent) ?? new Map<string, number>();
    families.set(parent, family.set(prefix, rate));
  }
  return steps.map(({ parent, prefix }) => {
    const family = families.get(parent);
    const own = family?.get(prefix);
    if (family === undefined || own === undefined || family.size < 2) return null;
    const others = [...family].filter(([other]) => other !== prefix).map(([, rate]) => pairwiseTarget(own, rate));
    return others.reduce((sum, target) => sum + target, 0) / others.length;
  });
}

function rateOf(count: PrefixCount | null): number | null {
  return count === null || count.k === 0 || count.stop === "first_success" ? null : count.correct / count.k;
}
