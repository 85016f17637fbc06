// posterior: that it finds what can be found, knows what cannot, and never asks for more than its limit.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomStream } from "../../../../methods/random.ts";
import { decide } from "../../../../methods/search/index.ts";
import type { Observation, SearchConfiguration } from "../../../../methods/search/index.ts";
import { offers } from "../../../../methods/search/information.ts";
import { changePoint, standardChangePoint } from "../../../../methods/labels/index.ts";
import type { CountedPrefixes } from "../../../../methods/labels/index.ts";
import { searchSchema } from "../../../../schemas/configuration/strategies.ts";
import { answer, problemOf, run, wrongSolution } from "./oracle.ts";
import type { Oracle } from "./oracle.ts";

const posterior: SearchConfiguration = { kind: "posterior", confidence: 0.9, limit: 64 };

const monotone =
  (error: number): Oracle =>
  (_, step) =>
    step <= error ? "correct" : "wrong";

function likeliest(steps: number, observations: readonly Observation[]): number {
  const counts = Array.from({ length: steps + 1 }, (_, step) => {
    const those = observations.filter((observation) => observation.step === step);
    const correct = those.reduce((sum, each) => sum + each.correct, 0);
    return { correct, k: correct + those.reduce((sum, each) => sum + each.wrong, 0) };
  });
  const prefixes: CountedPrefixes = [{ correct: 4, k: 8 }, ...counts.slice(1, -1), { correct: 0, k: 1 }];
  const probability = changePoint(prefixes)?.probability ?? new Float64Array();
  return probability.indexOf(Math.max(...probability));
}

const drawsOf = (observations: readonly Observation[]): number => observations.reduce((sum, { count }) => sum + count, 0);

describe("the search by information", () => {
  it("finds the first error of every clear-cut solution, in about twice the rollouts that halving needs probes", () => {
    const cases = fc
      .integer({ min: 1, max: 64 })
      .chain((steps) => fc.record({ steps: fc.constant(steps), error: fc.nat({ max: steps - 1 }) }));
    fc.assert(
      fc.property(cases, ({ steps, error }) => {
        const { observations, abstained } = run(problemOf(wrongSolution(steps)), posterior, monotone(error));
        expect(abstained).toEqual([]);
        expect(likeliest(steps, observations)).toBe(error);
        expect(drawsOf(observations)).toBeLessThanOrEqual(8 + 3 * Math.ceil(Math.log2(steps)));
      }),
    );
  });

  it("asks for one batch of one or two fixed rollouts of one prefix a solution and round", () => {
    const { rounds } = run(problemOf(wrongSolution(16, 0), wrongSolution(9, 1)), posterior, monotone(5));
    for (const probes of rounds) {
      expect(new Set(probes.map(({ solution }) => solution)).size).toBe(probes.length);
      for (const { count, stop } of probes) {
        expect([1, 2]).toContain(count);
        expect(stop).toBe("fixed");
      }
    }
  });

  it("of a single step needs no probe", () => {
    expect(run(problemOf(wrongSolution(1)), posterior, monotone(0))).toEqual({ rounds: [], observations: [], abstained: [] });
  });

  it("asks again, with the same numbers, for a probe that was not answered", () => {
    const problem = problemOf(wrongSolution(16));
    const first = decide(problem, [], posterior);
    expect(decide(problem, [], posterior)).toEqual(first);
    if (first.kind !== "probe") throw new Error("It has something to ask.");
    const observed = first.probes.map((probe) => answer(probe, monotone(5)));
    expect(decide(problem, [...observed, ...observed], posterior)).toEqual(decide(problem, observed, posterior));
  });

  it("does not depend on the order of the observations", () => {
    const oracle: Oracle = (_, step, draw) => ((step * 7 + draw * 3) % 4 === 0 ? "wrong" : "correct");
    const problem = problemOf(wrongSolution(12, 0), wrongSolution(5, 1));
    const { observations } = run(problem, posterior, oracle);
    fc.assert(
      fc.property(fc.shuffledSubarray([...observations]), (some) => {
        const sorted = observations.filter((observation) => some.includes(observation));
        expect(decide(problem, some, posterior)).toEqual(decide(problem, sorted, posterior));
      }),
    );
  });

  it("names the true error of nine solutions in ten where rollouts from wrong prefixes recover now and then", () => {
    const random = randomStream(11);
    const errors = Array.from({ length: 200 }, () => random.nextBelow(16));
    const right = errors.filter((error) => {
      const oracle: Oracle = (_, step) => (random.nextFraction() < (step <= error ? 0.75 : 0.05) ? "correct" : "wrong");
      const { observations } = run({ ...problemOf(wrongSolution(16)), root: { correct: 12, wrong: 4, invalid: 0 } }, posterior, oracle);
      return likeliest(16, observations) === error;
    });
    expect(right.length).toBeGreaterThan(180);
  });
});

describe("where it abstains", () => {
  it.each<["c" | "u", "wrong" | "all" | undefined, readonly unknown[]]>([
    ["c", undefined, []],
    ["u", undefined, []],
    ["u", "wrong", []],
    ["u", "all", [{ solution: 0, reason: "ungraded" }]],
  ])("a solution with outcome %s under probe %s is not probed", (outcome, probe, abstained) => {
    const configuration = probe === undefined ? posterior : { ...posterior, probe };
    expect(decide(problemOf({ ...wrongSolution(8), outcome }), [], configuration)).toEqual({ kind: "done", abstained });
  });

  it("a right solution is taken for sound until rollouts of it fail", () => {
    const problem = problemOf({ ...wrongSolution(8), outcome: "c" as const });
    const all: SearchConfiguration = { ...posterior, probe: "all" };
    expect(run(problem, all, () => "correct").abstained).toEqual([]);
    const found = run(problem, { ...all, confidence: 0.99 }, monotone(3));
    expect(found.observations.some(({ step, wrong }) => step > 3 && wrong > 0)).toBe(true);
  });

  it("a root that never succeeded gives no probe", () => {
    const problem = { ...problemOf(wrongSolution(8)), root: { correct: 0, wrong: 8, invalid: 0 } };
    expect(decide(problem, [], posterior)).toEqual({ kind: "done", abstained: [{ solution: 0, reason: "root_failed" }] });
  });

  it("a root that was not sampled, with no success anywhere, says nothing", () => {
    const problem = { ...problemOf(wrongSolution(4)), root: null };
    expect(run(problem, posterior, () => "wrong").abstained).toMatchObject([{ solution: 0 }]);
    expect(run(problem, posterior, monotone(2)).abstained).toEqual([]);
  });

  it("k = 0: a limit of no rollouts is an abstention, with no probe", () => {
    expect(run(problemOf(wrongSolution(8)), { ...posterior, limit: 0 }, monotone(3))).toMatchObject({
      rounds: [],
      abstained: [{ solution: 0, reason: "undecided" }],
    });
  });

  it("a model that hardly ever solves the problem cannot tell right prefixes from wrong ones", () => {
    const problem = { ...problemOf(wrongSolution(8)), root: { correct: 1, wrong: 999, invalid: 0 } };
    expect(run(problem, posterior, () => "wrong").abstained).toEqual([{ solution: 0, reason: "inseparable" }]);
  });

  it("invalid rollouts only: gives up within the limit", () => {
    const { observations, abstained } = run(problemOf(wrongSolution(16)), posterior, () => "invalid");
    expect(drawsOf(observations)).toBeLessThanOrEqual(64);
    expect(abstained).toMatchObject([{ solution: 0 }]);
  });

  it("ends within its limit whatever the counts and the root say", () => {
    const grade = fc.constantFrom("correct" as const, "wrong" as const, "invalid" as const);
    const root = fc.option(
      fc.record({ correct: fc.constantFrom(0, 1, 5, 1e6), wrong: fc.constantFrom(0, 1, 5, 1e6), invalid: fc.nat({ max: 3 }) }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2, 7, 40, 200),
        fc.array(grade, { minLength: 1, maxLength: 50 }),
        root,
        fc.constantFrom("wrong" as const, "all" as const),
        fc.constantFrom("c" as const, "w" as const),
        (steps, grades, root, probe, outcome) => {
          const oracle: Oracle = (_, step, draw) => grades[(step * 11 + draw) % grades.length] ?? "wrong";
          const problem = { ...problemOf({ ...wrongSolution(steps), outcome }), root };
          const { observations } = run(problem, { ...posterior, probe, limit: 20 }, oracle);
          expect(drawsOf(observations)).toBeLessThanOrEqual(20);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("another model of the rates", () => {
  it("is what decides: where wrong prefixes recover often, one success is not enough", () => {
    const recovering = { ...standardChangePoint, recoveries: [{ value: 0.4, weight: 1, concentration: 30 }] };
    const configuration = searchSchema.parse({ kind: "posterior", model: recovering });
    const draws = (each: SearchConfiguration): number => drawsOf(run(problemOf(wrongSolution(8)), each, monotone(4)).observations);
    expect(draws(configuration)).toBeGreaterThan(draws(posterior));
  });

  it("is refused where its weights do not sum to 1, and the stated one is accepted", () => {
    const half = { ...standardChangePoint, climbs: [{ value: 0, weight: 0.5 }] };
    expect(searchSchema.safeParse({ kind: "posterior", model: standardChangePoint }).success).toBe(true);
    expect(searchSchema.safeParse({ kind: "posterior", model: half }).error?.issues[0]?.message).toBe("The weights must sum to 1.");
  });
});

describe("what a rollout tells", () => {
  const prefixes: CountedPrefixes = [{ correct: 6, k: 8 }, null, null, null, { correct: 0, k: 1 }];

  it("is the entropy that its outcome is expected to take away", () => {
    const model = changePoint(prefixes);
    if (model === null) throw new Error("A wrong solution has a model.");
    const entropy = (probability: Float64Array): number =>
      probability.reduce((sum, each) => (each > 0 ? sum - each * Math.log(each) : sum), 0);
    for (const step of [1, 2, 3]) {
      const after = [0, 1].map((correct) => changePoint(prefixes.with(step, { correct, k: 1 }))?.probability ?? new Float64Array());
      const [one] = offers(model, step, { correct: 0, k: 0 });
      const success = offeredSuccess(model, step);
      expect(one.information).toBeCloseTo(
        entropy(model.probability) -
          (1 - success) * entropy(after[0] ?? new Float64Array()) -
          success * entropy(after[1] ?? new Float64Array()),
        10,
      );
    }
  });

  it("is never negative, and of two rollouts never less than of one", () => {
    const count = fc.nat({ max: 8 }).chain((k) => fc.record({ k: fc.constant(k), correct: fc.nat({ max: k }) }));
    fc.assert(
      fc.property(fc.array(count, { minLength: 1, maxLength: 12 }), fc.nat(), (counts, at) => {
        const model = changePoint([{ correct: 5, k: 9 }, ...counts, { correct: 0, k: 1 }]);
        if (model === null) throw new Error("A wrong solution has a model.");
        const step = 1 + (at % counts.length);
        const [one, two] = offers(model, step, counts[step - 1] ?? { correct: 0, k: 0 });
        expect(one.information).toBeGreaterThan(-1e-6);
        expect(two.information).toBeGreaterThan(one.information - 1e-6);
      }),
    );
  });

  /** Probability of a success, summed from the model's parts. */
  function offeredSuccess(model: NonNullable<ReturnType<typeof changePoint>>, step: number): number {
    let success = 0;
    for (let error = 0; error <= model.steps; error++) {
      const [curves, shares] = error >= step ? [model.curves.right, model.rightShares] : [model.curves.wrong, model.wrongShares];
      for (const [index, { at }] of curves.entries())
        success += (model.probability[error] ?? 0) * (shares[index * (model.steps + 1) + error] ?? 0) * at(step);
    }
    return success;
  }
});
