// The forward search: prefixes one after another, up to the first that never succeeds.
import type { SolutionDecision } from "./each-solution.ts";
import { measure } from "./measure.ts";
import type { Measure } from "./measure.ts";
import type { Tallies } from "./tally.ts";
import type { RootCount, SearchSolution } from "./types.ts";

/** One prefix a round, from 1 step to T - 1. A prefix without a valid draw, or one that a ratio test leaves open, does not end the search. */
export function forward({ solution, steps }: SearchSolution, root: RootCount, tallies: Tallies, configuration: Measure): SolutionDecision {
  for (let step = 1; step < steps; step++) {
    const measurement = measure(tallies, solution, step, root, configuration);
    if (measurement.kind === "missing") return { kind: "probe", probes: [measurement.probe] };
    if (measurement.kind === "failure") break;
  }
  return { kind: "settled" };
}
