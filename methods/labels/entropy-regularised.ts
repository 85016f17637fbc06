// er: the entropy-regularised value, a soft maximum over rollouts (ER-PRM, Zhang et al. 2024, arXiv:2412.11006).
import type { MeasuredPrefixes } from "./evidence.ts";
import { rates } from "./rates.ts";

/** eta: towards 0 the value is the mean, towards infinity the best rollout. */
const sharpness = 1;

/** (1/eta) ln(1 - p + p e^eta), p = c / k, eta = 1, in [0, 1]; at the last step its own grade, 0 or 1. Null as in `soft`. */
export function entropyRegularised(prefixes: MeasuredPrefixes): (number | null)[] {
  return rates(prefixes)
    .slice(1)
    .map((rate) => (rate === null ? null : Math.log(1 - rate + rate * Math.exp(sharpness)) / sharpness));
}
