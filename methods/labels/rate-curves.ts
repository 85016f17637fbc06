// The rates that the change-point model allows: of success along a right solution, and of recovery behind an error.
import type { ChangePointParameters, Weighted } from "./change-point-parameters.ts";

/** One hypothesis about a rate: its prior share, and the rate after t steps. */
export interface RateCurve {
  readonly weight: number;
  /** Pseudo-draws of the Beta distribution that the rate of one prefix has around it. */
  readonly concentration: number;
  readonly at: (step: number) => number;
}

export interface RateCurves {
  readonly right: readonly RateCurve[];
  readonly wrong: readonly RateCurve[];
}

/** Successes of k rollouts. */
export interface Count {
  readonly correct: number;
  readonly k: number;
}

/** Rates outside this range are taken for its ends: no single count may then rule a hypothesis out for ever. */
const lowest = 0.005;
const highest = 0.985;
/** A wrong prefix succeeds at most at this share of the root's rate: an error helps nobody. */
const mostOfRoot = 0.75;

/** For a solution of `steps` steps. Right curves: each climb from three values of the root's rate; wrong ones: each recovery rate. */
export function rateCurves(
  steps: number,
  root: Count | null,
  { climbs, concentration, recoveries, root: prior }: ChangePointParameters,
): RateCurves {
  const correct = prior.correct + (root?.correct ?? 0);
  const wrong = prior.wrong + (root === null ? 0 : root.k - root.correct);
  const start = correct / (correct + wrong);
  return {
    right: rootRates(correct, wrong).flatMap((rate) =>
      climbs.map((climb) => ({
        weight: rate.weight * climb.weight,
        concentration,
        at: (step: number) => within(rate.value ** (1 - (climb.value * step) / steps)),
      })),
    ),
    wrong: recoveries.map(({ value, weight, concentration }) => {
      const rate = within(Math.min(value, mostOfRoot * start));
      return { weight, concentration, at: () => rate };
    }),
  };
}

/** A root whose log odds are known this well is one value. */
const known = 0.05;

/** Three values that stand for Beta(correct, wrong): Gauss-Hermite points of its log odds, whose variance is about 1/correct + 1/wrong. */
function rootRates(correct: number, wrong: number): Weighted[] {
  const center = Math.log(correct / wrong);
  const spread = Math.sqrt(3 * (1 / correct + 1 / wrong));
  const rate = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));
  if (spread < known) return [{ value: rate(center), weight: 1 }];
  return [
    { value: rate(center - spread), weight: 1 / 6 },
    { value: rate(center), weight: 2 / 3 },
    { value: rate(center + spread), weight: 1 / 6 },
  ];
}

function within(rate: number): number {
  return Math.min(highest, Math.max(lowest, rate));
}
