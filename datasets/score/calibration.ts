// How far the probabilities of named first errors are from the shares that they come true in.
import type { ScoredItem } from "./join.ts";

export interface CalibrationBin {
  readonly items: number;
  readonly meanProbability: number;
  readonly right: number;
}

export interface Calibration {
  /** Items with a probability, abstained ones included with their likeliest step. */
  readonly items: number;
  /** Mean squared distance of probability and outcome, in [0, 1]. */
  readonly brier: number | null;
  /** Mean distance of the bins' probability and share, weighed by items. */
  readonly error: number | null;
  /** Ten of equal size in order of probability; fewer where there are fewer items. */
  readonly bins: readonly CalibrationBin[];
}

const binCount = 10;

/** O(n log n). */
export function calibrationOf(items: readonly ScoredItem[]): Calibration {
  const stated = items.flatMap((item) => {
    const said = statedOf(item);
    return said === null ? [] : [{ probability: said.probability, isRight: said.firstError === item.gold.firstError }];
  });
  const sorted = stated.toSorted((one, other) => one.probability - other.probability);
  const bins = Array.from({ length: binCount }, (_, bin) =>
    sorted.slice(Math.round((bin * sorted.length) / binCount), Math.round(((bin + 1) * sorted.length) / binCount)),
  )
    .filter((part) => part.length > 0)
    .map((part): CalibrationBin => ({
      items: part.length,
      meanProbability: part.reduce((sum, { probability }) => sum + probability, 0) / part.length,
      right: part.filter(({ isRight }) => isRight).length / part.length,
    }));
  const count = sorted.length;
  return {
    items: count,
    brier: count === 0 ? null : sorted.reduce((sum, { probability, isRight }) => sum + (probability - Number(isRight)) ** 2, 0) / count,
    error:
      count === 0
        ? null
        : bins.reduce((sum, { items: size, meanProbability, right }) => sum + size * Math.abs(meanProbability - right), 0) / count,
    bins,
  };
}

function statedOf({ verdict }: ScoredItem): { readonly firstError: number; readonly probability: number } | null {
  if (verdict.kind === "abstained") return verdict.likeliest;
  return verdict.probability === null ? null : { firstError: verdict.firstError, probability: verdict.probability };
}
