// relative ratio: a step is right when it keeps a share of the success rate before it (StepWiser, Xiong et al. 2025, arXiv:2508.19229, "Rel-Ratio").
import type { MeasuredPrefixes } from "./evidence.ts";
import { stepwise } from "./rates.ts";

/** gamma: our choice, that of relative progress estimation. */
const share = 0.8;

/** 1[Q_t / Q_{t-1} > .8]. Null where either is not known or Q_{t-1} = 0. Unlike `rpe_label` each pair of prefixes stands alone. */
export function relativeRatio(prefixes: MeasuredPrefixes): (boolean | null)[] {
  return stepwise(prefixes, (before, after) => (before === 0 ? null : after / before > share));
}
