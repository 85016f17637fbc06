// Which calls bring the missing draws.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { missingRanges } from "../../../../activities/models/draw-ranges.ts";

describe("missingRanges", () => {
  test("asks for everything at once where n is taken, one draw a call where it is not", () => {
    expect(missingRanges({ from: 0, count: 8 }, [], 64)).toEqual([{ from: 0, count: 8 }]);
    expect(missingRanges({ from: 2, count: 3 }, [], 1)).toEqual([
      { from: 2, count: 1 },
      { from: 3, count: 1 },
      { from: 4, count: 1 },
    ]);
  });

  test("leaves out what is there", () => {
    expect(missingRanges({ from: 0, count: 8 }, [2, 3, 7], 64)).toEqual([
      { from: 0, count: 2 },
      { from: 4, count: 3 },
    ]);
    expect(missingRanges({ from: 0, count: 2 }, [1, 0], 64)).toEqual([]);
  });

  test("cuts at multiples of the most draws a call, wherever the ask begins", () => {
    expect(missingRanges({ from: 60, count: 10 }, [], 64)).toEqual([
      { from: 60, count: 4 },
      { from: 64, count: 6 },
    ]);
  });

  test("covers exactly the missing draws, once each, in order", () => {
    const ask = fc.record({ from: fc.nat(200), count: fc.integer({ min: 1, max: 150 }) });
    fc.assert(
      fc.property(ask, fc.array(fc.nat(400)), fc.integer({ min: 1, max: 64 }), (asked, present, most) => {
        const ranges = missingRanges(asked, present, most);
        const covered = ranges.flatMap(({ from, count }) => Array.from({ length: count }, (_, index) => from + index));
        const wanted = Array.from({ length: asked.count }, (_, index) => asked.from + index).filter((draw) => !present.includes(draw));
        expect(covered).toEqual(wanted);
        expect(ranges.every(({ count }) => count >= 1 && count <= most)).toBe(true);
      }),
    );
  });
});
