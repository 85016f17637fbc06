// The reasoner: where it finds the prefix, how its text joins on, and that its rates are the configured ones.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseQuestion, simulatedProblems, truth } from "../../../../infra/simulated/index.ts";
import type { Skill } from "../../../../infra/simulated/index.ts";
import { applyOperation } from "../../../../infra/simulated/chain.ts";
import { randomFrom } from "../../../../infra/simulated/random.ts";
import { preparePrompt, writeContinuation } from "../../../../infra/simulated/reasoner.ts";
import type { Position } from "../../../../infra/simulated/reasoner.ts";
import { readSolutionLines } from "../../../../infra/simulated/solution-text.ts";
import { ratesOf } from "../../../../infra/simulated/skill.ts";

const question =
  "Mia has 14 stickers. Mia buys 9 more. Over the year the collection grows to 2 times its size. How many stickers does Mia have now?";
const flawless: Skill = { seed: 0, errorRate: 0, recoveryRate: 0, splitRate: 0 };
const write = (text: string, position: Position, skill: Skill, draw = 0): string =>
  writeContinuation(preparePrompt(text, position, skill), randomFrom(draw)).text;

describe("the text of a continuation", () => {
  const whole = "Step 1: 14 + 9 = 23\nStep 2: 23 * 2 = 46\nAnswer: 46";

  test("a reply to the bare question is the whole solution", () => {
    expect(write(question, "replies", flawless)).toBe(whole);
    expect(
      write(`Solve step by step. Write "Step k: a op b = c" lines.\n\n${question}\n\nEnd with "Answer: N".`, "replies", flawless),
    ).toBe(whole);
  });

  test("prefix and continuation join to the same solution wherever the prefix is cut", () => {
    for (let at = 0; at < whole.length; at += 1) {
      const prefix = whole.slice(0, at);
      // A number cut short is another number, so it is a written (wrong) result and not an open line.
      if (/= -?\d*$/.test(prefix) && !prefix.endsWith("= ") && !/= (23|46)$/.test(prefix)) continue;
      if (/Answer: \d/.test(prefix)) continue;
      const text = `Question: ${question}\n${prefix}`;
      expect(prefix + write(text, "continues", flawless)).toBe(whole);
    }
  });

  test("goes on with a line break after a finished line, and without one in a reply to a user turn that holds the prefix", () => {
    const prefix = "Step 1: 14 + 9 = 23";
    expect(write(`${question}\n${prefix}`, "continues", flawless)).toBe("\nStep 2: 23 * 2 = 46\nAnswer: 46");
    expect(write(question, "continues", flawless)).toBe(`\n${whole}`);
    expect(write(`${question}\n\nSo far:\n${prefix}\n\nContinue.`, "replies", flawless)).toBe("Step 2: 23 * 2 = 46\nAnswer: 46");
  });

  test("steps before the question are examples of other questions and do not count", () => {
    const shots = simulatedProblems({ seed: 3, count: 2, steps: [2, 4] }).map(
      (shot) => `Question: ${shot.question}\n${shot.reference_solution}\n\n`,
    );
    expect(write(`${shots.join("")}Question: ${question}\n`, "continues", flawless)).toBe(whole);
  });

  test("a finished solution gets nothing more, an unknown question a non-answer", () => {
    expect(write(`${question}\n${whole}`, "continues", flawless)).toBe("");
    expect(write(`${question}\n${whole}`, "replies", flawless)).toBe("");
    expect(write("What is the capital of Peru?", "replies", flawless)).toMatch(/^[A-Z][^\n]+\.\nAnswer: unknown$/);
  });

  test("numbering that starts again replaces what was written before, and signs of other styles are read", () => {
    const text = `${question}\nStep 1: 14 + 9 = 99\nLet me start over.\nStep 1: 14 + 9 = 23\n`;
    expect(write(text, "continues", flawless)).toBe("Step 2: 23 * 2 = 46\nAnswer: 46");
    expect(write(`${question}\nStep 1: 14 + 9 = 23\nStep 2: 23 × 2 = 46\n`, "continues", flawless)).toBe("Answer: 46");
  });

  test("goes on from a wrong value, or silently takes up the true chain when it recovers", () => {
    const text = `${question}\nStep 1: 14 + 9 = 24\n`;
    expect(write(text, "continues", flawless)).toBe("Step 2: 24 * 2 = 48\nAnswer: 48");
    expect(write(text, "continues", { ...flawless, errorRate: 1, recoveryRate: 1 })).toBe("Step 2: 23 * 2 = 46\nAnswer: 46");
  });

  test("a split addition is written as two steps, and a written first part is gone on from", () => {
    const text = write(question, "replies", { ...flawless, splitRate: 1 });
    expect(text).toMatch(/^Step 1: 14 \+ \d = \d+\nStep 2: \d+ \+ \d = 23\nStep 3: 23 \* 2 = 46\nAnswer: 46$/);
    expect(write(`${question}\nStep 1: 14 + 4 = 18\n`, "continues", flawless)).toBe("Step 2: 18 + 5 = 23\nStep 3: 23 * 2 = 46\nAnswer: 46");
  });
});

const problems = simulatedProblems({ seed: 8, count: 400, steps: [1, 16] });
const skills = fc.record({
  seed: fc.integer(),
  errorRate: fc.double({ min: 0, max: 1, noNaN: true }),
  recoveryRate: fc.double({ min: 0, max: 1, noNaN: true }),
  splitRate: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe("what the reasoner knows of its own text", () => {
  test("truth read from prefix and continuation equals the reasoner's record, from any prefix of any of its solutions", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...problems),
        skills,
        fc.integer(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (problem, skill, draw, share) => {
          const root = writeContinuation(preparePrompt(problem.question, "replies", skill), randomFrom(draw));
          expect(truth(problem.question, root.text, skill)).toMatchObject({
            firstError: root.firstError,
            finalAnswerCorrect: root.correct,
          });
          const lines = root.text.split("\n").slice(0, -1);
          const prefix = lines.slice(0, Math.round(share * lines.length)).join("\n");
          const rest = writeContinuation(preparePrompt(`${problem.question}\n${prefix}`, "continues", skill), randomFrom(draw, 1));
          expect(truth(problem.question, prefix + rest.text, skill)).toMatchObject({
            firstError: rest.firstError,
            finalAnswerCorrect: rest.correct,
            gold: problem.answer,
          });
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test("a slip never comes back to the gold answer, and every value on the way is a positive integer", () => {
    fc.assert(
      fc.property(fc.constantFrom(...problems), fc.integer(), (problem, draw) => {
        const { text, correct, firstError } = writeContinuation(
          preparePrompt(problem.question, "replies", { ...flawless, errorRate: 0.5 }),
          randomFrom(draw),
        );
        expect(correct).toBe(firstError === -1);
        expect(text.endsWith(`\nAnswer: ${problem.answer}`)).toBe(correct);
        for (const [, value] of text.matchAll(/= (\S+)$/gm)) expect(Number.isInteger(Number(value)) && Number(value) > 0).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test("the slip is the only line whose arithmetic does not hold, divisions after it included", () => {
    fc.assert(
      fc.property(fc.constantFrom(...problems), fc.integer(), (problem, draw) => {
        const prompt = preparePrompt(problem.question, "replies", { ...flawless, errorRate: 0.5, splitRate: 0.3 });
        const { text, firstError } = writeContinuation(prompt, randomFrom(draw));
        const wrong: number[] = [];
        for (const { operation, result, begin, index } of readSolutionLines(text).steps.map((line, index) => ({ ...line, index }))) {
          const value = Number(/: (-?\d+) /.exec(text.slice(begin))?.[1]);
          const exact = operation.operator === "/" ? result * operation.operand === value : applyOperation(value, operation) === result;
          if (!exact) wrong.push(index);
        }
        expect(wrong).toEqual(firstError === -1 ? [] : [firstError]);
      }),
      { numRuns: 1_000 },
    );
  });

  test("a strange value whose division would round to the true one still does not come back", () => {
    const bags =
      "Mia has 8 stickers. Mia buys 2 more. Mia splits them into 5 equal bags and keeps one bag. How many stickers does Mia have now?";
    expect(write(`${bags}\nStep 1: 8 + 2 = 10\n`, "continues", flawless)).toBe("Step 2: 10 / 5 = 2\nAnswer: 2");
    expect(write(`${bags}\nStep 1: 8 + 2 = 11\n`, "continues", flawless)).toBe("Step 2: 11 / 5 = 3\nAnswer: 3");
  });

  test("a prefix with any strange values never reaches the gold answer without recovery", () => {
    fc.assert(
      fc.property(fc.constantFrom(...problems), fc.integer({ min: -9_999, max: 9_999 }), fc.integer(), (problem, value, draw) => {
        const firstLine = problem.reference_solution.split("\n")[0] ?? "";
        fc.pre(!firstLine.endsWith(`= ${value}`));
        const prefix = firstLine.replace(/-?\d+$/, String(value));
        const rest = writeContinuation(preparePrompt(`${problem.question}\n${prefix}`, "continues", flawless), randomFrom(draw));
        expect(rest).toMatchObject({ firstError: 0, correct: false });
        expect(rest.text.endsWith(`\nAnswer: ${problem.answer}`)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

describe("measured rates", () => {
  const skill: Skill = { seed: 1, errorRate: 0.2, recoveryRate: 0.3, splitRate: 0.25 };
  const draws = 4_000;
  const [problem] = simulatedProblems({ seed: 21, count: 1, steps: [8, 8] });
  const asked = problem?.question ?? "";

  test("a step on the true chain is wrong as often as configured", () => {
    let right = 0;
    let wrong = 0;
    for (let draw = 0; draw < draws; draw += 1) {
      const { text, firstError } = writeContinuation(preparePrompt(asked, "replies", skill), randomFrom(5, draw));
      const steps = text.split("\n").length - 1;
      right += firstError === -1 ? steps : (firstError ?? 0);
      wrong += firstError === -1 ? 0 : 1;
    }
    expect(deviation(wrong, right + wrong, 0.2)).toBeLessThan(4.5);
  });

  test("the share of right answers from every prefix, good and bad, is the success probability that truth states", () => {
    const solutions = [0, 1, 2, 3].map((draw) => writeContinuation(preparePrompt(asked, "replies", skill), randomFrom(6, draw)).text);
    // Good prefixes before an error and bad ones after it are among those measured.
    expect(Math.max(...solutions.map((solution) => knownTruth(solution).firstError))).toBeGreaterThan(0);
    for (const solution of solutions) {
      const { success } = knownTruth(solution);
      const lines = solution.split("\n");
      for (const [written, probability] of success.entries()) {
        const prompt = preparePrompt([asked, ...lines.slice(0, written)].join("\n"), "continues", skill);
        let correct = 0;
        for (let draw = 0; draw < draws; draw += 1) correct += writeContinuation(prompt, randomFrom(7, draw)).correct ? 1 : 0;
        expect(deviation(correct, draws, probability)).toBeLessThan(4.5);
      }
    }
  });

  test("rates that vary by problem are fixed by question and seed, spread over the range, and taken from the list", () => {
    const varied: Skill = { seed: 4, errorRate: { min: 0.1, max: 0.3 }, recoveryRate: { oneOf: [0, 0, 0.05, 0.3] }, splitRate: 0 };
    const rates = problems.map((each) => ratesOf(each.question, varied));
    expect(problems.map((each) => ratesOf(each.question, varied))).toEqual(rates);
    expect(problems.map((each) => ratesOf(each.question, { ...varied, seed: 5 }))).not.toEqual(rates);
    const errorRates = rates.map(({ errorRate }) => errorRate);
    expect(Math.min(...errorRates)).toBeGreaterThanOrEqual(0.1);
    expect(Math.max(...errorRates)).toBeLessThanOrEqual(0.3);
    expect(deviation(errorRates.filter((rate) => rate < 0.2).length, rates.length, 0.5)).toBeLessThan(4.5);
    for (const [recoveryRate, share] of [
      [0, 0.5],
      [0.05, 0.25],
      [0.3, 0.25],
    ] as const) {
      expect(deviation(rates.filter((rate) => rate.recoveryRate === recoveryRate).length, rates.length, share)).toBeLessThan(4.5);
    }
  });

  function knownTruth(solution: string) {
    const known = truth(asked, solution, skill);
    if (known.kind !== "truth") throw new Error("the question was not found");
    return known;
  }
});

test("the prepared problems include long chains, so the properties above reach them", () => {
  expect(Math.max(...problems.map((problem) => parseQuestion(problem.question)?.operations.length ?? 0))).toBe(16);
});

/** How many standard deviations a count lies from its binomial mean; without variance 0 where it is exact, else Infinity. */
function deviation(count: number, total: number, probability: number): number {
  const distance = Math.abs(count - total * probability);
  return distance === 0 ? 0 : distance / Math.sqrt(total * probability * (1 - probability));
}
