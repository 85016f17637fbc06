// bisect: the probes of the paper's search, its cost, and what it does where the search has no footing.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "../../../../methods/search/index.ts";
import { labelSolution } from "../../../../methods/labels/index.ts";
import type { PrefixCount, StrategyConfiguration } from "../../../../schemas/index.ts";
import { problemOf, run, wrongSolution } from "./oracle.ts";
import type { Oracle } from "./oracle.ts";

const bisect: StrategyConfiguration = { kind: "bisect", k: 8, stop: "fixed" };

/** Prefixes before the error always succeed, those that hold it never do. */
const monotone =
  (error: number): Oracle =>
  (_, step) =>
    step <= error ? "correct" : "wrong";

describe("the search for the first error", () => {
  it("of 8 pieces with the error in piece 2 probes 4, 2 and 3", () => {
    const { rounds } = run(problemOf(wrongSolution(8)), bisect, monotone(2));
    expect(rounds).toEqual([4, 2, 3].map((step) => [{ solution: 0, step, from: 0, count: 8, stop: "fixed" }]));
  });

  it("of a single step needs no probe", () => {
    expect(run(problemOf(wrongSolution(1)), bisect, monotone(0))).toEqual({ rounds: [], observations: [], abstained: [] });
  });

  it("finds the first error of every monotone oracle in at most ceil(log2 T) probes", () => {
    const cases = fc
      .integer({ min: 1, max: 200 })
      .chain((steps) => fc.record({ steps: fc.constant(steps), error: fc.nat({ max: steps - 1 }) }));
    fc.assert(
      fc.property(cases, fc.constantFrom("fixed" as const, "first_success" as const), ({ steps, error }, stop) => {
        const { observations, abstained } = run(problemOf(wrongSolution(steps)), { ...bisect, stop }, monotone(error));
        expect(observations.length).toBeLessThanOrEqual(Math.ceil(Math.log2(steps)));
        expect(abstained).toEqual([]);
        const counts = observations.map(({ step, correct, wrong, invalid, distinct }): PrefixCount => ({
          step,
          correct,
          k: correct + wrong,
          invalid,
          distinct,
          stop,
        }));
        const root: PrefixCount = { step: 0, correct: 4, k: 8, invalid: 0, distinct: 8, stop: "fixed" };
        const labels = labelSolution({ outcome: "wrong", steps, root, counts });
        expect(labels.firstError).toBe(error);
        expect(labels.steps.map(({ implied }) => implied)).toEqual(Array.from({ length: steps }, (_, step) => step < error));
      }),
    );
  });

  it("searches several solutions side by side, one probe of each a round", () => {
    const { rounds } = run(problemOf(wrongSolution(8, 3), wrongSolution(2, 5)), bisect, monotone(0));
    expect(rounds.map((probes) => probes.map(({ solution, step }) => [solution, step]))).toEqual([
      [
        [3, 4],
        [5, 1],
      ],
      [[3, 2]],
      [[3, 1]],
    ]);
  });

  it("asks a probe that was not answered again, and the rest of one that was answered in part", () => {
    const problem = problemOf(wrongSolution(2));
    const part = {
      solution: 0,
      step: 1,
      from: 0,
      count: 3,
      stop: "fixed" as const,
      correct: 1,
      wrong: 2,
      invalid: 0,
      distinct: 3,
      tokens: 9,
    };
    expect(decide(problem, [], bisect)).toMatchObject({ probes: [{ step: 1, from: 0, count: 8 }] });
    expect(decide(problem, [part], bisect)).toMatchObject({ probes: [{ step: 1, from: 3, count: 5 }] });
    expect(decide(problem, [part, part], bisect)).toMatchObject({ probes: [{ step: 1, from: 3, count: 5 }] });
  });

  it("does not depend on the order of the observations", () => {
    const oracle: Oracle = (_, step, draw) => ((step * 7 + draw * 3) % 5 === 0 ? "correct" : "wrong");
    const problem = problemOf(wrongSolution(16, 0), wrongSolution(9, 1));
    const { observations } = run(problem, bisect, oracle);
    fc.assert(
      fc.property(fc.nat({ max: observations.length }), fc.nat(), (length, turn) => {
        const some = observations.slice(0, length);
        const turned = [...some.slice(turn % (length + 1)), ...some.slice(0, turn % (length + 1))];
        expect(decide(problem, turned, bisect)).toEqual(decide(problem, some, bisect));
        expect(decide(problem, some.toReversed(), bisect)).toEqual(decide(problem, some, bisect));
      }),
    );
  });
});

describe("where there is nothing to find", () => {
  it.each<["c" | "u", "wrong" | "all" | undefined, readonly unknown[]]>([
    ["c", "wrong", []],
    ["c", "all", []],
    ["u", "wrong", []],
    ["u", undefined, []],
    ["u", "all", [{ solution: 0, reason: "ungraded" }]],
  ])("a solution with outcome %s under probe %s is not probed", (outcome, probe, abstained) => {
    const problem = problemOf({ ...wrongSolution(8), outcome });
    const configuration = probe === undefined ? bisect : { ...bisect, probe };
    expect(decide(problem, [], configuration)).toEqual({ kind: "done", abstained });
  });

  it("a root that never succeeded gives no probe and an abstention", () => {
    for (const root of [
      { correct: 0, wrong: 8, invalid: 0 },
      { correct: 0, wrong: 0, invalid: 8 },
    ])
      expect(decide({ ...problemOf(wrongSolution(8)), root }, [], bisect)).toEqual({
        kind: "done",
        abstained: [{ solution: 0, reason: "root_failed" }],
      });
  });

  it("a root that was never sampled is taken on trust, and missed only where no prefix succeeds", () => {
    const problem = { ...problemOf(wrongSolution(8)), root: null };
    expect(run(problem, bisect, monotone(5)).abstained).toEqual([]);
    expect(run(problem, bisect, monotone(0)).abstained).toEqual([{ solution: 0, reason: "root_unknown" }]);
  });

  it("a prefix whose draws were all invalid ends the search without another draw", () => {
    const { rounds, abstained } = run(problemOf(wrongSolution(8)), bisect, () => "invalid");
    expect(rounds).toHaveLength(1);
    expect(abstained).toEqual([{ solution: 0, reason: "unmeasured" }]);
  });

  it("invalid draws beside valid ones are not replaced", () => {
    const { observations } = run(problemOf(wrongSolution(2)), bisect, (_, __, draw) => (draw < 7 ? "invalid" : "wrong"));
    expect(observations).toHaveLength(1);
    expect(observations[0]).toMatchObject({ invalid: 7, wrong: 1 });
  });

  it("blank solutions and no solutions are done at once", () => {
    expect(decide(problemOf(), [], bisect)).toEqual({ kind: "done", abstained: [] });
    expect(decide(problemOf(wrongSolution(0)), [], bisect)).toEqual({ kind: "done", abstained: [] });
  });

  it("ends within its bound whatever the counts say", () => {
    const grade = fc.constantFrom("correct" as const, "wrong" as const, "invalid" as const);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), fc.array(grade, { minLength: 1, maxLength: 50 }), (steps, grades) => {
        const oracle: Oracle = (_, step, draw) => grades[(step * 11 + draw) % grades.length] ?? "wrong";
        expect(run(problemOf(wrongSolution(steps)), bisect, oracle).rounds.length).toBeLessThanOrEqual(Math.ceil(Math.log2(steps)));
      }),
    );
  });
});
