// The forward searches: every-step up to the first failure, and SCAN's scheme with its gate.
import { describe, expect, it } from "vitest";
import { decide } from "../../../../methods/search/index.ts";
import type { SearchConfiguration, SearchProblem } from "../../../../methods/search/index.ts";
import { problemOf, run, wrongSolution } from "./oracle.ts";
import type { Oracle } from "./oracle.ts";

const failsFrom =
  (failing: number): Oracle =>
  (_, step) =>
    step < failing ? "correct" : "wrong";

const stepsAsked = (rounds: ReturnType<typeof run>["rounds"]): readonly (readonly number[])[] =>
  rounds.map((probes) => probes.map(({ step }) => step));

describe("every-step until the first failure", () => {
  const forward: SearchConfiguration = { kind: "every-step", k: 4, stop: "fixed", until: "first_failure" };

  it("probes one prefix a round and stops at the first that never succeeds", () => {
    expect(stepsAsked(run(problemOf(wrongSolution(6)), forward, failsFrom(3)).rounds)).toEqual([[1], [2], [3]]);
  });

  it("goes to the last proper prefix where none fails", () => {
    expect(stepsAsked(run(problemOf(wrongSolution(4)), forward, failsFrom(9)).rounds)).toEqual([[1], [2], [3]]);
  });

  it("passes over a prefix without a valid rollout", () => {
    const oracle: Oracle = (_, step) => (step === 1 ? "invalid" : "wrong");
    expect(stepsAsked(run(problemOf(wrongSolution(5)), forward, oracle).rounds)).toEqual([[1], [2]]);
  });

  it("left out, probes every prefix at once", () => {
    expect(stepsAsked(run(problemOf(wrongSolution(4)), { kind: "every-step", k: 4, stop: "fixed" }, failsFrom(2)).rounds)).toEqual([
      [1, 2, 3],
    ]);
  });
});

describe("scan", () => {
  const scan: SearchConfiguration = { kind: "scan", k: 8, stop: "fixed", selfConfidence: 0.75 };
  const confident: SearchProblem = { ...problemOf(wrongSolution(6)), root: { correct: 12, wrong: 4, invalid: 0 } };

  it("searches wrong solutions of problems that the root mostly solves", () => {
    expect(stepsAsked(run(confident, scan, failsFrom(3)).rounds)).toEqual([[1], [2], [3]]);
  });

  it("spends nothing on right solutions", () => {
    expect(decide({ ...confident, solutions: [{ ...wrongSolution(6), outcome: "c" }] }, [], scan)).toEqual({ kind: "done", abstained: [] });
  });

  it.each([
    ["below the asked confidence", { correct: 11, wrong: 5, invalid: 0 }, "low_confidence"],
    ["without a valid sample", { correct: 0, wrong: 0, invalid: 4 }, "low_confidence"],
    ["without a root", null, "root_unknown"],
  ])("abstains %s", (_, root, reason) => {
    expect(decide({ ...confident, root }, [], scan)).toEqual({ kind: "done", abstained: [{ solution: 0, reason }] });
  });
});
