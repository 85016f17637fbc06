// What is built on halving: the cost-optimal split against its reference values, and bisect's second look at the neighbours.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestSplit } from "../../../../methods/search/cost-optimal.ts";
import { decide } from "../../../../methods/search/index.ts";
import type { SearchConfiguration } from "../../../../methods/search/index.ts";
import { problemOf, run, wrongSolution } from "./oracle.ts";
import type { Oracle } from "./oracle.ts";

const monotone =
  (error: number): Oracle =>
  (_, step) =>
    step <= error ? "correct" : "wrong";

describe("the cost-optimal split, in rollouts", () => {
  it.each([
    [8, 0.75, 11.7, 1],
    [16, 0.75, 15.4, 4],
    [16, 0.3, 21.1, 5],
    [32, 0.75, 19.0, 6],
  ])("of %d steps at rate %d costs %d and begins at %d", (steps, success, expected, first) => {
    const split = bestSplit({ steps, success, k: 8, cost: () => 1 });
    expect(split.expected(0, steps)).toBeCloseTo(expected, 1);
    expect(split.pick(0, steps)).toBe(first);
  });

  it("moves to the right where late prefixes cost less", () => {
    const byTokens = bestSplit({ steps: 16, success: 0.75, k: 8, cost: (step) => 16 - step });
    expect(byTokens.pick(0, 16)).toBeGreaterThan(4);
  });

  it("never costs more than halving", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.double({ min: 0.05, max: 1, noNaN: true }), (steps, success) => {
        const halving = (lo: number, hi: number): number => {
          if (hi - lo <= 1) return 0;
          const middle = Math.floor((lo + hi) / 2);
          const failing = (middle - lo) / (hi - lo);
          return failing * (8 + halving(lo, middle)) + (1 - failing) * ((1 - (1 - success) ** 8) / success + halving(middle, hi));
        };
        expect(bestSplit({ steps, success, k: 8, cost: () => 1 }).expected(0, steps)).toBeLessThanOrEqual(halving(0, steps) + 1e-9);
      }),
    );
  });
});

describe("the cost-optimal search", () => {
  const costOptimal: SearchConfiguration = { kind: "cost-optimal", k: 8, stop: "first_success" };

  it("ends at the first error of every clear-cut solution", () => {
    const cases = fc
      .integer({ min: 1, max: 40 })
      .chain((steps) => fc.record({ steps: fc.constant(steps), error: fc.nat({ max: steps - 1 }) }));
    fc.assert(
      fc.property(cases, ({ steps, error }) => {
        const { observations, abstained } = run(problemOf(wrongSolution(steps)), costOptimal, monotone(error));
        const ends = observations.filter(({ step }) => step === error || step === error + 1).map(({ step }) => step);
        expect(new Set(ends)).toEqual(new Set([error, error + 1].filter((step) => step > 0 && step < steps)));
        expect(abstained).toEqual([]);
      }),
    );
  });

  it("works without a root, and abstains only where nothing succeeds", () => {
    const problem = { ...problemOf(wrongSolution(8)), root: null };
    expect(run(problem, costOptimal, monotone(5)).abstained).toEqual([]);
    expect(run(problem, costOptimal, monotone(0)).abstained).toEqual([{ solution: 0, reason: "root_unknown" }]);
  });

  it("does not probe right or blank solutions", () => {
    const problem = problemOf({ ...wrongSolution(8), outcome: "c" as const }, wrongSolution(0, 1));
    expect(decide(problem, [], costOptimal)).toEqual({ kind: "done", abstained: [] });
  });
});

describe("bisect's second look", () => {
  const confirm: SearchConfiguration = { kind: "bisect", k: 4, stop: "fixed", confirm: "neighbours" };

  it("brings both neighbours of the found error to 2k rollouts", () => {
    const { rounds, abstained } = run(problemOf(wrongSolution(8)), confirm, monotone(2));
    expect(rounds.at(-1)).toEqual([
      { solution: 0, step: 2, from: 4, count: 4, stop: "fixed" },
      { solution: 0, step: 3, from: 4, count: 4, stop: "fixed" },
    ]);
    expect(abstained).toEqual([]);
  });

  it("searches on behind a prefix that succeeds after all", () => {
    const oracle: Oracle = (_, step, draw) => (step <= 2 || (step <= 5 && draw >= 4) ? "correct" : "wrong");
    const { observations, abstained } = run(problemOf(wrongSolution(8)), confirm, oracle);
    expect(observations.some(({ step, correct }) => step === 3 && correct > 0)).toBe(true);
    expect(abstained).toEqual([]);
  });

  it("abstains where the last success was a single one", () => {
    const oracle: Oracle = (_, step, draw) => (step === 4 && draw === 0 ? "correct" : step < 3 ? "correct" : "wrong");
    expect(run(problemOf(wrongSolution(8)), confirm, oracle).abstained).toEqual([{ solution: 0, reason: "unconfirmed" }]);
  });

  it("looks at no neighbour that is the root or the whole solution", () => {
    expect(run(problemOf(wrongSolution(1)), confirm, monotone(0)).rounds).toEqual([]);
    const { rounds } = run(problemOf(wrongSolution(2)), confirm, monotone(0));
    expect(rounds.flat().map(({ step }) => step)).toEqual([1, 1]);
  });

  it("adds fixed rollouts after a first-success stop", () => {
    const { rounds } = run(problemOf(wrongSolution(2)), { ...confirm, stop: "first_success" }, monotone(1));
    expect(rounds.flat()).toEqual([
      { solution: 0, step: 1, from: 0, count: 4, stop: "first_success" },
      { solution: 0, step: 1, from: 4, count: 4, stop: "fixed" },
    ]);
  });

  it("ends whatever the counts say", () => {
    const grade = fc.constantFrom("correct" as const, "wrong" as const, "invalid" as const);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), fc.array(grade, { minLength: 1, maxLength: 50 }), (steps, grades) => {
        const oracle: Oracle = (_, step, draw) => grades[(step * 11 + draw) % grades.length] ?? "wrong";
        expect(run(problemOf(wrongSolution(steps)), confirm, oracle).rounds.length).toBeLessThanOrEqual(3 * steps);
      }),
    );
  });
});
