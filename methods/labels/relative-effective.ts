// relative effective: a step is right when its rate and what it adds to the best of n outweigh what is lost (StepWiser, Xiong et al. 2025, arXiv:2508.19229).
import type { MeasuredPrefixes } from "./evidence.ts";
import { stepwise } from "./rates.ts";

/** alpha and n: our choice. */
const advantageWeight = 1;
const samples = 4;

/** 1[Q_t + A_t > 0], A_t = B(Q_t) - B(Q_{t-1}), B(Q) = 1 - (1 - Q)^4, the rate of at least one success in four. Null where either is not known. */
export function relativeEffective(prefixes: MeasuredPrefixes): (boolean | null)[] {
  const best = (rate: number): number => 1 - (1 - rate) ** samples;
  return stepwise(prefixes, (before, after) => after + advantageWeight * (best(after) - best(before)) > 0);
}
