// rpe: relative progress estimation, what a step leaves of the success rate before it (GenPRM, Zhao et al. 2025, arXiv:2504.00891).
import type { MeasuredPrefixes } from "./evidence.ts";
import { rates, stepwise } from "./rates.ts";

/** Least progress of a right step: the paper's epsilon. */
const enough = 0.8;

/** P_t = MC_t / MC_{t-1}, at least 0, with the root at t = 0. Null where either is not known or MC_{t-1} = 0. */
export function rpe(prefixes: MeasuredPrefixes): (number | null)[] {
  return stepwise(prefixes, (before, after) => (before === 0 ? null : after / before));
}

/**
 * 1[P_t >= .8], and false from a prefix with MC = 0 on: behind it there is no progress to make. Null where P_t is not known and no earlier zero decides; a
 * root that never succeeded decides nothing.
 */
export function rpeLabel(prefixes: MeasuredPrefixes): (boolean | null)[] {
  const ratios = rpe(prefixes);
  const zero = rates(prefixes).findIndex((rate, step) => step > 0 && rate === 0);
  const isLost = rates(prefixes)[0] === 0;
  return ratios.map((ratio, step) => {
    if (isLost) return null;
    if (zero !== -1 && step + 1 >= zero) return false;
    return ratio === null ? null : ratio >= enough;
  });
}
