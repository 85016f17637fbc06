// Where an answer stands in a text, in several languages, and where there is none.
import { describe, expect, test } from "vitest";
import { compareAnswers, extractAnswer } from "../../../../methods/answers/index.ts";
import { statedAnswers, withoutAnswer } from "./texts.ts";

test.each(statedAnswers)("%j states %s", (text, wanted) => {
  const extraction = extractAnswer(text);
  expect(extraction.kind).toBe("answer");
  expect(compareAnswers(wanted, extraction.kind === "answer" ? extraction.text : "").kind).toBe("equal");
});

test.each(withoutAnswer)("%j states no answer", (text) => {
  expect(extractAnswer(text)).toEqual({ kind: "no_answer" });
});

describe("the rule that found it is named", () => {
  test.each([
    ["so \\boxed{7}", "boxed"],
    ["<answer>7</answer>", "answer_tag"],
    ["work\n#### 7", "hash_marks"],
    ["The final answer is 7.", "final_answer_is"],
    ["So the answer is 7.", "answer_is"],
    ["work\nA: 7", "answer_line"],
    ["We add.\nTherefore there are 7 apples.", "conclusion"],
    ["The matrix is $\\begin{pmatrix}1\\end{pmatrix}$.", "only_expression"],
    ["7", "whole_text"],
  ])("%j by %s", (text, by) => {
    expect(extractAnswer(text)).toMatchObject({ kind: "answer", by });
  });
});

describe("boxes", () => {
  test.each([
    ["\\boxed{1} and \\boxed{2}", "1, 2"],
    ["\\boxed{1}, \\boxed{2}, \\boxed{3}", "1, 2, 3"],
    ["\\boxed{5}\n\n**Final Answer**\n\\boxed{5}", "5"],
    ["\\boxed{1} no no no no no \\boxed{2}", "2"],
    ["\\boxed{3}. Then, so that the total is, \\boxed{7}", "7"],
    ["$\\boxed{28}$ percent", "28\\%"],
    ["\\boxed{\\{1, 2\\}}", "\\{1, 2\\}"],
    ["\\boxed{1} \\boxed{}", "1"],
    ["\\boxed{200} earlier, later. Final Answer: The final answer is $455$. I hope it is correct.", "$455$"],
  ])("%j gives %j", (text, answer) => {
    expect(extractAnswer(text)).toMatchObject({ kind: "answer", text: answer });
  });
});

test("what a next speaker says is not the answer", () => {
  expect(extractAnswer("The answer is 7.<|im_start|>user\nThe answer is 8.")).toMatchObject({ text: "7" });
});

test("an answer after the thinking outranks one inside it", () => {
  expect(extractAnswer("<think>so \\boxed{5}</think>The answer is 6.")).toMatchObject({ text: "6" });
});
