// Gate and choice: which problems are worth rollouts, and which of their solutions.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseSolutions, gate } from "../../../../methods/search/index.ts";
import type { SolutionSummary } from "../../../../schemas/index.ts";

describe("gate", () => {
  it.each([
    ["open", { correct: 1, wrong: 7, invalid: 0 }, undefined],
    ["quarantined", { correct: 0, wrong: 8, invalid: 0 }, "too hard or bad gold: 0 of 8 sampled solutions are right"],
    ["quarantined", { correct: 0, wrong: 2, invalid: 6 }, "too hard or bad gold: 0 of 2 sampled solutions are right"],
    ["quarantined", { correct: 0, wrong: 0, invalid: 8 }, "none of 8 sampled solutions could be graded"],
    ["too_easy", { correct: 8, wrong: 0, invalid: 0 }, "all 8 sampled solutions are right"],
    ["too_easy", { correct: 3, wrong: 0, invalid: 5 }, "all 3 sampled solutions are right"],
  ])("is %s for %o", (outcome, root, reason) => {
    expect(gate(root, "on")).toEqual(outcome === "open" ? { kind: "open" } : { kind: "closed", outcome, reason });
    expect(gate(root, "off")).toEqual({ kind: "open" });
  });

  it("is open where nothing was sampled", () => {
    expect(gate(null, "on")).toEqual({ kind: "open" });
  });
});

const summaries = fc
  .array(
    fc.record({
      origin: fc.constantFrom("given" as const, "sampled" as const),
      outcome: fc.constantFrom("c" as const, "w" as const, "u" as const),
      steps: fc.nat({ max: 12 }),
      tokens: fc.nat({ max: 300 }),
      copy: fc.boolean(),
    }),
    { maxLength: 40 },
  )
  .map((rows) =>
    rows.map(({ copy, ...row }, solution): SolutionSummary => ({ ...row, solution, duplicateOf: copy && solution > 0 ? 0 : solution })),
  );

function sampled(...lengths: readonly number[]): SolutionSummary[] {
  return lengths.map((steps, solution) => ({
    solution,
    origin: "sampled",
    outcome: "w",
    steps,
    tokens: steps * 10,
    duplicateOf: solution,
  }));
}

describe("chooseSolutions", () => {
  it("spreads the choice evenly over the lengths, both ends included", () => {
    const chosen = chooseSolutions({ solutions: sampled(9, 1, 5, 3, 7, 2, 8), wrong: 3, right: 0 });
    expect(chosen.map(({ steps }) => steps)).toEqual([9, 1, 5]);
  });

  it("takes the middle one for a choice of one, and ties by index", () => {
    expect(chooseSolutions({ solutions: sampled(4, 4, 4), wrong: 1, right: 0 }).map(({ solution }) => solution)).toEqual([1]);
    expect(chooseSolutions({ solutions: sampled(4, 4, 4), wrong: 2, right: 0 }).map(({ solution }) => solution)).toEqual([0, 2]);
  });

  it("leaves only given solutions for a problem whose gate is closed", () => {
    const given: SolutionSummary = { solution: 0, origin: "given", outcome: "u", steps: 3, tokens: 0, duplicateOf: 0 };
    const solutions = [given, ...sampled(2, 3).map((row) => ({ ...row, solution: row.solution + 1, duplicateOf: row.solution + 1 }))];
    expect(chooseSolutions({ solutions, wrong: 0, right: 0 })).toEqual([given]);
  });

  it("chooses as many as it may: distinct, graded, not blank; every given one; in order of index", () => {
    fc.assert(
      fc.property(summaries, fc.nat({ max: 6 }), fc.nat({ max: 6 }), (solutions, wrong, right) => {
        const chosen = chooseSolutions({ solutions, wrong, right });
        const fit = (outcome: "c" | "w") =>
          solutions.filter(
            (row) => row.origin === "sampled" && row.outcome === outcome && row.duplicateOf === row.solution && row.steps > 0,
          );
        const picked = (outcome: "c" | "w") => chosen.filter((row) => row.origin === "sampled" && row.outcome === outcome);
        expect(picked("w")).toHaveLength(Math.min(wrong, fit("w").length));
        expect(picked("c")).toHaveLength(Math.min(right, fit("c").length));
        for (const outcome of ["c", "w"] as const) for (const row of picked(outcome)) expect(fit(outcome)).toContain(row);
        expect(chosen.filter(({ origin }) => origin === "given")).toEqual(solutions.filter(({ origin }) => origin === "given"));
        expect(chosen).toHaveLength(new Set(chosen.map(({ solution }) => solution)).size);
        expect(chosen.map(({ solution }) => solution)).toEqual(chosen.map(({ solution }) => solution).toSorted((a, b) => a - b));
        expect(chooseSolutions({ solutions: solutions.toReversed(), wrong, right })).toEqual(chosen);
      }),
    );
  });
});
