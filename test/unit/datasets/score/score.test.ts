// The score: ProcessBench's figures by hand, and the laws that any labelling obeys.
import { existsSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinGold, posteriorVerdict, readGold, scoreFirstErrors } from "../../../../datasets/score/index.ts";
import type { GoldItem, Prediction, ScoredItem, Verdict } from "../../../../datasets/score/index.ts";

const noCost = { rollouts: null, usd: null };
const gold = (id: string, firstError: number, steps = 6, domain: string | null = null): GoldItem => ({
  id,
  steps,
  firstError,
  finalAnswerCorrect: firstError < 0,
  domain,
});
const decided = (firstError: number, probability: number | null = null): Verdict => ({ kind: "decided", firstError, probability });
const abstained = (reason: string, likeliest: { firstError: number; probability: number } | null = null): Verdict => ({
  kind: "abstained",
  reason,
  likeliest,
});

/** [true first error, verdict] for each item. */
function items(...pairs: readonly (readonly [number, Verdict])[]): ScoredItem[] {
  return pairs.map(([firstError, verdict], index) => ({ gold: gold(String(index), firstError), verdict, domain: "math" }));
}

describe("accuracy", () => {
  it("is the harmonic mean of exact accuracies on wrong and on right items", () => {
    const { all } = scoreFirstErrors(
      items([2, decided(2)], [2, decided(3)], [3, decided(1)], [4, decided(-1)], [-1, decided(-1)], [-1, decided(0)]),
      noCost,
    );
    expect(all).toMatchObject({ items: 6, wrongItems: 4, rightItems: 2, wrong: 0.25, right: 0.5, withinOne: 0.5, early: 0.25, late: 0.5 });
    expect(all.f1).toBeCloseTo(1 / 3, 12);
    expect(all.coverage).toBe(1);
  });

  it("counts an abstention as nothing named, beside the accuracy of the decided", () => {
    const { all, abstentions } = scoreFirstErrors(
      items([2, decided(2)], [1, abstained("undecided")], [-1, abstained("undecided")], [-1, abstained("ungraded")]),
      noCost,
    );
    expect(all).toMatchObject({ wrong: 0.5, right: 0, f1: 0, coverage: 0.25, ofDecided: 1, early: 0, late: 0 });
    expect(abstentions).toEqual([
      { reason: "undecided", items: 2 },
      { reason: "ungraded", items: 1 },
    ]);
  });

  it("takes no share of nothing", () => {
    expect(scoreFirstErrors([], noCost).all).toMatchObject({
      items: 0,
      wrong: null,
      right: null,
      f1: null,
      coverage: null,
      ofDecided: null,
    });
    expect(scoreFirstErrors(items([1, decided(1)]), noCost).all).toMatchObject({ wrong: 1, right: null, f1: null });
  });
});

describe("calibration", () => {
  it("bins by probability, abstained items with their likeliest step", () => {
    const { calibration } = scoreFirstErrors(
      items([2, decided(2, 0.9)], [2, decided(3, 0.9)], [1, abstained("undecided", { firstError: 1, probability: 0.5 })], [1, decided(1)]),
      noCost,
    );
    expect(calibration.items).toBe(3);
    expect(calibration.brier).toBeCloseTo((0.01 + 0.81 + 0.25) / 3, 12);
    expect(calibration.bins.reduce((sum, bin) => sum + bin.items, 0)).toBe(3);
  });

  it("is perfect where every probability comes true in its share", () => {
    const pairs = Array.from({ length: 100 }, (_, index) => [2, decided(index % 4 === 0 ? 3 : 2, 0.75)] as const);
    expect(scoreFirstErrors(items(...pairs), noCost).calibration.error).toBeLessThan(0.06);
  });

  it("without a probability is not defined", () => {
    expect(scoreFirstErrors(items([1, decided(1)]), noCost).calibration).toEqual({ items: 0, brier: null, error: null, bins: [] });
  });
});

describe("classes", () => {
  it("of steps up to the first error: right before it, wrong at it", () => {
    const { classes } = scoreFirstErrors(items([2, decided(2)], [2, decided(1)]), noCost);
    expect(classes.right).toEqual({ steps: 4, precision: 1, recall: 0.75, f1: expect.closeTo(6 / 7, 12) });
    expect(classes.wrong).toEqual({ steps: 2, precision: 0.5, recall: 0.5, f1: 0.5 });
  });

  it("an abstention costs recall alone", () => {
    const { classes } = scoreFirstErrors(items([1, decided(1)], [1, abstained("undecided")]), noCost);
    expect(classes.wrong).toMatchObject({ precision: 1, recall: 0.5 });
  });
});

describe("groups and cost", () => {
  it("come by length and by domain, without empty ones", () => {
    const some: ScoredItem[] = [
      { gold: gold("a", 1, 4), verdict: decided(1), domain: "math" },
      { gold: gold("b", 1, 5), verdict: decided(2), domain: "code" },
      { gold: gold("c", 1, 40), verdict: decided(1), domain: "math" },
    ];
    const score = scoreFirstErrors(some, { rollouts: 30, usd: 1 });
    expect(score.byLength.map(({ name, accuracy }) => [name, accuracy.wrong])).toEqual([
      ["1 to 4 steps", 1],
      ["5 to 8 steps", 0],
      ["17 steps and more", 1],
    ]);
    expect(score.byDomain.map(({ name, accuracy }) => [name, accuracy.items])).toEqual([
      ["code", 1],
      ["math", 2],
    ]);
    expect(score.perKeptRightLabel).toEqual({ rollouts: 15, usd: 0.5 });
  });

  it("a cost for each right label needs a cost and a right label", () => {
    expect(scoreFirstErrors(items([1, decided(2)]), { rollouts: 3, usd: 1 }).perKeptRightLabel).toEqual(noCost);
    expect(scoreFirstErrors(items([1, decided(1)]), noCost).perKeptRightLabel).toEqual(noCost);
  });
});

describe("laws", () => {
  const verdict = fc.oneof(
    fc
      .record({ firstError: fc.integer({ min: -1, max: 5 }), probability: fc.option(fc.double({ min: 0, max: 1, noNaN: true })) })
      .map((each): Verdict => ({ kind: "decided", ...each })),
    fc.constantFrom("undecided", "ungraded").map((reason) => abstained(reason)),
  );
  const pairs = fc.array(fc.tuple(fc.integer({ min: -1, max: 5 }), verdict), { maxLength: 30 });

  it("all shares lie in [0, 1], coverage and abstentions add up, and order does not matter", () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const some = items(...list);
        const score = scoreFirstErrors(some, noCost);
        const { wrong, right, f1, withinOne, early, late, coverage, ofDecided } = score.all;
        for (const value of [wrong, right, f1, withinOne, early, late, coverage, ofDecided])
          expect(value === null || (value >= 0 && value <= 1)).toBe(true);
        expect((coverage ?? 1) * some.length + score.abstentions.reduce((sum, each) => sum + each.items, 0)).toBeCloseTo(some.length, 9);
        expect((withinOne ?? 0) >= (wrong ?? 0)).toBe(true);
        expect(scoreFirstErrors(some.toReversed(), noCost).all).toEqual(score.all);
      }),
    );
  });

  it("gold itself scores 1 throughout", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 5 }), { minLength: 1 }), (errors) => {
        const { all, classes } = scoreFirstErrors(items(...errors.map((error) => [error, decided(error, 1)] as const)), noCost);
        expect([all.wrong ?? 1, all.right ?? 1, all.f1 ?? 1, all.coverage, all.ofDecided]).toEqual([1, 1, 1, 1, 1]);
        expect([classes.right.precision ?? 1, classes.right.recall ?? 1, classes.wrong.precision ?? 1, classes.wrong.recall ?? 1]).toEqual([
          1, 1, 1, 1,
        ]);
      }),
    );
  });
});

describe("the join", () => {
  const prediction = (id: string, steps: number, firstError: number): Prediction => ({
    id,
    steps,
    verdict: decided(firstError),
    domain: "math",
  });

  it("keeps gold's order, and tells what is missing, mismatched and unjudged apart", () => {
    const joined = joinGold(
      [prediction("c", 6, 1), prediction("a", 6, 2), prediction("a", 6, 3), prediction("b", 5, 2), prediction("x", 6, 0)],
      [gold("a", 2), gold("b", 2), gold("c", 1, 6, "code"), gold("d", 0)],
    );
    expect(joined.items.map(({ gold: { id }, verdict: said, domain }) => [id, said, domain])).toEqual([
      ["a", decided(2), "math"],
      ["c", decided(1), "code"],
    ]);
    expect(joined).toMatchObject({ missing: ["d"], mismatched: ["b"], unjudged: 1 });
  });
});

describe("a verdict from the posterior", () => {
  it.each<[string, readonly (number | null)[], Verdict]>([
    ["names the likeliest step", [0.02, 0.95, 0.03], decided(1, 0.95)],
    [
      "names none where no error is likelier",
      [0.01, 0.02, 0.01],
      { kind: "decided", firstError: -1, probability: expect.closeTo(0.96, 12) },
    ],
    ["abstains below the confidence", [0.4, 0.6], abstained("undecided", { firstError: 1, probability: 0.6 })],
    ["abstains without a posterior", [null, null], abstained("no_posterior")],
    ["abstains of no step", [], abstained("no_posterior")],
  ])("%s", (_, probabilities, expected) => {
    expect(posteriorVerdict(probabilities, 0.9)).toEqual(expected);
  });
});

const shared = "../shared/data/human";
describe.skipIf(!existsSync(shared))("on judged solutions (needs ../shared/data)", () => {
  it.each([
    ["processbench/gsm8k.json", "processbench_gsm8k.jsonl", 400],
    ["processbench/math.json", "processbench_math.jsonl", 1000],
  ])("%s says the same as %s", async (own, common, count) => {
    const [one, other] = [await readGold(`${shared}/${own}`), await readGold(`${shared}/${common}`)];
    expect(one).toHaveLength(count);
    expect(one).toEqual(other.map((item) => ({ ...item, domain: null })));
  });

  it("a labelling that calls every solution right has F1 0 and is right of the right ones", async () => {
    const judged = await readGold(`${shared}/processbench_gsm8k.jsonl`);
    const { all } = scoreFirstErrors(
      judged.map((item) => ({ gold: item, verdict: decided(-1), domain: "math" })),
      noCost,
    );
    expect(all).toMatchObject({ items: 400, wrong: 0, right: 1, f1: 0, late: 1 });
  });
});
