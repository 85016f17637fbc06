// Refits what the change-point model takes for granted to solutions whose first error is known.
import { changePoint } from "./change-point.ts";
import type { CountedPrefixes } from "./change-point.ts";
import type { ChangePointParameters } from "./change-point-parameters.ts";

/** A solution with counts and its judged first error, 0-based, -1 for none. */
export interface JudgedSolution {
  readonly prefixes: CountedPrefixes;
  readonly firstError: number;
}

const rounds = 30;
/** No hypothesis is given up for good: other data may bear it out. */
const leastWeight = 1e-3;

/**
 * Weights of climbs and recoveries that make the counts likeliest given the judged errors (expectation maximisation), and the share of sound right solutions,
 * shrunk by the ten solutions that the given share stands for. Solutions without a model are left out; with none the parameters stay.
 * Cost: 30 passes of `changePoint` over all.
 */
export function refitChangePoint(judged: readonly JudgedSolution[], parameters: ChangePointParameters): ChangePointParameters {
  let fitted = parameters;
  for (let round = 0; round < rounds; round++) {
    const climbs = fitted.climbs.map(() => 0);
    const recoveries = fitted.recoveries.map(() => 0);
    for (const { prefixes, firstError } of judged) {
      const model = changePoint(prefixes, fitted);
      if (model === null || firstError >= model.steps) continue;
      const error = firstError < 0 ? model.steps : firstError;
      const shareOf = (shares: Float64Array, curve: number): number => shares[curve * (model.steps + 1) + error] ?? 0;
      // Curves of right prefixes stand in order of root rate, then climb.
      for (const curve of model.curves.right.keys()) {
        const climb = curve % climbs.length;
        climbs[climb] = (climbs[climb] ?? 0) + shareOf(model.rightShares, curve);
      }
      for (const curve of model.curves.wrong.keys()) recoveries[curve] = (recoveries[curve] ?? 0) + shareOf(model.wrongShares, curve);
    }
    fitted = { ...fitted, climbs: reweighted(fitted.climbs, climbs), recoveries: reweighted(fitted.recoveries, recoveries) };
  }
  const right = judged.filter(({ prefixes }) => (prefixes.at(-1)?.correct ?? 0) > 0);
  const sound = right.filter(({ firstError }) => firstError < 0).length;
  return { ...fitted, sound: (10 * parameters.sound + sound) / (10 + right.length) };
}

function reweighted<Item extends { readonly weight: number }>(items: readonly Item[], sums: readonly number[]): Item[] {
  const total = sums.reduce((sum, each) => sum + each, 0);
  if (total === 0) return [...items];
  const weights = sums.map((sum) => Math.max(leastWeight, sum / total));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return items.map((item, index) => ({ ...item, weight: (weights[index] ?? 0) / all }));
}
