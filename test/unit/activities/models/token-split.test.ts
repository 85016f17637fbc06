// Sharing a total out: exact sum, proportion, determinism.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitTokens } from "../../../../activities/models/token-split.ts";

describe("splitTokens", () => {
  test("shares in proportion to the bytes, the rest to the largest remainders", () => {
    expect(splitTokens(10, ["aaaa", "aaaa", "aa"])).toEqual([4, 4, 2]);
    expect(splitTokens(10, ["a", "a", "a"])).toEqual([4, 3, 3]);
    expect(splitTokens(3, ["é", "a"])).toEqual([2, 1]);
    expect(splitTokens(7, [""])).toEqual([7]);
    expect(splitTokens(5, ["", ""])).toEqual([3, 2]);
    expect(splitTokens(0, ["a", "b"])).toEqual([0, 0]);
  });

  test("always adds up, and is never off its share by a whole token", () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.array(fc.string(), { minLength: 1, maxLength: 64 }), (total, texts) => {
        const parts = splitTokens(total, texts);
        expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
        const bytes = texts.map((text) => Buffer.byteLength(text));
        const sum = bytes.reduce((a, b) => a + b, 0);
        for (const [index, part] of parts.entries())
          expect(Math.abs(part - (sum === 0 ? total / texts.length : (total * (bytes[index] ?? 0)) / sum))).toBeLessThan(1);
      }),
    );
  });
});
