// Label views: their formulas, their NULLs, and how they differ where counts are not monotone.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { labelSolution } from "../../../../methods/labels/index.ts";
import type { SolutionEvidence } from "../../../../methods/labels/index.ts";
import type { PrefixCount, SolutionOutcome, StopRule } from "../../../../schemas/index.ts";

function count(step: number, correct: number, k: number, stop: StopRule = "fixed", invalid = 0): PrefixCount {
  return { step, correct, k, invalid, distinct: k + invalid, stop };
}

/** counts[t - 1] = successes of 8 after t steps. */
function evidence(correct: readonly number[], outcome: SolutionOutcome, root: PrefixCount | null = count(0, 4, 8)): SolutionEvidence {
  return { outcome, steps: correct.length + 1, root, counts: correct.map((c, index) => count(index + 1, c, 8)) };
}

function views(labels: ReturnType<typeof labelSolution>) {
  return {
    hard: labels.steps.map(({ hard }) => hard),
    soft: labels.steps.map(({ soft }) => soft),
    implied: labels.steps.map(({ implied }) => implied),
    firstError: labels.firstError,
  };
}

describe("labels of a solution", () => {
  it("of monotone counts: all views agree on the first error", () => {
    expect(views(labelSolution(evidence([8, 6, 3, 0], "wrong")))).toEqual({
      hard: [true, true, true, false, false],
      soft: [1, 0.75, 0.375, 0, 0],
      implied: [true, true, true, false, false],
      firstError: 3,
    });
  });

  it("of counts that are not monotone: hard reads each step alone, implied trusts the later success", () => {
    expect(views(labelSolution(evidence([4, 0, 2], "wrong")))).toEqual({
      hard: [true, false, true, false],
      soft: [0.5, 0, 0.25, 0],
      implied: [true, true, true, false],
      firstError: 3,
    });
  });

  it("of a right solution: no error, and the last step is its own grade", () => {
    const labels = labelSolution(evidence([8, 0], "correct"));
    expect(views(labels)).toEqual({ hard: [true, false, true], soft: [1, 0, 1], implied: [true, true, true], firstError: -1 });
    expect(labels.steps[2]?.count).toEqual({ step: 3, correct: 1, k: 1, invalid: 0, distinct: 1, stop: "graded" });
  });

  it("of a right solution that was never probed: implied by its own answer, measured at its last step alone", () => {
    expect(views(labelSolution({ outcome: "correct", steps: 3, root: null, counts: [] }))).toEqual({
      hard: [null, null, true],
      soft: [null, null, 1],
      implied: [true, true, true],
      firstError: -1,
    });
  });

  it("of an ungraded solution: the last step has no label", () => {
    expect(views(labelSolution(evidence([8, 2], "ungraded")))).toEqual({
      hard: [true, true, null],
      soft: [1, 0.25, null],
      implied: [true, true, null],
      firstError: null,
    });
    expect(labelSolution(evidence([8, 0], "ungraded")).firstError).toBe(1);
  });

  it("of a binary search: implied fills what was not probed", () => {
    const counts = [count(4, 0, 8), count(2, 5, 8), count(3, 0, 8)];
    expect(views(labelSolution({ outcome: "wrong", steps: 8, root: count(0, 4, 8), counts }))).toEqual({
      hard: [null, true, false, false, null, null, null, false],
      soft: [null, 0.625, 0, 0, null, null, null, 0],
      implied: [true, true, false, false, false, false, false, false],
      firstError: 2,
    });
  });

  it("of a search that was cut short: what lies between the last success and the first failure is not known", () => {
    const labels = labelSolution({ outcome: "wrong", steps: 4, root: count(0, 4, 8), counts: [count(3, 0, 8)] });
    expect(views(labels)).toMatchObject({ implied: [null, null, null, null], firstError: null });
  });

  it("of one wrong step: the root decides", () => {
    const one = (root: PrefixCount | null) => views(labelSolution({ outcome: "wrong", steps: 1, root, counts: [] }));
    expect(one(count(0, 4, 8))).toEqual({ hard: [false], soft: [0], implied: [false], firstError: 0 });
    expect(one(count(0, 0, 8))).toEqual({ hard: [false], soft: [0], implied: [null], firstError: null });
    expect(one(count(0, 0, 0))).toEqual({ hard: [false], soft: [0], implied: [null], firstError: null });
    expect(one(null)).toEqual({ hard: [false], soft: [0], implied: [null], firstError: null });
  });

  it("of a solution whose root never succeeded: no first error, each step's own counts stay", () => {
    expect(views(labelSolution(evidence([0, 0], "wrong", count(0, 0, 8))))).toEqual({
      hard: [false, false, false],
      soft: [0, 0, 0],
      implied: [null, null, null],
      firstError: null,
    });
  });

  it("of a prefix whose draws were all invalid: not measured, and no first error there", () => {
    const counts = [count(1, 8, 8), count(2, 0, 0, "fixed", 8)];
    expect(views(labelSolution({ outcome: "wrong", steps: 3, root: count(0, 4, 8), counts }))).toEqual({
      hard: [true, null, false],
      soft: [1, null, 0],
      implied: [true, null, null],
      firstError: null,
    });
  });

  it("of prefixes stopped at their first success: hard, and never soft", () => {
    const counts = [count(1, 1, 3, "first_success"), count(2, 0, 8, "first_success")];
    const labels = labelSolution({ outcome: "wrong", steps: 3, root: count(0, 4, 8), counts });
    expect(views(labels)).toEqual({ hard: [true, false, false], soft: [null, null, 0], implied: [true, false, false], firstError: 1 });
  });

  it("of draws that came in ranges: their sum", () => {
    const labels = labelSolution({
      outcome: "wrong",
      steps: 2,
      root: count(0, 4, 8),
      counts: [count(1, 3, 5, "fixed", 1), count(1, 0, 3)],
    });
    expect(labels.steps[0]).toEqual({
      step: 0,
      count: { step: 1, correct: 3, k: 8, invalid: 1, distinct: 9, stop: "fixed" },
      hard: true,
      soft: 0.375,
      implied: true,
    });
  });

  it("of a blank solution: none", () => {
    for (const outcome of ["correct", "wrong", "ungraded"] as const)
      expect(labelSolution({ outcome, steps: 0, root: count(0, 4, 8), counts: [] })).toEqual({ steps: [], firstError: null });
  });
});

const anyCount = (step: fc.Arbitrary<number>) =>
  fc
    .record({
      step,
      k: fc.nat({ max: 9 }),
      share: fc.nat(),
      invalid: fc.nat({ max: 4 }),
      stop: fc.constantFrom("fixed" as const, "first_success" as const),
    })
    .map(({ step, k, share, invalid, stop }) => count(step, k === 0 ? 0 : share % (k + 1), k, stop, invalid));
const anyEvidence: fc.Arbitrary<SolutionEvidence> = fc.record({
  outcome: fc.constantFrom("correct" as const, "wrong" as const, "ungraded" as const),
  steps: fc.integer({ min: 0, max: 12 }),
  root: fc.option(anyCount(fc.constant(0))),
  counts: fc.array(anyCount(fc.integer({ min: 0, max: 13 })), { maxLength: 20 }),
});

describe("for every evidence", () => {
  it("a step has a label of counts exactly where k > 0; a first success gives a hard one and no soft one", () => {
    fc.assert(
      fc.property(anyEvidence, (each) => {
        for (const { count, hard, soft } of labelSolution(each).steps) {
          const measured = count !== null && count.k > 0;
          expect(hard).toBe(measured ? count.correct > 0 : null);
          expect(soft).toBe(measured && count.stop !== "first_success" ? count.correct / count.k : null);
        }
      }),
    );
  });

  it("implied is right, then unknown, then wrong: right up to the last success, wrong from the first error", () => {
    fc.assert(
      fc.property(anyEvidence, (each) => {
        const { steps, firstError } = labelSolution(each);
        const successes = steps.map(({ count }) => count !== null && count.correct > 0);
        const right = successes.lastIndexOf(true) + 1;
        const wrong = firstError === null || firstError === -1 ? steps.length : firstError;
        expect(wrong).toBeGreaterThanOrEqual(right);
        expect(steps.map(({ implied }) => implied)).toEqual(steps.map((_, step) => (step < right ? true : step >= wrong ? false : null)));
      }),
    );
  });

  it("a first error was measured: no success in its prefix, and one in the prefix before it or in the root", () => {
    fc.assert(
      fc.property(anyEvidence, (each) => {
        const { steps, firstError } = labelSolution(each);
        fc.pre(firstError !== null && firstError >= 0);
        const before = firstError === 0 ? each.root : steps[firstError - 1]?.count;
        expect(before?.correct).toBeGreaterThan(0);
        expect(steps[firstError]?.count).toMatchObject({ correct: 0 });
        expect(steps[firstError]?.count?.k).toBeGreaterThan(0);
      }),
    );
  });

  it("hard and implied agree wherever both speak and counts are monotone", () => {
    const monotone = fc.integer({ min: 0, max: 10 }).chain((good) =>
      fc.integer({ min: good, max: 11 }).map((length) =>
        evidence(
          Array.from({ length }, (_, index) => (index < good ? 5 : 0)),
          "wrong",
        ),
      ),
    );
    fc.assert(
      fc.property(monotone, (each) => {
        const { steps } = labelSolution(each);
        expect(steps.map(({ hard }) => hard)).toEqual(steps.map(({ implied }) => implied));
      }),
    );
  });

  it("the order of the counts does not matter", () => {
    fc.assert(
      fc.property(anyEvidence, fc.nat(), (each, turn) => {
        const at = turn % (each.counts.length + 1);
        const turned = [...each.counts.slice(at), ...each.counts.slice(0, at)].toReversed();
        expect(labelSolution({ ...each, counts: turned })).toEqual(labelSolution(each));
      }),
    );
  });
});
