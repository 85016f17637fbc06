// How far stated probabilities are from the shares that they come true in.
import type { Judged } from "../../methods/labels/index.ts";

/** Expected calibration error: mean distance of mean probability and share of right ones, over ten groups of equal size in order of probability. */
export function calibrationError(judged: readonly Judged[]): number {
  const sorted = judged.toSorted((one, other) => one.probability - other.probability);
  let error = 0;
  for (let group = 0; group < 10; group++) {
    const part = sorted.slice(Math.round((group * sorted.length) / 10), Math.round(((group + 1) * sorted.length) / 10));
    error += Math.abs(part.reduce((sum, { probability, isRight }) => sum + probability - Number(isRight), 0));
  }
  return error / sorted.length;
}
