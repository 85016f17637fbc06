// bisect: binary search for the first error of a wrong solution (OmegaPRM, Luo et al. 2024, arXiv:2406.06592, section 3.2).
import type { StrategyConfiguration } from "../../schemas/index.ts";
import { eachSolution } from "./each-solution.ts";
import { measure } from "./measure.ts";
import type { Strategy } from "./types.ts";

type Bisect = Extract<StrategyConfiguration, { kind: "bisect" }>;

/**
 * Keeps lo = a prefix that succeeds (at first the root) and hi = one that fails (at first the whole, wrong solution), and probes the middle until
 * hi = lo + 1: step hi - 1 (0-based) is the first error, if success is monotone. Cost: at most k ceil(log2 T) draws a solution, one probe a round.
 *
 * A right solution gives the search no failing end: it is never probed, also under `probe: all`; its own final answer is a success of every prefix.
 * An ungraded one has no known end and abstains. A root that was sampled and never succeeded is no beginning: no probe, abstain. A root that was not
 * sampled is taken on trust, and the solution abstains only if no probed prefix succeeded.
 */
export const bisect: Strategy<Bisect> = eachSolution((solution, root, tallies, configuration) => {
  if (solution.outcome === "c" || solution.steps === 0) return { kind: "settled" };
  if (solution.outcome === "u") return configuration.probe === "all" ? { kind: "abstained", reason: "ungraded" } : { kind: "settled" };
  if (root !== null && root.correct === 0) return { kind: "abstained", reason: "root_failed" };
  let lo = 0;
  let hi = solution.steps;
  while (hi - lo > 1) {
    const middle = Math.floor((lo + hi) / 2);
    const measurement = measure(tallies, solution.solution, middle, configuration);
    switch (measurement.kind) {
      case "missing":
        return { kind: "probe", probes: [measurement.probe] };
      case "unmeasured":
        return { kind: "abstained", reason: "unmeasured" };
      case "success":
        lo = middle;
        break;
      case "failure":
        hi = middle;
        break;
    }
  }
  return root === null && lo === 0 ? { kind: "abstained", reason: "root_unknown" } : { kind: "settled" };
});
