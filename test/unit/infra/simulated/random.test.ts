// The generator: same words same stream, any other word another stream, and uniform enough to carry the rates.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hashText, randomFrom } from "../../../../infra/simulated/random.ts";

const stream = (...words: number[]): number[] => {
  const random = randomFrom(...words);
  return Array.from({ length: 8 }, () => random.next());
};

describe("randomFrom", () => {
  test("gives the same stream for the same words and another for another word, order or count", () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeInteger(), { minLength: 1, maxLength: 5 }), fc.maxSafeInteger(), (words, other) => {
        expect(stream(...words)).toEqual(stream(...words));
        expect(stream(...words, other)).not.toEqual(stream(...words));
        fc.pre(words[0] !== other);
        expect(stream(other, ...words.slice(1))).not.toEqual(stream(...words));
      }),
    );
    expect(stream(1, 2)).not.toEqual(stream(2, 1));
  });

  test("tells apart seeds that differ only above 32 bits or in sign", () => {
    expect(stream(5)).not.toEqual(stream(5 + 2 ** 32));
    expect(stream(5)).not.toEqual(stream(-5));
  });

  test("is uniform over neighbouring seeds, the way that choices use it", () => {
    const buckets = Array.from({ length: 10 }, () => 0);
    for (let word = 0; word < 20_000; word += 1) {
      const bucket = Math.floor(randomFrom(7, word).next() * 10);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    // Six standard deviations of a binomial count with mean 2,000.
    for (const count of buckets) expect(Math.abs(count - 2_000)).toBeLessThan(6 * Math.sqrt(20_000 * 0.1 * 0.9));
  });

  test("integers cover both ends of their range and picks every item", () => {
    const random = randomFrom(3);
    const integers = new Set(Array.from({ length: 200 }, () => random.integer(-1, 2)));
    expect([...integers].sort((first, second) => first - second)).toEqual([-1, 0, 1, 2]);
    expect(new Set(Array.from({ length: 100 }, () => random.pick(["a", "b"]))).size).toBe(2);
    expect(() => random.pick([])).toThrow(RangeError);
  });

  test("chance 0 never and chance 1 always holds", () => {
    const random = randomFrom(4);
    for (let draw = 0; draw < 500; draw += 1) {
      expect(random.chance(0)).toBe(false);
      expect(random.chance(1)).toBe(true);
    }
  });
});

describe("hashText", () => {
  test("is a safe integer that differs for near texts", () => {
    const hashes = new Set<number>();
    for (let index = 0; index < 5_000; index += 1) hashes.add(hashText(`Step ${index}: 1 + 1 = 2`));
    expect(hashes.size).toBe(5_000);
    for (const hash of hashes) expect(Number.isSafeInteger(hash) && hash >= 0).toBe(true);
  });
});
