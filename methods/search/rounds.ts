// How the draws that a strategy asks for are grouped: into rounds, and within a first-success probe into calls.
import type { Probe } from "../../schemas/index.ts";

/**
 * Packs probes, in their order, into rounds of at most `limit` draws. A probe over the limit is cut by draw range; of a first-success probe only the first
 * range is kept, because the strategy asks for the next only where that one held no success. Any other probe stays whole. Linear.
 */
export function splitIntoRounds(probes: readonly Probe[], limit: number): Probe[][] {
  const rounds: Probe[][] = [];
  let room = 0;
  for (const probe of probes.flatMap((each) => ranges(each, limit))) {
    if (probe.count > room) {
      rounds.push([]);
      room = limit;
    }
    rounds.at(-1)?.push(probe);
    room -= probe.count;
  }
  return rounds;
}

function ranges(probe: Probe, limit: number): Probe[] {
  const parts = probe.stop === "first_success" ? Math.min(1, probe.count) : Math.ceil(probe.count / limit);
  return Array.from({ length: parts }, (_, part) => ({
    ...probe,
    from: probe.from + part * limit,
    count: Math.min(limit, probe.count - part * limit),
  }));
}

/**
 * How many draws a first-success probe of k draws asks for at once, in turn: 1, 1, 2, 4, … until k. Fewer at once waste fewer draws, more at once need
 * fewer calls one after another; doubling the total keeps the wasted draws below the needed ones, and the calls at 1 + ceil(log2 k).
 * What counts is the draws up to and including the first success in order of draw number, so the labels do not depend on this schedule.
 */
export function firstSuccessSchedule(k: number): number[] {
  const schedule: number[] = [];
  for (let total = 0; total < k;) {
    const size = Math.min(Math.max(1, total), k - total);
    schedule.push(size);
    total += size;
  }
  return schedule;
}
