// Prompts: what each way of continuing a prefix sends, and that their version follows their words.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { continuePrompt, promptVersion, solvePrompt } from "../../../../methods/prompts/index.ts";
import type { Continuation, Prompt } from "../../../../methods/prompts/index.ts";
import { joinContinuation, segment } from "../../../../methods/steps/index.ts";
import type { AnswerType } from "../../../../schemas/index.ts";

const question = "A box holds 6 pencils. How many pencils are in 4 boxes?";
const math: AnswerType = { kind: "math" };
const prefix = "Step 1: One box holds 6.\nStep 2: We multiply.\n";
const modes: readonly Continuation[] = ["prefill", "completion", "instruct"];

function text(prompt: Prompt): string {
  return prompt.kind === "completion" ? prompt.text : prompt.messages.map(({ content }) => content).join("\n");
}

describe("solve", () => {
  it("asks in a chat for numbered steps and a boxed answer on the last line", () => {
    for (const continuation of ["prefill", "instruct"] as const) {
      const prompt = solvePrompt({ question, answerType: math, continuation });
      expect(prompt).toMatchObject({ kind: "chat", messages: [{ role: "system" }, { role: "user" }] });
      expect(prompt).not.toHaveProperty("assistantPrefix");
      expect(text(prompt)).toContain("`Step k:`");
      expect(text(prompt)).toContain("`Answer: \\boxed{…}`");
      expect(text(prompt).endsWith(question)).toBe(true);
    }
  });

  it("shows worked examples to a raw model and stops before the next question", () => {
    const prompt = solvePrompt({ question, answerType: math, continuation: "completion" });
    expect(prompt).toMatchObject({ kind: "completion", stop: ["\nQuestion:"] });
    expect(text(prompt).endsWith(`\n\nQuestion: ${question}\n`)).toBe(true);
    expect(text(prompt)).toMatch(/^Question: [^\n]+\nStep 1: [^\n]+\n(?:Step \d: [^\n]+\n)*Answer: \d+\n\nQuestion: /);
  });

  it.each<[string, AnswerType, string]>([
    ["numeric", { kind: "numeric" }, "one number without a unit"],
    ["exact", { kind: "exact" }, "exactly as the problem asks"],
    ["choice", { kind: "choice" }, "the letter of the right choice"],
    ["named choices", { kind: "choice", choices: ["Yes", "No"] }, "one of: Yes | No"],
  ])("says how an answer of the kind %s is stated", (_, answerType, words) => {
    expect(text(solvePrompt({ question, answerType, continuation: "prefill" }))).toContain(words);
  });

  it("names the choices to a raw model too", () => {
    const answerType: AnswerType = { kind: "choice", choices: ["Yes", "No"] };
    expect(text(solvePrompt({ question, answerType, continuation: "completion" }))).toContain("one of: Yes | No.\n");
  });
});

describe("continue", () => {
  it("prefill: the same turns as solve, and the prefix without trailing white space as the unfinished reply", () => {
    const prompt = continuePrompt({ question, answerType: math, continuation: "prefill", prefix, steps: 2 });
    expect(prompt).toEqual({ ...solvePrompt({ question, answerType: math, continuation: "prefill" }), assistantPrefix: prefix.trimEnd() });
  });

  it("completion: the solve text with the prefix behind it, line break kept, blanks not", () => {
    const solve = text(solvePrompt({ question, answerType: math, continuation: "completion" }));
    const prompt = continuePrompt({ question, answerType: math, continuation: "completion", prefix: `${prefix} \t`, steps: 2 });
    expect(prompt).toEqual({ kind: "completion", text: `${solve}${prefix}`, stop: ["\nQuestion:"] });
  });

  it("instruct: quotes the steps, forbids touching them, and names the next number", () => {
    const prompt = continuePrompt({ question, answerType: math, continuation: "instruct", prefix, steps: 2 });
    expect(prompt).not.toHaveProperty("assistantPrefix");
    expect(text(prompt)).toContain(`Given steps:\n${prefix.trim()}\n\n`);
    expect(text(prompt)).toContain("do not repeat, re-check or correct the given steps");
    expect(text(prompt)).toContain("`Step 3:`");
  });

  it("holds question and prefix in every mode, and a reply joins to the prefix it was asked for", () => {
    const body = fc.stringMatching(/^[a-z][a-z0-9 +=.]{0,40}[a-z]$/);
    fc.assert(
      fc.property(fc.constantFrom(...modes), body, fc.array(body, { minLength: 1, maxLength: 4 }), (continuation, asked, claims) => {
        const given = claims.map((claim, index) => `Step ${index + 1}: ${claim}\n`).join("");
        const prompt = continuePrompt({ question: asked, answerType: math, continuation, prefix: given, steps: claims.length });
        const sent = `${text(prompt)}\n${prompt.kind === "chat" ? (prompt.assistantPrefix ?? "") : ""}`;
        expect(sent).toContain(asked);
        expect(sent).toContain(given.trimEnd());
        const whole = joinContinuation(given, `Step ${claims.length + 1}: the end`);
        expect(segment(whole)).toHaveLength(claims.length + 1);
      }),
    );
  });
});

describe("promptVersion", () => {
  it("is stable, and differs between purposes and between texts", () => {
    const versions = modes.flatMap((mode) => [promptVersion("solve", mode), promptVersion("continue", mode)]);
    expect(versions).toEqual(modes.flatMap((mode) => [promptVersion("solve", mode), promptVersion("continue", mode)]));
    for (const version of versions) expect(version).toMatch(/^(?:solve|continue)@[0-9a-f]{12}$/);
    // prefill and instruct ask for a whole solution in the same words.
    expect(new Set(versions).size).toBe(5);
  });
});
