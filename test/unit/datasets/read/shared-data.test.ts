// Public data sets as they come, where they are at hand.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { allRows, openIn, problemsOf } from "./problem-file.ts";

const data = resolve(import.meta.dirname, "../../../../../shared/data");

describe.skipIf(!existsSync(data))("public data sets (needs ../shared/data)", () => {
  test("GSM8K's training set is read whole, with ids of its own and none twice", async () => {
    const file = await openIn(data, { path: "problems/gsm8k/train.jsonl" });
    expect(problemsOf(await allRows(file))).toHaveLength(7473);
    expect(await file.duplicateIds()).toEqual([]);
  });

  test("four models' solutions a GSM8K question are read with their marks", async () => {
    const models = ["6b_finetuning", "6b_verification", "175b_finetuning", "175b_verification"];
    const solutions = models.map((model) => ({ text: `${model}.solution`, mark: `${model}.is_correct` }));
    const problems = problemsOf(
      await allRows(
        await openIn(data, { path: "solutions/gsm8k/example_model_solutions.jsonl", columns: { gold: "ground_truth", solutions } }),
      ),
    );
    expect(problems).toHaveLength(1319);
    expect(problems.every(({ given }) => given.length === 4 && given.every(({ mark }) => mark !== null))).toBe(true);
  });

  test("ProcessBench has steps and human labels for every row, and its own file lacks a gold answer", async () => {
    const solutions = [{ steps: "steps", mark: "final_answer_correct", firstError: "first_error" }];
    const problems = problemsOf(
      await allRows(await openIn(data, { path: "human/processbench_gsm8k.jsonl", columns: { gold: "gold_answer", solutions } })),
    );
    expect(problems).toHaveLength(400);
    expect(problems.filter(({ given: [solution] }) => solution?.humanFirstError === -1).length).toBeGreaterThan(0);
    const own = {
      path: "human/processbench/gsm8k.json",
      columns: { question: "problem", solutions: [{ steps: "steps", firstError: "label" }] },
    };
    await expect(openIn(data, own)).rejects.toThrow(/no column "answer" .*final_answer_correct/);
  });
});
