// The room's doors: what a caller may rely on.
import { expect, test } from "vitest";
import { compareAnswers, comparePrepared, extractAnswer, goldAudit, prepareGold } from "../../../../methods/answers/index.ts";

test.each([
  ["so \\boxed{\\frac{1}{2}} and done", "\\frac{1}{2}", "boxed"],
  ["work\n#### 1,234", "1,234", "hash_marks"],
  ["Final Answer: The final answer is $7$. I hope it is correct.", "$7$", "final_answer_is"],
  ["So the answer is 42.", "42", "answer_is"],
  ["work\nA: 18", "18", "answer_line"],
  ["-3/4", "-3/4", "whole_text"],
])("reads the answer of %j", (text, answer, by) => {
  expect(extractAnswer(text)).toEqual({ kind: "answer", text: answer, by });
});

test("the last number of a text is not an answer", () => {
  expect(extractAnswer("We add 3 and 4 and get 7 apples, then 9")).toEqual({ kind: "no_answer" });
});

test("compares numbers exactly", () => {
  expect(compareAnswers("1/2", "0.5").kind).toBe("equal");
  expect(compareAnswers("0.33", "1/3").kind).toBe("different");
});

test("one gold is prepared for many rollouts, an empty gold is data", () => {
  const gold = prepareGold("1,000");
  expect(gold.kind === "prepared" && comparePrepared(gold, "1000").kind).toBe("equal");
  expect(prepareGold(" ")).toEqual({ kind: "unusable", reason: "empty" });
});

test("a gold that nothing equals while one answer dominates is listed for review", () => {
  expect(
    goldAudit([
      { canonical: "number:3/1", count: 6, verdict: "different" },
      { canonical: "number:4/1", count: 2, verdict: "different" },
    ]),
  ).toEqual({ kind: "review", dominant: "number:3/1", count: 6, answers: 8, undecided: false });
});
