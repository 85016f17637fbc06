// The splittable generator: its reference values, its independence of order, and that it is not visibly biased.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextOfState, randomStream } from "../../../methods/random.ts";

const seed = fc.nat({ max: 0xffff_ffff });

/** xoshiro128** in arbitrary precision, as its authors write it. */
function reference(state: bigint[]): bigint {
  const word = (value: bigint) => value & 0xffff_ffffn;
  const rotate = (value: bigint, bits: bigint) => word(value << bits) | (value >> (32n - bits));
  const [a = 0n, b = 0n, c = 0n, d = 0n] = state;
  state.splice(0, 4, a ^ d ^ b, b ^ c ^ a, c ^ a ^ word(b << 9n), rotate(d ^ b, 11n));
  return word(rotate(word(b * 5n), 7n) * 9n);
}

describe("the generator", () => {
  it("is xoshiro128**", () => {
    fc.assert(
      fc.property(fc.array(seed, { minLength: 4, maxLength: 4 }), (words) => {
        const state = Uint32Array.from(words);
        const exact = words.map(BigInt);
        for (let index = 0; index < 20; index++) expect(BigInt(nextOfState(state))).toBe(reference(exact));
      }),
    );
  });

  it("gives the same numbers for the same seed for ever", () => {
    const stream = randomStream(7).split("problem").split(3);
    expect([stream.nextInteger(), stream.nextInteger(), stream.nextBelow(100)]).toEqual([1856178883, 3365952206, 7]);
  });

  it("splits by name, whatever was drawn before", () => {
    fc.assert(
      fc.property(seed, fc.string(), fc.nat({ max: 20 }), (from, label, draws) => {
        const [fresh, used] = [randomStream(from), randomStream(from)];
        for (let index = 0; index < draws; index++) used.nextInteger();
        expect(used.split(label).nextInteger()).toBe(fresh.split(label).nextInteger());
      }),
    );
  });

  it("gives other numbers to other names: 20,000 streams, no two begin alike", () => {
    const beginnings = new Set<string>();
    for (let index = 0; index < 10_000; index++)
      for (const stream of [randomStream(index), randomStream(0).split(index)])
        beginnings.add(`${stream.nextInteger()} ${stream.nextInteger()}`);
    expect(beginnings.size).toBe(20_000);
    expect(randomStream(0).split(1).nextInteger()).not.toBe(randomStream(0).split("1").nextInteger());
    expect(randomStream(0).split("a").split("b").nextInteger()).not.toBe(randomStream(0).split("ab").nextInteger());
  });

  it("stays below its bound and reaches every value about as often", () => {
    const stream = randomStream(1);
    const counts = [0, 0, 0, 0, 0, 0];
    for (let index = 0; index < 60_000; index++) counts[stream.nextBelow(6)]! += 1;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
    expect(randomStream(2).nextBelow(1)).toBe(0);
  });

  it("has a mean of one half over the first numbers of many streams", () => {
    let sum = 0;
    for (let index = 0; index < 20_000; index++) sum += randomStream(9).split(index).nextFraction();
    expect(Math.abs(sum / 20_000 - 0.5)).toBeLessThan(0.01);
  });
});
