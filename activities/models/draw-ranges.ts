// Which calls bring the draws that are missing: a pure function of what is asked for and what is there.

/** Draws [from, from + count) of a request. */
export interface DrawRange {
  readonly from: number;
  readonly count: number;
}

/**
 * The missing draws of [from, from + count) as ranges in order, each within one call: contiguous, at most `drawsPerCall` long, and cut at multiples of
 * `drawsPerCall`, so that a range depends on draw numbers and never on how far an earlier attempt came.
 * `present`: draw numbers that are there, in any order.
 */
export function missingRanges(asked: DrawRange, present: readonly number[], drawsPerCall: number): DrawRange[] {
  const there = new Set(present);
  const ranges: { from: number; count: number }[] = [];
  for (let draw = asked.from; draw < asked.from + asked.count; draw++) {
    if (there.has(draw)) continue;
    const last = ranges.at(-1);
    if (last !== undefined && last.from + last.count === draw && draw % drawsPerCall !== 0) last.count += 1;
    else ranges.push({ from: draw, count: 1 });
  }
  return ranges;
}
