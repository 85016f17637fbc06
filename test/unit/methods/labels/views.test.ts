// Every label view against its reference values, and where each of them is not defined.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  labelViews,
  likeliestFirstError,
  measuredPrefixes,
  pairwise,
  pairwiseTarget,
  stepViews,
} from "../../../../methods/labels/index.ts";
import type { MeasuredPrefixes } from "../../../../methods/labels/index.ts";
import type { PrefixCount, SolutionOutcome, StopRule } from "../../../../schemas/index.ts";

function count(step: number, correct: number, k = 8, stop: StopRule = "fixed"): PrefixCount {
  return { step, correct, k, invalid: 0, distinct: k, stop };
}

interface Shape {
  readonly outcome?: SolutionOutcome;
  readonly root?: PrefixCount | null;
  readonly stop?: StopRule;
}

/** Successes of 8 after 1, 2, … steps, null = not measured; then a last step. */
function of8(
  correct: readonly (number | null)[],
  { outcome = "wrong", root = count(0, 13, 16), stop = "fixed" }: Shape = {},
): MeasuredPrefixes {
  const counts = correct.flatMap((each, index) => (each === null ? [] : [count(index + 1, each, 8, stop)]));
  return measuredPrefixes({ outcome, steps: correct.length + 1, root, counts });
}

const close = (values: readonly (number | null)[], digits = 3) =>
  values.map((each) => (each === null ? null : expect.closeTo(each, digits)));

describe("rpe", () => {
  it("keeps 5 of 6 and loses 3 of 5", () => {
    const prefixes = of8([6, 5, 3]);
    expect(labelViews.rpe(prefixes).slice(0, 3)).toEqual(close([0.923, 0.833, 0.6]));
    expect(labelViews.rpe_label(prefixes)).toEqual([true, true, false, false]);
  });

  it("is false from a prefix without a success on, whatever comes later", () => {
    expect(labelViews.rpe_label(of8([0, 8, 8], { outcome: "correct" }))).toEqual([false, false, false, false]);
    expect(labelViews.rpe(of8([0, 8]))).toEqual(close([0, null, 0]));
  });

  it("is not defined beside a prefix that was not measured, nor after a root that never succeeded", () => {
    expect(labelViews.rpe_label(of8([8, null, 8], { outcome: "correct" }))).toEqual([true, null, null, true]);
    expect(labelViews.rpe_label(of8([4], { root: null }))).toEqual([null, false]);
    expect(labelViews.rpe_label(of8([4, 4], { root: count(0, 0) }))).toEqual([null, null, null]);
  });
});

describe("relative views", () => {
  it("relative ratio compares each pair alone", () => {
    expect(labelViews.rel_ratio(of8([8, 6, 0, 8]))).toEqual([true, false, false, null, false]);
  });

  it("relative effective forgives a small loss at a high rate, and not the whole", () => {
    expect(labelViews.rel_effective(of8([8, 6, 0, 0, 1]))).toEqual([true, true, false, false, true, false]);
  });

  it("advantage is what a step adds", () => {
    expect(labelViews.advantage(of8([8, 6, 0]))).toEqual(close([0.1875, -0.25, -0.75, 0]));
  });

  it.each(["rpe", "rel_ratio", "rel_effective", "advantage", "er"] as const)("%s is not defined of first-success counts", (name) => {
    expect(labelViews[name](of8([1, 1], { stop: "first_success" })).slice(0, 2)).toEqual([null, null]);
  });
});

describe("er", () => {
  it("of half the rollouts at eta 1 is .620, and the last step is its grade", () => {
    expect(labelViews.er(of8([4, 0, 8]))).toEqual(close([0.62, 0, 1, 0]));
  });
});

describe("scan", () => {
  it("of c = 8, 6, 3, 0 and self-confidence .8125 is 1, .923, .462, 0, then nothing", () => {
    expect(labelViews.scan(of8([8, 6, 3, 0, 5]))).toEqual(close([1, 0.923, 0.462, 0, null, null]));
  });

  it("is 1 for any success far from the error, and never above 1", () => {
    expect(labelViews.scan(of8([1, 8, 8, 0]))).toEqual([1, 1, 1, 0, null]);
  });

  it("of a right solution is 1 throughout, without a rollout", () => {
    expect(labelViews.scan(of8([null, null], { outcome: "correct" }))).toEqual([1, 1, 1]);
  });

  it("is not defined where an earlier prefix was not measured, without a root, and of ungraded solutions", () => {
    const nothing = [null, null, null];
    expect(labelViews.scan(of8([null, 0]))).toEqual(nothing);
    expect(labelViews.scan(of8([8, 0], { root: null }))).toEqual(nothing);
    expect(labelViews.scan(of8([8, 0], { root: count(0, 0) }))).toEqual(nothing);
    expect(labelViews.scan(of8([8, 0], { outcome: "ungraded" }))).toEqual(nothing);
  });
});

describe("outcome copy", () => {
  it.each([
    ["correct", true],
    ["wrong", false],
    ["ungraded", null],
  ] as const)("of a solution that is %s is %s at every step", (outcome, expected) => {
    expect(labelViews.outcome_copy(of8([null, null], { outcome }))).toEqual([expected, expected, expected]);
  });
});

describe("shrunk", () => {
  it.each([
    [0, 0, 0.21],
    [1, 0.02, 0.4],
    [4, 0.24, 0.76],
    [7, 0.6, 0.98],
    [8, 0.79, 1],
  ])("of %d of 8 lies between %d and %d with probability .9", (correct, low, high) => {
    const prefixes = of8([correct]);
    expect(labelViews.shrunk_low(prefixes)[0]).toBeCloseTo(low, 1.9);
    expect(labelViews.shrunk_high(prefixes)[0]).toBeCloseTo(high, 1.9);
    expect(labelViews.shrunk(prefixes)[0]).toBeCloseTo((correct + 0.5) / 9, 12);
  });

  it("is defined of first-success counts, and not of none", () => {
    expect(labelViews.shrunk(of8([1, null], { stop: "first_success" }))).toEqual(close([1.5 / 9, null, 0.25]));
  });
});

describe("pseudo-positive", () => {
  it("falls with every success", () => {
    const values = labelViews.p_pseudo_positive(of8([0, 1, 2, 8]));
    expect(values.slice(0, 4)).toEqual(close([0.8, 0.32, 0.06, 0], 1));
  });
});

describe("the posterior's views", () => {
  it("name the step where success ends", () => {
    const prefixes = of8([8, 7, 0, 0]);
    expect(labelViews.p_first_error(prefixes)[2]).toBeGreaterThan(0.95);
    expect(labelViews.p_good(prefixes)[1]).toBeGreaterThan(0.95);
    expect(labelViews.p_good(prefixes)[2]).toBeLessThan(0.05);
    expect(likeliestFirstError(prefixes)).toEqual({ firstError: 2, probability: expect.closeTo(1, 1) });
  });

  it("say -1 of a right solution", () => {
    expect(likeliestFirstError(of8([8, 7], { outcome: "correct" }))).toEqual({ firstError: -1, probability: expect.closeTo(1, 1) });
  });

  it.each<[string, MeasuredPrefixes]>([
    ["without a rollout", of8([null, null])],
    ["of an ungraded solution", of8([8, 0], { outcome: "ungraded" })],
    ["where nothing ever succeeded", of8([0, 0], { root: null })],
    ["where even the root failed", of8([0, 0], { root: count(0, 0) })],
  ])("%s are not defined", (_, prefixes) => {
    expect(labelViews.p_first_error(prefixes)).toEqual([null, null, null]);
    expect(labelViews.p_good(prefixes)).toEqual([null, null, null]);
    expect(likeliestFirstError(prefixes)).toBeNull();
  });

  it("of one wrong step need no rollout", () => {
    expect(likeliestFirstError(of8([]))).toEqual({ firstError: 0, probability: 1 });
  });
});

describe("pairwise", () => {
  it("of .75 against .25 is .75", () => {
    expect(pairwiseTarget(0.75, 0.25)).toBe(0.75);
  });

  it("compares measured steps after the same prefix, equal texts once", () => {
    const steps = [
      { parent: "a", prefix: "a1", count: count(1, 6) },
      { parent: "a", prefix: "a2", count: count(1, 2) },
      { parent: "a", prefix: "a1", count: count(1, 6) },
      { parent: "a", prefix: "a3", count: null },
      { parent: "b", prefix: "b1", count: count(1, 4) },
      { parent: "c", prefix: "c1", count: count(1, 1, 8, "first_success") },
      { parent: "c", prefix: "c2", count: count(1, 4) },
    ];
    expect(pairwise(steps)).toEqual([0.75, 0.25, 0.75, null, null, null, null]);
  });

  it("of all siblings is one half on average", () => {
    const counts = fc.array(fc.nat({ max: 8 }), { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(counts, (correct) => {
        const values = pairwise(correct.map((each, index) => ({ parent: "p", prefix: String(index), count: count(1, each) })));
        expect(values.reduce<number>((sum, each) => sum + (each ?? 0), 0) / values.length).toBeCloseTo(0.5, 9);
      }),
    );
  });
});

describe("all views", () => {
  const measured = fc.nat({ max: 9 }).chain((k) => fc.record({ k: fc.constant(k), correct: fc.nat({ max: k }) }));
  const stop = fc.constantFrom<StopRule[]>("fixed", "first_success");
  const anyPrefixes = fc
    .record({
      root: fc.option(measured),
      counts: fc.array(fc.option(fc.tuple(measured, stop)), { maxLength: 12 }),
      outcome: fc.constantFrom<SolutionOutcome[]>("correct", "wrong", "ungraded"),
    })
    .map(({ root, counts, outcome }) =>
      measuredPrefixes({
        outcome,
        steps: counts.length + 1,
        root: root === null ? null : count(0, root.correct, root.k),
        counts: counts.flatMap((each, index) => (each === null ? [] : [count(index + 1, each[0].correct, each[0].k, each[1])])),
      }),
    );

  it("stand in one row a step, finite and within their range", () => {
    fc.assert(
      fc.property(anyPrefixes, (prefixes) => {
        const rows = stepViews(prefixes);
        expect(rows).toHaveLength(prefixes.length - 1);
        for (const { rpe, advantage, ...row } of rows) {
          expect(rpe === null || (rpe >= 0 && Number.isFinite(rpe))).toBe(true);
          expect(advantage === null || (advantage >= -1 && advantage <= 1)).toBe(true);
          const numbers = Object.values(row).filter((value) => typeof value === "number");
          expect(numbers.every((value) => value >= -1e-12 && value <= 1 + 1e-12)).toBe(true);
        }
      }),
    );
  });

  it("say nothing of a step's own counts where k = 0", () => {
    const ownCounts = [
      "hard",
      "soft",
      "shrunk",
      "shrunk_low",
      "shrunk_high",
      "p_pseudo_positive",
      "rpe",
      "rel_ratio",
      "rel_effective",
      "advantage",
      "er",
    ] as const;
    fc.assert(
      fc.property(anyPrefixes, (prefixes) => {
        const unmeasured = stepViews(prefixes).filter((_, step) => (prefixes[step + 1]?.k ?? 0) === 0);
        for (const row of unmeasured) expect(ownCounts.map((name) => row[name])).toEqual(ownCounts.map(() => null));
      }),
    );
  });

  it("of no rollout at all are those that need none", () => {
    const rows = stepViews(of8([null, null], { root: null }));
    const known = rows.slice(0, -1).flatMap((row) => Object.entries(row).filter(([, value]) => value !== null));
    expect(new Set(known.map(([name]) => name))).toEqual(new Set(["outcome_copy"]));
  });

  it("sum to 1 over first errors, with p_good falling", () => {
    fc.assert(
      fc.property(anyPrefixes, (prefixes) => {
        const errors = labelViews.p_first_error(prefixes).filter((each) => each !== null);
        const good = labelViews.p_good(prefixes).filter((each) => each !== null);
        const sum = errors.reduce((total, each) => total + each, 0) + (good.at(-1) ?? 1);
        expect(sum).toBeCloseTo(1, 9);
        expect(good.every((each, step) => each <= (good[step - 1] ?? 1))).toBe(true);
      }),
    );
  });
});
