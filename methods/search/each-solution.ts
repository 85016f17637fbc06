// Lifts a search within one solution to a strategy for a problem: one round asks for the probes of all its solutions.
import type { Probe } from "../../schemas/index.ts";
import { tally } from "./tally.ts";
import type { Tallies } from "./tally.ts";
import type { AbstainReason, Abstention, RootCount, SearchSolution, Strategy } from "./types.ts";

export type SolutionDecision =
  | { readonly kind: "probe"; readonly probes: readonly Probe[] }
  | { readonly kind: "settled" }
  | { readonly kind: "abstained"; readonly reason: AbstainReason };

export type SolutionSearch<Configuration> = (
  solution: SearchSolution,
  root: RootCount,
  tallies: Tallies,
  configuration: Configuration,
) => SolutionDecision;

export function eachSolution<Configuration>(search: SolutionSearch<Configuration>): Strategy<Configuration> {
  return ({ root, solutions }, observations, configuration) => {
    const tallies = tally(observations);
    const probes: Probe[] = [];
    const abstained: Abstention[] = [];
    for (const solution of solutions) {
      const decision = search(solution, root, tallies, configuration);
      if (decision.kind === "probe") probes.push(...decision.probes);
      if (decision.kind === "abstained") abstained.push({ solution: solution.solution, reason: decision.reason });
    }
    return probes.length > 0 ? { kind: "probe", probes } : { kind: "done", abstained };
  };
}
