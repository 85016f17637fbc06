// every-step: k rollouts from every proper prefix of a solution (Math-Shepherd, Wang et al. 2023, arXiv:2312.08935, section 3.3).
import type { Probe, StrategyConfiguration } from "../../schemas/index.ts";
import { eachSolution } from "./each-solution.ts";
import { measure } from "./measure.ts";
import type { Strategy } from "./types.ts";

type EveryStep = Extract<StrategyConfiguration, { kind: "every-step" }>;

/**
 * Prefixes of 1 to T - 1 steps; the whole solution is graded, not rolled out. All probes come in one round. Cost: at most k (T - 1) draws a solution.
 * `probe: wrong` leaves right and ungraded solutions out; `all`, the default, probes every one.
 */
export const everyStep: Strategy<EveryStep> = eachSolution((solution, _root, tallies, configuration) => {
  if (configuration.probe === "wrong" && solution.outcome !== "w") return { kind: "settled" };
  const probes: Probe[] = [];
  for (let step = 1; step < solution.steps; step++) {
    const measurement = measure(tallies, solution.solution, step, configuration);
    if (measurement.kind === "missing") probes.push(measurement.probe);
  }
  return probes.length > 0 ? { kind: "probe", probes } : { kind: "settled" };
});
