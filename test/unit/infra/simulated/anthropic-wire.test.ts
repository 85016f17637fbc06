// Contract of the Anthropic wire format: raw, and as the real client reads it.
import Anthropic, { AuthenticationError, BadRequestError, NotFoundError } from "@anthropic-ai/sdk";
import { describe, expect, test } from "vitest";
import type { SimulatedModel } from "../../../../infra/simulated/index.ts";
import { ask, flawless, post, question, solution, start } from "./started.ts";

const path = "/v1/messages";
const message = { ...ask, max_tokens: 500 };
const client = ({ url }: SimulatedModel, apiKey = "any"): Anthropic => new Anthropic({ baseURL: url, apiKey, maxRetries: 0 });

describe("messages", () => {
  test("answer in the wire's shape", async () => {
    const { status, headers, json } = await post(await start(), path, message);
    expect(status).toBe(200);
    expect(headers.get("request-id")).toBe("req_simulated_1");
    expect(json).toEqual({
      id: "msg_simulated_1",
      type: "message",
      role: "assistant",
      model: "simulated",
      content: [{ type: "text", text: solution }],
      stop_reason: "end_turn",
      stop_sequence: null,
      usage: { input_tokens: 30, output_tokens: 19, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 },
    });
  });

  test("the real client goes on from a prefill, under a system text, with a seed header", async () => {
    const anthropic = client(await start());
    const answer = await anthropic.messages.create(
      {
        model: "simulated",
        max_tokens: 100,
        system: [{ type: "text", text: "Solve step by step." }],
        messages: [
          { role: "user", content: [{ type: "text", text: question }] },
          { role: "assistant", content: "Step 1: 14 + 9 = 23" },
        ],
      },
      { headers: { "x-steplabel-seed": "12" } },
    );
    expect(answer.content).toEqual([{ type: "text", text: "\nStep 2: 23 * 2 = 46\nAnswer: 46" }]);
    expect(answer.stop_reason).toBe("end_turn");
    expect(answer.usage.output_tokens).toBe(11);
  });

  test("the header carries the seed: the same seed the same text, other seeds other texts", async () => {
    const model = await start({ errorRate: 0.5 });
    const text = async (seed: string) =>
      JSON.stringify((await post(model, path, message, { "x-steplabel-seed": seed })).json, ["content", "text"]);
    const seeds = Array.from({ length: 12 }, (_, seed) => String(seed));
    const texts = await Promise.all(seeds.map(text));
    expect(await Promise.all(seeds.map(text))).toEqual(texts);
    expect(new Set(texts).size).toBeGreaterThan(3);
  });

  test("stop sequences and the token limit end with their own reasons", async () => {
    const model = await start();
    expect((await post(model, path, { ...message, stop_sequences: ["zzz", "\nAnswer"] })).json).toMatchObject({
      content: [{ text: "Step 1: 14 + 9 = 23\nStep 2: 23 * 2 = 46" }],
      stop_reason: "stop_sequence",
      stop_sequence: "\nAnswer",
    });
    expect((await post(model, path, { ...message, max_tokens: 2 })).json).toMatchObject({
      content: [{ text: "Step 1" }],
      stop_reason: "max_tokens",
      usage: { output_tokens: 2 },
    });
  });

  test("a finished prefill brings no content block", async () => {
    const finished = { ...message, messages: [...message.messages, { role: "assistant", content: solution }] };
    expect((await post(await start(), path, finished)).json).toMatchObject({
      content: [],
      stop_reason: "end_turn",
      usage: { output_tokens: 0 },
    });
  });
});

describe("refused requests", () => {
  test("say why in the wire's error body", async () => {
    const model = await start();
    const prefill = (content: string) => [...message.messages, { role: "assistant", content }];
    for (const [body, headers, reason] of [
      [{ ...message, n: 2 }, {}, /^n: Extra inputs/],
      [{ ...message, stream: true }, {}, /stream/],
      [ask, {}, /max_tokens/],
      [{ ...message, messages: prefill("Step 1: 14 + 9 = 23\n") }, {}, /trailing whitespace/],
      [message, { "x-steplabel-seed": "1.5" }, /x-steplabel-seed/],
      ["nonsense", {}, /JSON/],
    ] as const) {
      const { status, json } = await post(model, path, body, headers);
      expect(status).toBe(400);
      expect(json).toEqual({
        type: "error",
        error: { type: "invalid_request_error", message: expect.stringMatching(reason) },
        request_id: expect.stringMatching(/^req_simulated_\d$/),
      });
    }
  });

  test("the real client maps a wrong key, an unknown model and a bad request", async () => {
    const model = await start({ ...flawless, apiKey: "right", models: ["known"] });
    const create = (apiKey: string, name: string, max_tokens = 100) =>
      client(model, apiKey).messages.create({ model: name, max_tokens, messages: [{ role: "user", content: question }] });
    await expect(create("wrong", "known")).rejects.toThrow(AuthenticationError);
    await expect(create("right", "other")).rejects.toThrow(NotFoundError);
    await expect(create("right", "known", 0)).rejects.toThrow(BadRequestError);
    expect((await create("right", "known")).content).toEqual([{ type: "text", text: solution }]);
    expect((await post(model, path, { ...message, model: "known" }, { "x-api-key": "right" })).status).toBe(200);
    expect((await post(model, path, { ...message, model: "known" }, { "x-api-key": "wrong" })).status).toBe(401);
  });

  test("the model list has the wire's own shape for a client of this format", async () => {
    const list = await client(await start({ models: ["one", "two"] })).models.list();
    expect(list.data.map(({ id, type }) => [id, type])).toEqual([
      ["one", "model"],
      ["two", "model"],
    ]);
  });
});
