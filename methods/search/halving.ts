// The search for the first error between a prefix that succeeds and one that fails; strategies differ in which prefix they probe next.
import type { SolutionDecision } from "./each-solution.ts";
import { measure } from "./measure.ts";
import type { Measure } from "./measure.ts";
import { tallyOf } from "./tally.ts";
import type { Tallies } from "./tally.ts";
import type { RootCount, SearchSolution } from "./types.ts";

/** Where a search ended: step hi - 1 = lo is the first error. */
export interface Found {
  readonly lo: number;
  readonly hi: number;
}

export type Halving = { readonly kind: "found"; readonly found: Found } | { readonly kind: "open"; readonly decision: SolutionDecision };

export interface HalvingRequest {
  readonly solution: SearchSolution;
  readonly root: RootCount;
  readonly tallies: Tallies;
  readonly configuration: Measure & { readonly probe?: "wrong" | "all" | undefined };
  /** The prefix to probe next, lo < m < hi, where hi - lo > 1. */
  readonly pick: (lo: number, hi: number) => number;
}

/**
 * Keeps lo = a prefix that succeeds (at first the root) and hi = one that fails (at first the whole, wrong solution), until hi = lo + 1: that step is the
 * first error, if success is monotone. One probe a round.
 *
 * A right solution gives the search no failing end: it is never probed, also under `probe: all`; its own final answer is a success of every prefix.
 * An ungraded one has no known end and abstains. A root that was sampled and never succeeded is no beginning: no probe, abstain. Under a ratio test a prefix
 * that fails in spite of a success abstains as `unconfirmed`: labels read that success as one.
 */
export function halve({ solution, root, tallies, configuration, pick }: HalvingRequest): Halving {
  if (solution.outcome === "c" || solution.steps === 0) return open({ kind: "settled" });
  if (solution.outcome === "u")
    return open(configuration.probe === "all" ? { kind: "abstained", reason: "ungraded" } : { kind: "settled" });
  if (root !== null && root.correct === 0) return open({ kind: "abstained", reason: "root_failed" });
  let lo = 0;
  let hi = solution.steps;
  let contradicted = false;
  while (hi - lo > 1) {
    const middle = pick(lo, hi);
    const measurement = measure(tallies, solution.solution, middle, root, configuration);
    switch (measurement.kind) {
      case "missing":
        return open({ kind: "probe", probes: [measurement.probe] });
      case "unmeasured":
      case "undecided":
        return open({ kind: "abstained", reason: measurement.kind });
      case "success":
        lo = middle;
        break;
      case "failure":
        contradicted ||= tallyOf(tallies, solution.solution, middle).correct > 0;
        hi = middle;
        break;
    }
  }
  return contradicted ? open({ kind: "abstained", reason: "unconfirmed" }) : { kind: "found", found: { lo, hi } };
}

/** A root that was not sampled is taken on trust: only a solution without any successful prefix abstains. */
export function conclude({ lo }: Found, root: RootCount): SolutionDecision {
  return root === null && lo === 0 ? { kind: "abstained", reason: "root_unknown" } : { kind: "settled" };
}

function open(decision: SolutionDecision): Halving {
  return { kind: "open", decision };
}
