// Rounds: never over the limit, no draw lost or doubled, first-success probes never asked for ahead of their successes.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstSuccessSchedule, splitIntoRounds } from "../../../../methods/search/index.ts";
import type { Probe } from "../../../../schemas/index.ts";

function probe(count: number, stop: Probe["stop"] = "fixed", solution = 0): Probe {
  return { solution, step: 1, from: 0, count, stop };
}

describe("splitIntoRounds", () => {
  it("fills rounds in order and keeps a probe whole that fits in one", () => {
    const rounds = splitIntoRounds([probe(40), probe(30), probe(20), probe(64)], 64);
    expect(rounds.map((round) => round.map(({ count }) => count))).toEqual([[40], [30, 20], [64]]);
  });

  it("cuts a probe over the limit by draw range", () => {
    expect(
      splitIntoRounds([{ ...probe(150), from: 8 }], 64)
        .flat()
        .map(({ from, count }) => [from, count]),
    ).toEqual([
      [8, 64],
      [72, 64],
      [136, 22],
    ]);
  });

  it("asks only for the first range of a first-success probe over the limit", () => {
    expect(splitIntoRounds([probe(150, "first_success")], 64)).toEqual([[probe(64, "first_success")]]);
  });

  it("makes no round of nothing", () => {
    expect(splitIntoRounds([], 64)).toEqual([]);
    expect(splitIntoRounds([probe(0), probe(0, "first_success")], 64)).toEqual([]);
  });

  it("loses and doubles no draw and never passes the limit", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 200 }), { maxLength: 30 }), fc.integer({ min: 1, max: 64 }), (counts, limit) => {
        const probes = counts.map((count, solution) => probe(count, "fixed", solution));
        const rounds = splitIntoRounds(probes, limit);
        const draws = (list: readonly Probe[]) =>
          list.flatMap(({ solution, from, count }) => Array.from({ length: count }, (_, index) => `${solution} ${from + index}`));
        expect(draws(rounds.flat())).toEqual(draws(probes));
        for (const round of rounds) {
          expect(round.length).toBeGreaterThan(0);
          expect(round.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });
});

describe("firstSuccessSchedule", () => {
  it.each([
    [1, [1]],
    [2, [1, 1]],
    [8, [1, 1, 2, 4]],
    [10, [1, 1, 2, 4, 2]],
    [0, []],
  ])("of %i draws", (k, schedule) => {
    expect(firstSuccessSchedule(k)).toEqual(schedule);
  });

  it("asks for k draws in all, in 1 + ceil(log2 k) calls, and wastes fewer draws than it needed", () => {
    for (let k = 1; k <= 64; k++) {
      const schedule = firstSuccessSchedule(k);
      expect(schedule.reduce((sum, size) => sum + size, 0)).toBe(k);
      expect(schedule).toHaveLength(1 + Math.ceil(Math.log2(k)));
      for (let success = 1; success <= k; success++) {
        let asked = 0;
        for (const size of schedule) if (asked < success) asked += size;
        expect(asked - success).toBeLessThan(success);
      }
    }
  });
});
