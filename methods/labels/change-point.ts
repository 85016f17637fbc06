// Where a solution goes wrong, as a probability: a change point between prefixes that succeed often and prefixes that recover at best.
import { standardChangePoint } from "./change-point-parameters.ts";
import type { ChangePointParameters } from "./change-point-parameters.ts";
import { rateCurves } from "./rate-curves.ts";
import type { Count, RateCurve, RateCurves } from "./rate-curves.ts";

/**
 * Counts by prefix: [0] the root, [1..T-1] rollouts, [T] the solution's own grade; null where nothing was measured. Rollouts may have been stopped at a
 * success: the likelihood of what was drawn is the same.
 */
export type CountedPrefixes = readonly (Count | null)[];

export interface ChangePoint {
  readonly steps: number;
  /** P(first error = step e, 0-based) for e < T, and P(no error) at T. Sums to 1. */
  readonly probability: Float64Array;
  readonly curves: RateCurves;
  /** share[curve * (T + 1) + e]: posterior share of a curve of right (wrong) prefixes, given that e is the first error. */
  readonly rightShares: Float64Array;
  readonly wrongShares: Float64Array;
}

/**
 * Prefix t is right iff t <= e. The counts of a prefix are Beta-Binomial around the rate of a curve; the curve of right prefixes and that of wrong ones
 * are shared by all prefixes of the solution and summed over. First errors are equally likely beforehand; no error at all has probability 0 where the
 * answer is wrong, `sound` where it is right.
 *
 * Null where it is not defined: a blank or ungraded solution. Cost: O(T curves + rollouts curves).
 */
export function changePoint(prefixes: CountedPrefixes, parameters: ChangePointParameters = standardChangePoint): ChangePoint | null {
  const steps = prefixes.length - 1;
  const grade = prefixes[steps];
  if (steps < 1 || grade === null || grade === undefined || grade.k === 0) return null;
  const curves = rateCurves(steps, prefixes[0] ?? null, parameters);
  const right = accumulate(prefixes, curves.right, "up to the error");
  const wrong = accumulate(prefixes, curves.wrong, "behind the error");
  const none = grade.correct > 0 ? parameters.sound : 0;
  const logs = Float64Array.from({ length: steps + 1 }, (_, error) => {
    const prior = error === steps ? none : (1 - none) / steps;
    return Math.log(prior) + (right.logs[error] ?? 0) + (wrong.logs[error] ?? 0);
  });
  const most = logs.reduce((highest, log) => Math.max(highest, log), -Infinity);
  const weights = logs.map((log) => Math.exp(log - most));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return {
    steps,
    probability: weights.map((weight) => weight / total),
    curves,
    rightShares: right.shares,
    wrongShares: wrong.shares,
  };
}

/** For each first error: the log likelihood of the prefixes on one side of it, summed over the curves, and each curve's share of it. */
function accumulate(
  prefixes: CountedPrefixes,
  curves: readonly RateCurve[],
  side: "up to the error" | "behind the error",
): { readonly logs: Float64Array; readonly shares: Float64Array } {
  const steps = prefixes.length - 1;
  const shares = new Float64Array(curves.length * (steps + 1));
  for (const [index, { weight, concentration, at }] of curves.entries()) {
    const row = index * (steps + 1);
    let log = Math.log(weight);
    if (side === "up to the error")
      for (let error = 0; error <= steps; error++) {
        if (error > 0 && error < steps) log += logLikelihood(prefixes[error] ?? null, at(error), concentration);
        shares[row + error] = log;
      }
    else
      for (let error = steps; error >= 0; error--) {
        shares[row + error] = log;
        if (error > 0 && error < steps) log += logLikelihood(prefixes[error] ?? null, at(error), concentration);
      }
  }
  return { logs: normalise(shares, curves.length, steps + 1), shares };
}

/** Turns logs into shares, column by column, in place; returns the log of each column's sum. */
function normalise(table: Float64Array, rows: number, columns: number): Float64Array {
  const logs = new Float64Array(columns);
  for (let column = 0; column < columns; column++) {
    let most = -Infinity;
    for (let row = 0; row < rows; row++) most = Math.max(most, table[row * columns + column] ?? 0);
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      const share = Math.exp((table[row * columns + column] ?? 0) - most);
      table[row * columns + column] = share;
      sum += share;
    }
    for (let row = 0; row < rows; row++) table[row * columns + column] = (table[row * columns + column] ?? 0) / sum;
    logs[column] = most + Math.log(sum);
  }
  return logs;
}

/** Log probability of the outcomes in their order under a rate ~ Beta(rate * concentration, (1 - rate) * concentration). */
function logLikelihood(count: Count | null, rate: number, concentration: number): number {
  if (count === null) return 0;
  const wrong = count.k - count.correct;
  let log = 0;
  let product = 1;
  for (let draw = 0; draw < count.k; draw++) {
    const isSuccess = draw < count.correct;
    const seen = isSuccess ? rate * concentration + draw : (1 - rate) * concentration + (draw - count.correct);
    product *= seen / (concentration + draw);
    // Long counts would leave the range of a double.
    if (product < 1e-200) {
      log += Math.log(product);
      product = 1;
    }
  }
  return wrong === 0 && count.correct === 0 ? 0 : log + Math.log(product);
}
