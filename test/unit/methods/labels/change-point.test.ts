// The change-point posterior: what it says of clear, missing and contradictory counts, and the laws of probability.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changePoint, standardChangePoint } from "../../../../methods/labels/index.ts";
import type { CountedPrefixes } from "../../../../methods/labels/index.ts";

const wrong = { correct: 0, k: 1 };
const right = { correct: 1, k: 1 };
const root = { correct: 6, k: 8 };

/** Successes of 8 after 1, 2, … steps; null = not measured. */
function of8(...correct: readonly (number | null)[]): CountedPrefixes {
  return [root, ...correct.map((each) => (each === null ? null : { correct: each, k: 8 })), wrong];
}

const probabilities = (prefixes: CountedPrefixes): readonly number[] => [...(changePoint(prefixes)?.probability ?? [])];

const count = fc.nat({ max: 12 }).chain((k) => fc.record({ k: fc.constant(k), correct: fc.nat({ max: k }) }));
const counted = fc
  .tuple(fc.option(count), fc.array(fc.option(count), { maxLength: 30 }), fc.constantFrom(wrong, right))
  .map(([first, middle, grade]): CountedPrefixes => [first, ...middle, grade]);

describe("the first error", () => {
  it("is equally likely everywhere before a rollout, and none has no probability in a wrong solution", () => {
    expect(probabilities(of8(null, null, null))).toEqual([0.25, 0.25, 0.25, 0.25, 0].map((each) => expect.closeTo(each, 12)));
  });

  it("is the last step where all prefixes always succeed", () => {
    expect(probabilities(of8(8, 8, 8, 8))[4]).toBeGreaterThan(0.99);
  });

  it("is the first step where all prefixes fail and the root does not", () => {
    expect(probabilities(of8(0, 0, 0, 0))[0]).toBeGreaterThan(0.99);
  });

  it("is where success ends", () => {
    expect(probabilities(of8(7, 6, 0, 0, 0))[2]).toBeGreaterThan(0.99);
  });

  it("is not moved far by one recovery", () => {
    expect(probabilities(of8(7, 6, 0, 1, 0))[2]).toBeGreaterThan(0.9);
  });

  it("of counts that contradict each other is not certain", () => {
    const contradictory = probabilities(of8(8, 0, 8, 0));
    expect(contradictory.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
    expect(Math.max(...contradictory)).toBeLessThan(0.999);
  });

  it("of a right solution is mostly none, and less so the more of its prefixes fail", () => {
    const none = (...correct: readonly number[]): number => probabilities([...of8(...correct).slice(0, -1), right]).at(-1) ?? 0;
    expect(probabilities([root, null, null, right]).at(-1)).toBeCloseTo(standardChangePoint.sound, 12);
    expect(none(8, 8)).toBeGreaterThan(0.95);
    expect(none(8, 0)).toBeLessThan(0.1);
  });
});

describe("where it is not defined", () => {
  it.each<[string, CountedPrefixes]>([
    ["a blank solution", [root]],
    ["no prefix at all", []],
    ["an ungraded solution", [root, { correct: 8, k: 8 }, null]],
    ["a grade of no draw", [root, { correct: 8, k: 8 }, { correct: 0, k: 0 }]],
  ])("%s has none", (_, prefixes) => {
    expect(changePoint(prefixes)).toBeNull();
  });

  it("a root that was not sampled falls back on the stated prior", () => {
    expect(changePoint([null, { correct: 8, k: 8 }, { correct: 0, k: 8 }, wrong])?.probability[1]).toBeGreaterThan(0.9);
  });
});

describe("laws", () => {
  it("probabilities and shares of curves each sum to 1, for any counts, roots of 0 and 1, and 1 to 200 steps", () => {
    const large = fc
      .tuple(fc.constantFrom(null, { correct: 0, k: 1e6 }, { correct: 1e6, k: 1e6 }), fc.constantFrom(1, 200), fc.constantFrom(0, 64, 4000))
      .map(([first, steps, k]): CountedPrefixes => [
        first,
        ...Array.from({ length: steps - 1 }, (_, step) => ({ correct: step % 3 === 0 ? k : 0, k })),
        wrong,
      ]);
    fc.assert(
      fc.property(fc.oneof(counted, large), (prefixes) => {
        const model = changePoint(prefixes);
        if (model === null) throw new Error("A graded solution has a model.");
        expect(model.probability.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9);
        expect(model.probability.every((each) => each >= 0 && each <= 1)).toBe(true);
        for (let error = 0; error <= model.steps; error++)
          for (const [curves, shares] of [
            [model.curves.right, model.rightShares],
            [model.curves.wrong, model.wrongShares],
          ] as const)
            expect(curves.reduce((sum, _, index) => sum + (shares[index * (model.steps + 1) + error] ?? 0), 0)).toBeCloseTo(1, 9);
      }),
      { numRuns: 60 },
    );
  });

  it("prefixes without a valid rollout change nothing", () => {
    fc.assert(
      fc.property(counted, (prefixes) => {
        const filled = prefixes.map((each) => each ?? { correct: 0, k: 0 });
        expect(changePoint(filled)?.probability).toEqual(changePoint(prefixes)?.probability);
      }),
    );
  });

  it("a success never makes an earlier first error likelier, a failure never a later one", () => {
    const upTo = (probability: Float64Array, step: number): number => probability.slice(0, step).reduce((sum, each) => sum + each, 0);
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 20 }), fc.nat(), (steps, at) => {
        const step = 1 + (at % (steps - 1));
        const blank: CountedPrefixes = [root, ...Array.from({ length: steps - 1 }, () => null), wrong];
        const [before, success, failure] = [blank, blank.with(step, right), blank.with(step, wrong)].map((prefixes) =>
          upTo(changePoint(prefixes)?.probability ?? new Float64Array(), step),
        );
        expect(success).toBeLessThan(before ?? 0);
        expect(failure).toBeGreaterThan(before ?? 1);
      }),
    );
  });
});
