// Questions: what is written is read back exactly, from any surrounding text, and nothing else is taken for a question.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseQuestion, simulatedProblems } from "../../../../infra/simulated/index.ts";
import { writeQuestion } from "../../../../infra/simulated/questions.ts";
import { randomFrom } from "../../../../infra/simulated/random.ts";

const operation = fc.record({
  operator: fc.constantFrom("+" as const, "-" as const, "*" as const, "/" as const),
  operand: fc.integer({ min: 1, max: 9_999 }),
});
const chain = fc.record({
  initial: fc.integer({ min: 1, max: 999_999 }),
  operations: fc.array(operation, { minLength: 1, maxLength: 40 }),
});
const [first, second] = simulatedProblems({ seed: 5, count: 2, steps: [3, 3] });
const firstQuestion = first?.question ?? "";
const secondQuestion = second?.question ?? "";

describe("parseQuestion", () => {
  test("reads back every chain that was written, with its exact place in any surrounding text", () => {
    fc.assert(
      fc.property(chain, fc.integer(), fc.string(), fc.string(), (given, seed, before, after) => {
        const question = writeQuestion(given, randomFrom(seed));
        const text = `${before}\n${question}${after}`;
        expect(parseQuestion(text)).toEqual({
          ...given,
          text: question,
          begin: before.length + 1,
          end: before.length + 1 + question.length,
        });
      }),
    );
  });

  test("finds the last of several questions, whatever their themes", () => {
    const all = simulatedProblems({ seed: 1, count: 30, steps: [1, 4] }).map(({ question }) => question);
    for (let count = 1; count <= all.length; count += 1) {
      const shots = all.slice(0, count).map((question) => `Question: ${question}\nAnswer: 3`);
      expect(parseQuestion(shots.join("\n\n"))?.text).toBe(all[count - 1]);
    }
  });

  test("reads a question whose sentences were wrapped to other lines", () => {
    const wrapped = firstQuestion.replaceAll(". ", ".\n");
    expect(parseQuestion(wrapped)?.operations).toEqual(parseQuestion(firstQuestion)?.operations);
  });

  test("finds nothing where there is no whole question", () => {
    expect(parseQuestion("")).toBeNull();
    expect(parseQuestion("What is 2 + 2?")).toBeNull();
    expect(parseQuestion(firstQuestion.slice(0, -1))).toBeNull();
    expect(parseQuestion(firstQuestion.replaceAll(/\d+/g, "many"))).toBeNull();
  });

  test("passes over a story whose subject or things change before its end", () => {
    expect(parseQuestion("Mia has 14 stickers. Mia buys 9 more. How many coins does Mia have now?")).toBeNull();
    expect(parseQuestion("Mia has 14 stickers. Omar buys 9 more. How many stickers does Mia have now?")).toBeNull();
    expect(parseQuestion("Mia has 14 stickers. Mia buys 9 more. How many stickers does Mia have now?")).toMatchObject({
      initial: 14,
      operations: [{ operator: "+", operand: 9 }],
    });
  });

  test("an unfinished last question does not hide a whole one before it", () => {
    expect(parseQuestion(`${firstQuestion}\n\n${secondQuestion.slice(0, 60)}`)?.text).toBe(firstQuestion);
  });
});
