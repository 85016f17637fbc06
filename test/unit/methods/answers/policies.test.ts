// The policies that checkers dispute, and the types that problems bring: each default and each other choice.
import { describe, expect, test } from "vitest";
import { compareAnswers, extractAnswer, gradeAnswer } from "../../../../methods/answers/index.ts";
import type { AnswerOptions } from "../../../../methods/answers/index.ts";

const kindOf = (gold: string, prediction: string, options: AnswerOptions = {}): string => compareAnswers(gold, prediction, options).kind;

test.each<[string, string, AnswerOptions, string]>([
  ["1, 2", "2, 1", {}, "equal"],
  ["1, 2", "2, 1", { listOrder: "kept" }, "different"],
  ["\\{1,2\\}", "\\{2,1\\}", { listOrder: "kept" }, "equal"],
  ["25\\%", "25", {}, "equal"],
  ["25\\%", "0.25", {}, "equal"],
  ["25\\%", "25", { percent: "fraction" }, "different"],
  ["25\\%", "0.25", { percent: "fraction" }, "equal"],
  ["25\\%", "0.25", { percent: "strict" }, "different"],
  ["25\\%", "25 percent", { percent: "strict" }, "equal"],
  ["1/3", "0.33", {}, "different"],
  ["1/3", "0.33", { rounding: "own_last_place" }, "equal"],
  ["1/3", "0.34", { rounding: "own_last_place" }, "different"],
  ["x=5", "5", {}, "equal"],
  ["x=5", "5", { names: "required" }, "different"],
  ["x=5", "x=5.0", { names: "required" }, "equal"],
  ["204_5", "204", {}, "different"],
  ["204_5", "204", { bases: "implied" }, "equal"],
  ["204_5", "204_6", { bases: "implied" }, "different"],
  ["5 cm", "5", {}, "equal"],
  ["5 cm", "5", { units: "required" }, "different"],
  ["5 cm", "0.05 meters", { units: "required" }, "equal"],
])("%s against %s with %j is %s", (gold, prediction, options, kind) => {
  expect(kindOf(gold, prediction, options)).toBe(kind);
});

describe("numeric problems have their own tolerance", () => {
  const within = (absoluteTolerance: number): AnswerOptions => ({ type: { kind: "numeric", absoluteTolerance } });
  test("absolute, with the bound itself allowed", () => {
    expect(kindOf("9.81", "9.8", within(0.01))).toBe("equal");
    expect(kindOf("9.81", "9.79", within(0.01))).toBe("different");
  });
  test("relative, and of a computed gold", () => {
    expect(kindOf("100", "101", { type: { kind: "numeric", relativeTolerance: 0.01 } })).toBe("equal");
    expect(kindOf("\\sqrt{2}", "1.41", { type: { kind: "numeric", relativeTolerance: 0.01 } })).toBe("equal");
    expect(kindOf("100", "102", { type: { kind: "numeric", relativeTolerance: 0.01 } })).toBe("different");
  });
  test("no tolerance is exact, and words are never near a number", () => {
    expect(kindOf("9.81", "9.8", { type: { kind: "numeric" } })).toBe("different");
    expect(kindOf("9.81", "about Tom", within(1))).not.toBe("equal");
  });
});

describe("choice problems compare letters", () => {
  const type = { kind: "choice", choices: ["A", "B", "C", "D"] } as const;
  test.each([
    ["The answer is C.", "C"],
    ["I think it's B", "B"],
    ["D. it can't be A or B", "D"],
    ["B不是 A", "B"],
    ["So \\boxed{\\text{(C)}}", "C"],
    ["(a)", "A"],
  ])("%j states %s", (text, letter) => {
    expect(extractAnswer(text, { type })).toMatchObject({ kind: "answer", text: letter });
  });
  test.each(["A dog is not valid", "No valid answer here", "It is A or B"])("%j states none", (text) => {
    expect(extractAnswer(text, { type })).toEqual({ kind: "no_answer" });
  });
  test("a choice's text stands for its letter", () => {
    const named: AnswerOptions = { type: { kind: "choice", choices: ["red", "blue"] } };
    expect(kindOf("B", "blue", named)).toBe("equal");
    expect(kindOf("B", "red", named)).toBe("different");
    expect(kindOf("B", "green", named)).toBe("undecided");
  });
});

test("exact problems compare the text but for white space", () => {
  expect(kindOf("def f(x):\n  pass", "def f(x): pass", { type: { kind: "exact" } })).toBe("equal");
  expect(kindOf("0.5", "1/2", { type: { kind: "exact" } })).toBe("different");
});

test("a finished text is graded in one call", () => {
  expect(gradeAnswer("5", "so \\boxed{5.0}")).toMatchObject({ extraction: { by: "boxed" }, verdict: { kind: "equal" } });
  expect(gradeAnswer("5", "no idea yet, let us see")).toEqual({ extraction: { kind: "no_answer" } });
  expect(gradeAnswer("", "\\boxed{5}").verdict).toMatchObject({ kind: "undecided", method: "gold_empty" });
});
