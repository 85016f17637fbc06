// Post-processing of scores, recalibration and refitting.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { betaBelow, betaQuantile } from "../../../../methods/labels/beta.ts";
import {
  changePoint,
  clip,
  delta,
  fitRecalibration,
  minForm,
  minFormWeights,
  recalibrate,
  refitChangePoint,
  standardChangePoint,
} from "../../../../methods/labels/index.ts";
import type { CountedPrefixes, JudgedSolution } from "../../../../methods/labels/index.ts";
import { randomStream } from "../../../../methods/random.ts";

describe("min-form", () => {
  it("is the least score from each step on", () => {
    expect(minForm([0.9, 0.2, 0.8, 0.5])).toEqual([0.2, 0.2, 0.5, 0.5]);
    expect(minForm([0.9, null, 0.8])).toEqual([null, null, 0.8]);
    expect(minForm([])).toEqual([]);
  });

  it("weighs the worst step most, with weights that sum to 1", () => {
    const weights = minFormWeights([0.9, 0.1, 0.8]);
    expect(weights[1]).toBeGreaterThan(0.99);
    expect(weights.reduce<number>((sum, weight) => sum + (weight ?? 0), 0)).toBeCloseTo(1, 12);
    expect(minFormWeights([0.9, null])).toEqual([null, null]);
  });
});

describe("clip and delta", () => {
  it("clip leaves nothing to gain", () => {
    expect(clip([0.9, 0.5, 0.2, null], 0.5)).toEqual([0, 0, expect.closeTo(-0.3, 12), null]);
  });

  it("delta keeps the last score and sums to the first", () => {
    expect(delta([0.9, 0.6, 0.2])).toEqual([expect.closeTo(0.3, 12), expect.closeTo(0.4, 12), 0.2]);
    expect(delta([0.9, null, 0.2])).toEqual([null, null, 0.2]);
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (scores) => {
        expect(delta(scores).reduce<number>((sum, each) => sum + (each ?? 0), 0)).toBeCloseTo(scores[0] ?? 0, 9);
      }),
    );
  });
});

describe("the Beta distribution", () => {
  it.each([
    [0.5, 0.5, 0.5, 0.5],
    [0.3, 1, 1, 0.3],
    [0.3, 2, 3, 0.3483],
    [0.25, 0.5, 0.5, 1 / 3],
    [0.9, 30, 10, 0.995835],
  ])("at %d with a = %d, b = %d is %d", (x, a, b, expected) => {
    expect(betaBelow(x, a, b)).toBeCloseTo(expected, 4);
  });

  it("rises from 0 to 1, mirrors, and is undone by its quantile", () => {
    const shape = fc.double({ min: 0.5, max: 200, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), shape, shape, (x, a, b) => {
        const below = betaBelow(x, a, b);
        expect(below + betaBelow(1 - x, b, a)).toBeCloseTo(1, 9);
        expect(betaBelow(betaQuantile(0.05, a, b), a, b)).toBeCloseTo(0.05, 9);
      }),
    );
  });
});

describe("recalibration", () => {
  it("gives the share of each stated probability where those rise", () => {
    const judged = [0.2, 0.2, 0.6, 0.6, 0.9].map((probability, index) => ({
      probability,
      isRight: [false, true, true, true, true][index] ?? false,
    }));
    const fitted = fitRecalibration(judged);
    expect([0.1, 0.2, 0.5, 0.6, 0.95].map((probability) => recalibrate(probability, fitted))).toEqual([0.5, 0.5, 0.5, 1, 1]);
  });

  it("pools what falls", () => {
    const fitted = fitRecalibration([
      { probability: 0.3, isRight: true },
      { probability: 0.8, isRight: false },
    ]);
    expect([0.3, 0.8].map((probability) => recalibrate(probability, fitted))).toEqual([0.5, 0.5]);
  });

  it("without judged data leaves a probability as it is", () => {
    expect(recalibrate(0.7, fitRecalibration([]))).toBe(0.7);
  });

  it("never falls, and keeps the mean of what it was fitted to", () => {
    const judged = fc.array(fc.record({ probability: fc.constantFrom(0.1, 0.4, 0.5, 0.9), isRight: fc.boolean() }), { minLength: 1 });
    fc.assert(
      fc.property(judged, (list) => {
        const fitted = fitRecalibration(list);
        const shares = [0.1, 0.4, 0.5, 0.9].map((probability) => recalibrate(probability, fitted));
        expect(shares).toEqual(shares.toSorted((one, other) => one - other));
        const sum = list.reduce((total, { probability }) => total + recalibrate(probability, fitted), 0);
        expect(sum).toBeCloseTo(list.filter(({ isRight }) => isRight).length, 9);
      }),
    );
  });
});

describe("refitting", () => {
  /** Solutions whose wrong prefixes all recover at one rate, with the whole of their counts. */
  function judged(recovery: number, solutions: number): JudgedSolution[] {
    const random = randomStream(3);
    return Array.from({ length: solutions }, () => {
      const firstError = random.nextBelow(6);
      const prefixes: CountedPrefixes = [
        { correct: 14, k: 20 },
        ...Array.from({ length: 5 }, (_, index) => {
          const rate = index + 1 <= firstError ? 0.7 : recovery;
          return { correct: Array.from({ length: 20 }, () => random.nextFraction()).filter((each) => each < rate).length, k: 20 };
        }),
        { correct: 0, k: 1 },
      ];
      return { prefixes, firstError };
    });
  }

  it("finds how wrong prefixes recover, and that right ones do not climb", () => {
    const fitted = refitChangePoint(judged(0.2, 200), standardChangePoint);
    const [likeliest] = fitted.recoveries.toSorted((one, other) => other.weight - one.weight);
    expect(likeliest?.value).toBe(0.2);
    expect(fitted.climbs[0]?.weight).toBeGreaterThan(0.8);
    expect(fitted.sound).toBe(standardChangePoint.sound);
  });

  it("makes the judged first errors likelier", () => {
    const data = judged(0.3, 200);
    const fitted = refitChangePoint(data, standardChangePoint);
    const mean = (parameters: typeof fitted): number =>
      data.reduce((sum, { prefixes, firstError }) => sum + (changePoint(prefixes, parameters)?.probability[firstError] ?? 0), 0) /
      data.length;
    expect(mean(fitted)).toBeGreaterThan(mean(standardChangePoint));
  });

  it("weights still sum to 1, and no data changes nothing", () => {
    const fitted = refitChangePoint(judged(0.05, 20), standardChangePoint);
    for (const weighted of [fitted.climbs, fitted.recoveries])
      expect(weighted.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(refitChangePoint([], standardChangePoint)).toEqual(standardChangePoint);
  });

  it("counts right solutions with an error against soundness", () => {
    const right = judged(0.2, 90).map((each) => ({ ...each, prefixes: [...each.prefixes.slice(0, -1), { correct: 1, k: 1 }] }));
    expect(refitChangePoint(right, standardChangePoint).sound).toBeCloseTo(0.09, 9);
  });
});
