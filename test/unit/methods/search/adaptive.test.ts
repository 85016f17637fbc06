// adaptive k: the reference numbers, the promised miss rate, and what the strategies ask for under it.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomStream } from "../../../../methods/random.ts";
import { ratioTest, rolloutsFor, rootLowerBound } from "../../../../methods/search/adaptive.ts";
import { decide } from "../../../../methods/search/index.ts";
import type { SearchConfiguration } from "../../../../methods/search/index.ts";
import { problemOf, run, wrongSolution } from "./oracle.ts";
import type { Oracle } from "./oracle.ts";

describe("rollouts for a miss rate", () => {
  it.each([
    [0.3, 0.02, 11],
    [0.05, 0.05, 59],
    [0.1, 0.01, 44],
    [0.2, 0.02, 18],
    [0.75, 0.02, 3],
    [0.9, 0.01, 2],
    [1, 0.02, 1],
    [0, 0.02, Infinity],
  ])("of rate %d and misses %d are %d", (rate, misses, expected) => {
    expect(rolloutsFor(rate, misses)).toBe(expected);
  });

  it("are the fewest that keep it", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), fc.double({ min: 0.001, max: 0.5, noNaN: true }), (rate, misses) => {
        const k = rolloutsFor(rate, misses);
        expect((1 - rate) ** k).toBeLessThanOrEqual(misses * (1 + 1e-9));
        expect(k === 1 || (1 - rate) ** (k - 1) > misses * (1 - 1e-9)).toBe(true);
      }),
    );
  });

  it("rest on a bound below the root's share, and on nothing where no sample was valid", () => {
    expect(rootLowerBound({ correct: 12, wrong: 4, invalid: 0 })).toBeCloseTo(0.5452, 4);
    expect(rootLowerBound({ correct: 0, wrong: 16, invalid: 0 })).toBeCloseTo(0, 12);
    expect(rootLowerBound({ correct: 0, wrong: 0, invalid: 3 })).toBe(0);
    fc.assert(
      fc.property(fc.nat({ max: 100 }), fc.nat({ max: 100 }), (correct, wrong) => {
        const bound = rootLowerBound({ correct, wrong, invalid: 0 });
        expect(bound).toBeGreaterThanOrEqual(0);
        expect(bound * (correct + wrong)).toBeLessThanOrEqual(correct + 1e-9);
      }),
    );
  });
});

describe("the ratio test", () => {
  it("decides for success after two successes, for failure after eleven failures", () => {
    expect(ratioTest(0, 0, 0.05)).toEqual({ kind: "open", fewest: 2 });
    expect(ratioTest(2, 0, 0.05)).toEqual({ kind: "success" });
    expect(ratioTest(0, 11, 0.05)).toEqual({ kind: "open", fewest: 1 });
    expect(ratioTest(0, 12, 0.05)).toEqual({ kind: "failure" });
  });

  it("asks for no draw that a decision could do without", () => {
    fc.assert(
      fc.property(fc.nat({ max: 3 }), fc.nat({ max: 30 }), (correct, wrong) => {
        const verdict = ratioTest(correct, wrong, 0.05);
        if (verdict.kind !== "open") return;
        for (let success = 0; success < verdict.fewest; success++)
          expect(ratioTest(correct + success, wrong + (verdict.fewest - 1 - success), 0.05).kind).toBe("open");
      }),
    );
  });

  it("errs within its bound at both rates, and takes few draws where the answer is plain", () => {
    const random = randomStream(5);
    const trial = (rate: number): { readonly kind: string; readonly draws: number } => {
      for (let [correct, wrong] = [0, 0]; ;) {
        const verdict = ratioTest(correct, wrong, 0.05);
        if (verdict.kind !== "open") return { kind: verdict.kind, draws: correct + wrong };
        if (random.nextFraction() < rate) correct += 1;
        else wrong += 1;
      }
    };
    const trials = (rate: number) => Array.from({ length: 2000 }, () => trial(rate));
    expect(trials(0.25).filter(({ kind }) => kind === "failure").length / 2000).toBeLessThan(0.06);
    expect(trials(0.02).filter(({ kind }) => kind === "success").length / 2000).toBeLessThan(0.06);
    const plain = trials(0.75);
    expect(plain.reduce((sum, { draws }) => sum + draws, 0) / plain.length).toBeCloseTo(2.7, 0);
  });
});

describe("strategies under it", () => {
  const root = { correct: 15, wrong: 1, invalid: 0 };

  it("root_rate takes fewer rollouts where the root mostly succeeds, and all k where nothing is known of it", () => {
    const everyStep: SearchConfiguration = { kind: "every-step", k: 8, stop: "fixed", adapt: { by: "root_rate", misses: 0.02 } };
    const counts = (problem: Parameters<typeof decide>[0]): readonly number[] => {
      const decision = decide(problem, [], everyStep);
      return decision.kind === "probe" ? decision.probes.map(({ count }) => count) : [];
    };
    expect(counts({ ...problemOf(wrongSolution(4)), root })).toEqual([3, 3, 3]);
    expect(counts({ ...problemOf(wrongSolution(4)), root: { correct: 1, wrong: 15, invalid: 0 } })).toEqual([8, 8, 8]);
    expect(counts({ ...problemOf(wrongSolution(4)), root: null })).toEqual([8, 8, 8]);
  });

  const bisect: SearchConfiguration = { kind: "bisect", k: 16, stop: "fixed", adapt: { by: "ratio_test", misses: 0.05 } };

  it("ratio_test draws two for a prefix that succeeds, and goes on for one that fails until it is sure", () => {
    const { observations, abstained } = run(problemOf(wrongSolution(4)), bisect, (_, step) => (step <= 2 ? "correct" : "wrong"));
    const drawn = (step: number): number => observations.reduce((sum, each) => sum + (each.step === step ? each.count : 0), 0);
    expect([drawn(2), drawn(3)]).toEqual([2, 12]);
    expect(abstained).toEqual([]);
  });

  it("ratio_test abstains where k draws leave it open, and where a success is outvoted", () => {
    const oneIn =
      (period: number): Oracle =>
      (_, __, draw) =>
        draw % period === period - 1 ? "correct" : "wrong";
    expect(run(problemOf(wrongSolution(2)), { ...bisect, k: 8 }, () => "wrong").abstained).toEqual([{ solution: 0, reason: "undecided" }]);
    expect(run(problemOf(wrongSolution(2)), { ...bisect, k: 64 }, oneIn(12)).abstained).toMatchObject([{ solution: 0 }]);
    const once: Oracle = (_, __, draw) => (draw === 0 ? "correct" : "wrong");
    expect(run(problemOf(wrongSolution(2)), { ...bisect, k: 64 }, once).abstained).toEqual([{ solution: 0, reason: "unconfirmed" }]);
    expect(run(problemOf(wrongSolution(2)), bisect, () => "invalid").abstained).toEqual([{ solution: 0, reason: "unmeasured" }]);
  });
});
