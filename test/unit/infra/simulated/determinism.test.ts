// Texts depend on the server's seed, the request's seed, the choice index and the prompt, and on nothing else.
import { describe, expect, test } from "vitest";
import { simulatedProblems } from "../../../../infra/simulated/index.ts";
import { ask, flawless, post, question, solution, start, textsOf } from "./started.ts";

const chat = "/v1/chat/completions";
const options = { seed: 3, errorRate: 0.4, splitRate: 0.3 };
const [problem] = simulatedProblems({ seed: 4, count: 1, steps: [6, 6] });
const body = { model: "simulated", seed: 5, messages: [{ role: "user", content: problem?.question ?? "" }] };

describe("the text of a choice", () => {
  test("is the same on a restarted server, in any order and with any n", async () => {
    const first = await start(options);
    const eight = textsOf(await post(first, chat, { ...body, n: 8 }));
    expect(new Set(eight).size).toBeGreaterThan(4);
    const second = await start({ ...options, latencyMs: 1, latencyJitterMs: 10 });
    const byCount = await Promise.all([1, 3, 8, 20].map(async (n) => textsOf(await post(second, chat, { ...body, n }))));
    expect(byCount.map((texts) => texts.slice(0, 8))).toEqual([1, 3, 8, 8].map((n) => eight.slice(0, n)));
  });

  test("changes with the server's seed, the request's seed and the prompt, and not with the model's name or temperature", async () => {
    const model = await start(options);
    const texts = textsOf(await post(model, chat, { ...body, n: 8 }));
    expect(textsOf(await post(model, chat, { ...body, n: 8, model: "other", temperature: 0.1 }))).toEqual(texts);
    expect(textsOf(await post(model, chat, { ...body, n: 8, seed: 6 }))).not.toEqual(texts);
    expect(textsOf(await post(await start({ ...options, seed: 4 }), chat, { ...body, n: 8 }))).not.toEqual(texts);
    const longer = { ...body, n: 8, messages: [{ role: "system", content: "Solve." }, ...body.messages] };
    expect(textsOf(await post(model, chat, longer))).not.toEqual(texts);
  });

  test("a stop or a token limit cuts the same text", async () => {
    const model = await start(options);
    const texts = textsOf(await post(model, chat, { ...body, n: 8 }));
    expect(textsOf(await post(model, chat, { ...body, n: 8, stop: "\n" }))).toEqual(texts.map((text) => text.split("\n")[0]));
    for (const [index, text] of textsOf(await post(model, chat, { ...body, n: 8, max_tokens: 20 })).entries()) {
      expect(text).not.toBe("");
      expect(texts[index]?.startsWith(text)).toBe(true);
    }
  });

  test("without a seed a repeated request brings new texts, the same ones in the same order on another server", async () => {
    const unseeded = { model: "simulated", messages: body.messages, n: 4 };
    const series = async (): Promise<string[][]> => {
      const model = await start(options);
      return [textsOf(await post(model, chat, unseeded)), textsOf(await post(model, chat, unseeded))];
    };
    const [first, again] = await series();
    expect(again).not.toEqual(first);
    expect(await series()).toEqual([first, again]);
  });

  test("the same text is gone on from as a raw prompt and replied to as a message, on one server", async () => {
    const model = await start(flawless);
    expect(textsOf(await post(model, chat, ask))).toEqual([solution]);
    expect(textsOf(await post(model, "/v1/completions", { model: "simulated", prompt: question }))).toEqual([`\n${solution}`]);
  });

  test("prompts kept in memory and prompts read anew give the same texts", async () => {
    const model = await start(options);
    const texts = textsOf(await post(model, chat, { ...body, n: 8 }));
    for (let other = 0; other < 2_050; other += 50) {
      await Promise.all(
        Array.from({ length: 50 }, (_, offset) =>
          post(model, chat, { ...ask, messages: [{ role: "user", content: `Prompt ${other + offset}` }] }),
        ),
      );
    }
    expect(textsOf(await post(model, chat, { ...body, n: 8 }))).toEqual(texts);
  });
});
