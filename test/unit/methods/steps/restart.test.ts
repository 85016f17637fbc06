// Restarts: continuations that begin anew or repair a given step, and honest ones that only look alike.
import { existsSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { detectRestart, prefixText, segment } from "../../../../methods/steps/index.ts";

const question = "A box holds 6 pencils. Tom buys 4 boxes and gives 5 pencils away. How many pencils does he have left?";
const marked = "Step 1: He buys 4 * 6 = 24 pencils.\nStep 2: He gives 5 away.\n";
const plain = "Tom buys 4 boxes of 6 pencils, so 4 * 6 = 24 pencils.\nHe gives 5 of them away, 24 - 5 = 19 pencils.\n";

describe("restarts", () => {
  it.each([
    ["the first step's number", marked, "Step 1: Each box has 6 pencils."],
    ["the first step's number after an announcement", marked, "Sure! Here is the whole solution:\n\n**Step 1:** We multiply."],
    ["a given step written otherwise", marked, "Step 2: He gives 5 away, so 24 - 5 = 19 are left."],
    ["an earlier given step", "Step 1: a b c\nStep 2: d e f\nStep 3: g h i\n", "Step 2: d e f"],
    ["the words of the first step", plain, "Tom buys 4 boxes of 6 pencils, so 4 * 6 = 24 pencils.\nThen he gives some away."],
    ["the words of the first step but a few", plain, "So, Tom buys 4 boxes of 6 pencils, so that is 4 * 6 = 24 pencils."],
    ["the first calculation after a word of beginning", plain, "First, we multiply: 4 × 6 = 24."],
    ["the first two calculations", plain, "All boxes together give 4*6=24, and without the five, 24-5=19."],
    ["the question", plain, `Question: ${question}\nStep 1: 24`],
    ["a list begun again", "1. He buys 24 pencils.\n2. He gives 5 away.\n", "1. There are 24 pencils."],
    ["the only given step", "Step 1: He buys 4 * 6 = 24 pencils.\n", "Step 1: He buys 4 * 6 = 24 pencils.\nStep 2: 19"],
  ])("%s", (_, prefix, continuation) => {
    expect(detectRestart({ question, prefix, continuation })).toBe(true);
  });
});

describe("honest continuations", () => {
  it.each([
    ["the next number", marked, "Step 3: That leaves 24 - 5 = 19 pencils.\nAnswer: 19"],
    ["the next number on a new line", marked, "\nStep 3: That leaves 19."],
    ["the end of a line, then the next number", marked, " to Ann.\nStep 3: That leaves 19."],
    ["the last given step repeated, then the next", marked, "Step 2: He gives 5 away.\nStep 3: That leaves 19."],
    ["a sum of the same form", "Ann buys 3 * 4 = 12 pens.\n", "Bob buys 3 * 5 = 15 pens.\n"],
    [
      "a sentence of the same form with the same numbers",
      "For the first glass he pays 5 * 2 = 10.\n",
      "For the second glass he pays 5 * 2 = 10.\n",
    ],
    ["the same sum for something else", "The girls have 4 * 5 = 20 players.\n", "The boys of the school have 4 * 5 = 20 players too.\n"],
    ["a mention of a given step", marked, "Step 1 gave 24, so 24 - 5 = 19."],
    ["a list inside a step", "Step 1: He buys 24.\nStep 2: Two cases remain.\n", "1. He gives none away.\n2. He gives 5 away."],
    ["a list after a colon", "1. He buys 24.\n2. The cases are:\n", "1. none away"],
    ["the answer alone", plain, "The answer is 19."],
    ["a short line said again", "x = 5\n", "x = 5"],
    ["nothing", marked, " "],
  ])("%s", (_, prefix, continuation) => {
    expect(detectRestart({ question, prefix, continuation })).toBe(false);
  });

  it("a prefix without steps never restarts", () => {
    fc.assert(
      fc.property(fc.constantFrom("", " ", "\n"), fc.string(), (prefix, continuation) => {
        expect(detectRestart({ question, prefix, continuation: `Step 1: ${continuation}` })).toBe(false);
      }),
    );
  });

  it("never takes the rest of a numbered solution for a restart, and always the whole of it", () => {
    const claim = fc
      .tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 }))
      .map(([a, b]) => `${a} + ${b} = ${a + b} apples are there`);
    fc.assert(
      fc.property(fc.array(claim, { minLength: 2, maxLength: 9 }), fc.nat(), (claims, at) => {
        const whole = claims.map((each, index) => `Step ${index + 1}: ${each}`).join("\n");
        const prefix = prefixText(whole, segment(whole), 1 + (at % (claims.length - 1)));
        expect(detectRestart({ prefix, continuation: whole.slice(prefix.length) })).toBe(false);
        expect(detectRestart({ prefix, continuation: whole })).toBe(true);
      }),
    );
  });
});

const solutions = "../shared/data/solutions/gsm8k/example_model_solutions.jsonl";
describe.skipIf(!existsSync(solutions))("on four models' solutions of 300 GSM8K problems (needs ../shared/data)", () => {
  it("takes under 0.3 % of their own ends for restarts, and misses under 2 % of the solutions begun anew", () => {
    let [prefixes, falseAlarms, found] = [0, 0, 0];
    for (const line of readFileSync(solutions, "utf8").split("\n").slice(0, 300)) {
      const row = JSON.parse(line) as Readonly<Record<string, string | { readonly solution: string }>>;
      const asked = row["question"];
      for (const model of Object.values(row)) {
        if (typeof model === "string" || typeof asked !== "string") continue;
        const text = model.solution;
        const spans = segment(text);
        for (let t = 1; t < spans.length; t++) {
          const prefix = prefixText(text, spans, t);
          prefixes++;
          if (detectRestart({ question: asked, prefix, continuation: text.slice(prefix.length) })) falseAlarms++;
          if (detectRestart({ question: asked, prefix, continuation: text })) found++;
        }
      }
    }
    expect(prefixes).toBeGreaterThan(2000);
    expect(falseAlarms / prefixes).toBeLessThan(0.003);
    expect(found / prefixes).toBeGreaterThan(0.98);
  });
});
