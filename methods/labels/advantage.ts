// advantage: what a step adds to the success rate (process advantage verifiers, Setlur et al. 2024, arXiv:2410.08146).
import type { MeasuredPrefixes } from "./evidence.ts";
import { stepwise } from "./rates.ts";

/**
 * A_t = Q_t - Q_{t-1}, in [-1, 1], with the root at t = 0; null where either is not known. It is the paper's only where the model that continues (the
 * prover) is another than the one that wrote the solution.
 */
export function advantage(prefixes: MeasuredPrefixes): (number | null)[] {
  return stepwise(prefixes, (before, after) => after - before);
}
