// Brings one prefix to its draws: what is still to be asked of it, or what it came to.
import type { Probe } from "../../schemas/index.ts";
import { ratioTest, rolloutsFor, rootLowerBound } from "./adaptive.ts";
import { tallyOf } from "./tally.ts";
import type { Tallies } from "./tally.ts";
import type { RootCount } from "./types.ts";

export interface Measure {
  /** Draws a prefix; with `adapt` the most of them. */
  readonly k: number;
  readonly stop: Probe["stop"];
  readonly adapt?: { readonly by: "root_rate" | "ratio_test"; readonly misses: number } | undefined;
}

/**
 * missing: ask this probe. success: at least one valid draw was right. failure: some were valid, none right. (Under a ratio test: what the test says.)
 * unmeasured: no draw was valid. undecided: the ratio test was open when k draws were made.
 * Draws [0, k) are asked for once: an invalid draw is not replaced, because a draw taken for the sake of another one's outcome is not independent of it.
 */
export type Measurement =
  | { readonly kind: "missing"; readonly probe: Probe }
  | { readonly kind: "success" | "failure" | "unmeasured" | "undecided" };

export function measure(tallies: Tallies, solution: number, step: number, root: RootCount, configuration: Measure): Measurement {
  const { stop, adapt } = configuration;
  const k = rolloutsOf(configuration, root);
  const { asked, correct, k: valid } = tallyOf(tallies, solution, step);
  if (adapt?.by === "ratio_test") {
    const verdict = ratioTest(correct, valid - correct, adapt.misses);
    if (verdict.kind !== "open") return verdict;
    if (asked >= k) return { kind: valid > 0 ? "undecided" : "unmeasured" };
    return { kind: "missing", probe: { solution, step, from: asked, count: Math.min(verdict.fewest, k - asked), stop: "fixed" } };
  }
  const stopped = stop === "first_success" && correct > 0;
  if (asked < k && !stopped) return { kind: "missing", probe: { solution, step, from: asked, count: k - asked, stop } };
  if (correct > 0) return { kind: "success" };
  return { kind: valid > 0 ? "failure" : "unmeasured" };
}

/** Draws a prefix: k, or fewer where the root's lower bound says that fewer miss a right prefix rarely enough. */
export function rolloutsOf({ k, adapt }: Measure, root: RootCount): number {
  return adapt?.by === "root_rate" && root !== null ? Math.min(k, rolloutsFor(rootLowerBound(root), adapt.misses)) : k;
}
