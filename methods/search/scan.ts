// scan: wrong solutions of problems that the model mostly solves, forward to the first failing prefix (SCAN, Ding et al. 2025, arXiv:2509.16548).
import { eachSolution } from "./each-solution.ts";
import { forward } from "./forward.ts";
import type { SearchConfiguration, Strategy } from "./types.ts";

type Scan = Extract<SearchConfiguration, { kind: "scan" }>;

/**
 * Self-confidence is the root's rate. Below `selfConfidence` every solution that would be probed abstains: rollouts of a model that seldom solves the problem
 * fail for reasons of their own. Cost: k draws for each prefix up to the error, none for right solutions.
 */
export const scan: Strategy<Scan> = eachSolution((solution, root, tallies, configuration) => {
  if (solution.outcome !== "w" && configuration.probe !== "all") return { kind: "settled" };
  if (root === null) return { kind: "abstained", reason: "root_unknown" };
  const valid = root.correct + root.wrong;
  if (valid === 0 || root.correct / valid < configuration.selfConfidence) return { kind: "abstained", reason: "low_confidence" };
  return forward(solution, root, tallies, configuration);
});
