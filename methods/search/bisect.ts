// bisect: binary search for the first error of a wrong solution (OmegaPRM, Luo et al. 2024, arXiv:2406.06592, section 3.2).
import { eachSolution } from "./each-solution.ts";
import type { SolutionDecision } from "./each-solution.ts";
import { conclude, halve } from "./halving.ts";
import type { Found } from "./halving.ts";
import { rolloutsOf } from "./measure.ts";
import { tallyOf } from "./tally.ts";
import type { Tallies } from "./tally.ts";
import type { RootCount, SearchConfiguration, SearchSolution, Strategy } from "./types.ts";

type Bisect = Extract<SearchConfiguration, { kind: "bisect" }>;

/**
 * Always probes the middle (see `halve`). Cost: at most k ceil(log2 T) draws a solution, one probe a round; `confirm: neighbours` adds k draws of the
 * prefixes on each side of the found error, and a further search where the second look finds a success behind it.
 */
export const bisect: Strategy<Bisect> = eachSolution((solution, root, tallies, configuration) => {
  const halving = halve({ solution, root, tallies, configuration, pick: (lo, hi) => Math.floor((lo + hi) / 2) });
  if (halving.kind === "open") return halving.decision;
  if (configuration.confirm === "neighbours") {
    const second = secondLook(halving.found, solution, root, tallies, configuration);
    if (second !== null) return second;
  }
  return conclude(halving.found, root);
});

/**
 * Brings both neighbours to 2k draws. Null: borne out, or nothing to look at. A success of the failing one moves the search on (its count says so); the
 * succeeding one must succeed twice, since a single success may be a repair of an error before it.
 */
function secondLook(
  { lo, hi }: Found,
  { solution, steps }: SearchSolution,
  root: RootCount,
  tallies: Tallies,
  configuration: Bisect,
): SolutionDecision | null {
  const draws = 2 * rolloutsOf(configuration, root);
  const neighbours = [lo, hi].filter((step) => step > 0 && step < steps);
  const probes = neighbours.flatMap((step) => {
    const { asked } = tallyOf(tallies, solution, step);
    return asked < draws ? [{ solution, step, from: asked, count: draws - asked, stop: "fixed" as const }] : [];
  });
  if (probes.length > 0) return { kind: "probe", probes };
  return lo > 0 && tallyOf(tallies, solution, lo).correct < 2 ? { kind: "abstained", reason: "unconfirmed" } : null;
}
