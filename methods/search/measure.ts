// Brings one prefix to its k draws: what is still to be asked of it, or what it came to.
import type { Probe } from "../../schemas/index.ts";
import { tallyOf } from "./tally.ts";
import type { Tallies } from "./tally.ts";

export interface Measure {
  /** Draws a prefix. */
  readonly k: number;
  readonly stop: Probe["stop"];
}

/**
 * missing: ask this probe. success: at least one valid draw was right. failure: some were valid, none right. unmeasured: no draw was valid.
 * Draws [0, k) are asked for once: an invalid draw is not replaced, because a draw taken for the sake of another one's outcome is not independent of it.
 */
export type Measurement = { readonly kind: "missing"; readonly probe: Probe } | { readonly kind: "success" | "failure" | "unmeasured" };

export function measure(tallies: Tallies, solution: number, step: number, { k, stop }: Measure): Measurement {
  const { asked, correct, k: valid } = tallyOf(tallies, solution, step);
  const stopped = stop === "first_success" && correct > 0;
  if (asked < k && !stopped) return { kind: "missing", probe: { solution, step, from: asked, count: k - asked, stop } };
  if (correct > 0) return { kind: "success" };
  return { kind: valid > 0 ? "failure" : "unmeasured" };
}
