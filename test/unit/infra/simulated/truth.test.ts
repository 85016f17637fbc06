// Truth: the first error, the answer and the success probabilities of solutions, given ones too.
import { describe, expect, test } from "vitest";
import { truth } from "../../../../infra/simulated/index.ts";

const question = "Mia has 14 stickers. Mia buys 9 more. Mia loses 3 of them on the way to school. How many stickers does Mia have now?";
const skill = { seed: 0, errorRate: 0.2, recoveryRate: 0.1, splitRate: 0 };

describe("truth", () => {
  test("a right solution: no error, success rises to 1 as steps are done", () => {
    const solution = "Step 1: 14 + 9 = 23\nStep 2: 23 - 3 = 20\nAnswer: 20";
    const known = truth(question, solution, skill);
    expect(known).toMatchObject({
      kind: "truth",
      gold: "20",
      firstError: -1,
      finalAnswer: "20",
      finalAnswerCorrect: true,
      errorRate: 0.2,
      recoveryRate: 0.1,
    });
    if (known.kind !== "truth") return;
    expect(known.success[0]).toBeCloseTo(0.64);
    expect(known.success.slice(1)).toEqual([0.8, 1]);
    expect(known.steps.map(({ begin, end }) => solution.slice(begin, end))).toEqual(solution.split("\n").slice(0, 2));
  });

  test("from the first error on success is the recovery rate, and later steps are judged by the true chain", () => {
    expect(truth(question, "Step 1: 14 + 9 = 25\nStep 2: 25 - 3 = 22\nAnswer: 22", skill)).toMatchObject({
      firstError: 0,
      finalAnswer: "22",
      finalAnswerCorrect: false,
      success: [expect.closeTo(0.64), 0.1, 0.1],
      steps: [
        { written: 25, expected: 23 },
        { written: 22, expected: 20 },
      ],
    });
  });

  test("a repaired error stays the first error though its answer is right", () => {
    expect(truth(question, "Step 1: 14 + 9 = 25\nStep 2: 23 - 3 = 20\nAnswer: 20", skill)).toMatchObject({
      firstError: 0,
      finalAnswerCorrect: true,
      success: [expect.closeTo(0.64), 0.1, 1],
    });
  });

  test("right steps under a wrong answer line: no step is wrong, the answer is", () => {
    expect(truth(question, "Step 1: 14 + 9 = 23\nStep 2: 23 - 3 = 20\nAnswer: 21", skill)).toMatchObject({
      firstError: -1,
      finalAnswerCorrect: false,
    });
  });

  test("a wrong operation is an error by its result, and a superfluous step when it leaves the gold answer", () => {
    expect(truth(question, "Step 1: 14 * 9 = 126\n", skill)).toMatchObject({ firstError: 0, finalAnswer: null, finalAnswerCorrect: false });
    const more = "Step 1: 14 + 9 = 23\nStep 2: 23 - 3 = 20\nStep 3: 20 + 0 = 20\nStep 4: 20 + 1 = 21\nAnswer: 21";
    expect(truth(question, more, skill)).toMatchObject({ firstError: 3, finalAnswerCorrect: false });
  });

  test("split steps are steps of their own, and the chance of a split counts in the success probability", () => {
    expect(truth(question, "Step 1: 14 + 4 = 18\nStep 2: 18 + 5 = 24", { ...skill, splitRate: 0.5 })).toMatchObject({
      firstError: 1,
      success: [expect.closeTo((0.5 * 0.8 + 0.5 * 0.64) ** 2), expect.closeTo(0.8 * (0.5 * 0.8 + 0.5 * 0.64)), 0.1],
    });
  });

  test("an empty solution has the root alone; a text without a simulated question is unknown", () => {
    expect(truth(question, "", skill)).toMatchObject({ steps: [], firstError: -1, finalAnswer: null, success: [expect.closeTo(0.64)] });
    expect(truth("What is 2 + 2?", "Step 1: 2 + 2 = 4\nAnswer: 4", skill)).toEqual({ kind: "unknown_question" });
  });
});
