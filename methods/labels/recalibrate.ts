// Recalibration: turns stated probabilities into the shares that judged data bears out (isotonic regression; Zadrozny and Elkan 2002).

/** A stated probability and whether what it was said of proved true. */
export interface Judged {
  readonly probability: number;
  readonly isRight: boolean;
}

/** A step function: `share` holds from `from` on, up to the next one's. Both rise. Empty: probabilities stay as they are. */
export type Recalibration = readonly { readonly from: number; readonly share: number }[];

/** Pools neighbours until the shares rise (pool adjacent violators). Judge solutions other than those that are labelled. O(n log n). */
export function fitRecalibration(judged: readonly Judged[]): Recalibration {
  const pools: { from: number; right: number; count: number }[] = [];
  for (const { probability, isRight } of judged.toSorted((one, other) => one.probability - other.probability)) {
    const last = pools.at(-1);
    if (last?.from === probability) {
      last.right += Number(isRight);
      last.count += 1;
    } else pools.push({ from: probability, right: Number(isRight), count: 1 });
  }
  const merged: typeof pools = [];
  for (const pool of pools) {
    merged.push({ ...pool });
    for (;;) {
      const [before, last] = [merged.at(-2), merged.at(-1)];
      if (before === undefined || last === undefined || before.right * last.count < last.right * before.count) break;
      before.right += last.right;
      before.count += last.count;
      merged.pop();
    }
  }
  return merged.map(({ from, right, count }) => ({ from, share: right / count }));
}

/** The share for a stated probability; that of the lowest step below all of them. O(log n). */
export function recalibrate(probability: number, steps: Recalibration): number {
  let low = 0;
  let high = steps.length;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if ((steps[middle]?.from ?? 0) <= probability) low = middle;
    else high = middle;
  }
  return steps[low]?.share ?? probability;
}
