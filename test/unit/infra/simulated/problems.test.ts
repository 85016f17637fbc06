// The generator of problems: distinct, seeded, growing at the end, with gold answers that its own questions imply.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseQuestion, simulatedProblems, truth } from "../../../../infra/simulated/index.ts";
import { chainValues } from "../../../../infra/simulated/chain.ts";

const skill = { seed: 0, errorRate: 0.1, recoveryRate: 0, splitRate: 0 };

describe("simulatedProblems", () => {
  test("every chain stays in integers from 2 to below a million, and the answer is its last value", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 12 }), fc.nat(20), (seed, minimum, more) => {
        for (const { question, answer, reference_solution } of simulatedProblems({ seed, count: 5, steps: [minimum, minimum + more] })) {
          const parsed = parseQuestion(question);
          expect(parsed?.text).toBe(question);
          if (parsed === null) return;
          expect(parsed.operations.length).toBeGreaterThanOrEqual(minimum);
          expect(parsed.operations.length).toBeLessThanOrEqual(minimum + more);
          const values = chainValues(parsed);
          for (const value of values) expect(Number.isInteger(value) && value >= 2 && value < 1_000_000).toBe(true);
          expect(answer).toBe(String(values.at(-1)));
          expect(truth(question, reference_solution, skill)).toMatchObject({
            firstError: -1,
            finalAnswer: answer,
            finalAnswerCorrect: true,
          });
        }
      }),
      { numRuns: 50 },
    );
  });

  test("a larger count only adds problems at the end, and another seed gives other problems", () => {
    const many = simulatedProblems({ seed: 9, count: 500, steps: [1, 6] });
    expect(simulatedProblems({ seed: 9, count: 120, steps: [1, 6] })).toEqual(many.slice(0, 120));
    expect(simulatedProblems({ seed: 10, count: 500, steps: [1, 6] })[0]?.question).not.toBe(many[0]?.question);
  });

  test("ids and questions are distinct, and all four operations and every length occur", () => {
    const problems = simulatedProblems({ seed: 2, count: 1_000, steps: [1, 3] });
    expect(new Set(problems.map(({ id }) => id)).size).toBe(1_000);
    expect(new Set(problems.map(({ question }) => question)).size).toBe(1_000);
    const chains = problems.map(({ question }) => parseQuestion(question)?.operations ?? []);
    expect(new Set(chains.map(({ length }) => length))).toEqual(new Set([1, 2, 3]));
    expect(new Set(chains.flat().map(({ operator }) => operator))).toEqual(new Set(["+", "-", "*", "/"]));
  });

  test("refuses options out of range by name", () => {
    expect(() => simulatedProblems({ seed: 0.5, count: 1, steps: [1, 2] })).toThrow(/seed/);
    expect(() => simulatedProblems({ seed: 0, count: -1, steps: [1, 2] })).toThrow(/count/);
    expect(() => simulatedProblems({ seed: 0, count: 1, steps: [0, 2] })).toThrow(/steps/);
    expect(() => simulatedProblems({ seed: 0, count: 1, steps: [3, 2] })).toThrow(/steps/);
    expect(simulatedProblems({ seed: 0, count: 0, steps: [1, 1] })).toEqual([]);
  });
});
