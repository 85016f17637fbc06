// every-step: k rollouts from every proper prefix of a solution (Math-Shepherd, Wang et al. 2023, arXiv:2312.08935, section 3.3).
import type { Probe } from "../../schemas/index.ts";
import { eachSolution } from "./each-solution.ts";
import { forward } from "./forward.ts";
import { measure } from "./measure.ts";
import type { SearchConfiguration, Strategy } from "./types.ts";

type EveryStep = Extract<SearchConfiguration, { kind: "every-step" }>;

/**
 * Prefixes of 1 to T - 1 steps; the whole solution is graded, not rolled out. All probes come in one round (more under a ratio test); with
 * `until: first_failure` one prefix a round, up to the first that never succeeds. Cost: at most k (T - 1) draws a solution.
 * `probe: wrong` leaves right and ungraded solutions out; `all`, the default, probes every one.
 */
export const everyStep: Strategy<EveryStep> = eachSolution((solution, root, tallies, configuration) => {
  if (configuration.probe === "wrong" && solution.outcome !== "w") return { kind: "settled" };
  if (configuration.until === "first_failure") return forward(solution, root, tallies, configuration);
  const probes: Probe[] = [];
  for (let step = 1; step < solution.steps; step++) {
    const measurement = measure(tallies, solution.solution, step, root, configuration);
    if (measurement.kind === "missing") probes.push(measurement.probe);
  }
  return probes.length > 0 ? { kind: "probe", probes } : { kind: "settled" };
});
