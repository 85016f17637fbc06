// Contract of the OpenAI wire formats: raw, and as the real client reads them.
import OpenAI, { AuthenticationError, BadRequestError, NotFoundError } from "openai";
import { describe, expect, test } from "vitest";
import type { SimulatedModel } from "../../../../infra/simulated/index.ts";
import { ask, flawless, getJson, post, question, solution, start } from "./started.ts";

const chat = "/v1/chat/completions";
const client = ({ url }: SimulatedModel, apiKey = "any"): OpenAI => new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 });

describe("chat completions", () => {
  test("answer in the wire's shape, with usage over all choices", async () => {
    const { status, headers, json } = await post(await start(), chat, { ...ask, n: 2 });
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("application/json");
    expect(headers.get("x-request-id")).toBe("req_simulated_1");
    const choice = { message: { role: "assistant", content: solution, refusal: null }, logprobs: null, finish_reason: "stop" };
    expect(json).toEqual({
      id: "chatcmpl-simulated-1",
      object: "chat.completion",
      created: expect.any(Number),
      model: "simulated",
      choices: [
        { index: 0, ...choice },
        { index: 1, ...choice },
      ],
      usage: {
        prompt_tokens: 30,
        completion_tokens: 38,
        total_tokens: 68,
        prompt_tokens_details: { cached_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 0 },
      },
      system_fingerprint: "simulated",
    });
  });

  test("the real client reads text, finish reason, usage and log-probabilities", async () => {
    const openai = client(await start());
    const answer = await openai.chat.completions.create({
      model: "simulated",
      messages: [
        { role: "system", content: "Solve." },
        { role: "user", content: [{ type: "text", text: question }] },
      ],
      n: 1,
      seed: 7,
      temperature: 0.7,
      max_completion_tokens: 8,
      logprobs: true,
    });
    const [choice] = answer.choices;
    expect(choice?.message.content).toBe("Step 1: 14 + 9 = 23");
    expect(choice?.finish_reason).toBe("length");
    expect(answer.usage?.completion_tokens).toBe(8);
    const tokens = choice?.logprobs?.content ?? [];
    expect(tokens.map(({ token }) => token).join("")).toBe("Step 1: 14 + 9 = 23");
    for (const { logprob } of tokens) expect(logprob).toBeLessThanOrEqual(0);
  });

  test("a last assistant message is gone on from, with or without continue_final_message; an empty one is not a prefix", async () => {
    const model = await start();
    const assistant = (content: string) => ({ ...ask, messages: [...ask.messages, { role: "assistant", content }] });
    const continued = "\nStep 2: 23 * 2 = 46\nAnswer: 46";
    for (const extra of [{}, { continue_final_message: true, add_generation_prompt: false }]) {
      const { json } = await post(model, chat, { ...assistant("Step 1: 14 + 9 = 23"), ...extra });
      expect(json).toMatchObject({ choices: [{ message: { content: continued } }] });
    }
    expect((await post(model, chat, assistant("Step 1: 14 + 9 = 23\n"))).json).toMatchObject({
      choices: [{ message: { content: continued.trimStart() } }],
    });
    expect((await post(model, chat, assistant(""))).json).toMatchObject({ choices: [{ message: { content: solution } }] });
  });

  test("a stop sequence cuts before its earliest occurrence and is a stop; a limit that is just enough is one too", async () => {
    const model = await start();
    for (const stop of ["\nAnswer", ["\nAnswer"], ["nowhere", "\nAnswer", "Answer"]]) {
      expect((await post(model, chat, { ...ask, stop })).json).toMatchObject({
        choices: [{ message: { content: "Step 1: 14 + 9 = 23\nStep 2: 23 * 2 = 46" }, finish_reason: "stop" }],
        usage: { completion_tokens: 16 },
      });
    }
    const [least, less] = await Promise.all([19, 18].map((max_tokens) => post(model, chat, { ...ask, max_tokens })));
    expect(least?.json).toMatchObject({ choices: [{ message: { content: solution }, finish_reason: "stop" }] });
    expect(less?.json).toMatchObject({ choices: [{ message: { content: solution.slice(0, -3) }, finish_reason: "length" }] });
  });
});

describe("completions", () => {
  test("the real client continues a raw prompt", async () => {
    const openai = client(await start());
    const answer = await openai.completions.create({
      model: "simulated",
      prompt: `Question: ${question}\nStep 1: 14 + 9 = 23\n`,
      n: 2,
      seed: 1,
      logprobs: 1,
    });
    expect(answer.object).toBe("text_completion");
    expect(answer.choices.map(({ text, finish_reason, index }) => ({ text, finish_reason, index }))).toEqual(
      [0, 1].map((index) => ({ text: "Step 2: 23 * 2 = 46\nAnswer: 46", finish_reason: "stop", index })),
    );
    const logprobs = answer.choices[0]?.logprobs;
    expect(logprobs?.tokens?.join("")).toBe("Step 2: 23 * 2 = 46\nAnswer: 46");
    expect(logprobs?.token_logprobs).toHaveLength(11);
    expect(logprobs?.text_offset?.slice(0, 3)).toEqual([0, 4, 6]);
    expect(answer.usage).toMatchObject({ completion_tokens: 22 });
  });

  test("take a prompt as a list of one text, and refuse several", async () => {
    const model = await start();
    expect((await post(model, "/v1/completions", { model: "m", prompt: [question] })).json).toMatchObject({
      choices: [{ text: `\n${solution}` }],
    });
    expect((await post(model, "/v1/completions", { model: "m", prompt: [question, question] })).status).toBe(400);
  });
});

describe("refused requests", () => {
  test("name the field in the wire's error body and are not billed", async () => {
    const model = await start();
    for (const [body, param] of [
      [{ ...ask, stream: true }, "stream"],
      [{ ...ask, n: 0 }, "n"],
      [{ ...ask, max_tokens: -1 }, "max_tokens"],
      [{ ...ask, messages: [] }, "messages"],
      [{ messages: ask.messages }, "model"],
      ["{", null],
    ] as const) {
      const { status, json } = await post(model, chat, body);
      expect(status).toBe(400);
      expect(json).toEqual({ error: { message: expect.stringMatching(/\w/), type: "invalid_request_error", param, code: null } });
    }
    expect((await post(model, "/v1/completions", { model: "m", prompt: "x", echo: true })).status).toBe(400);
    expect(model.counts()).toMatchObject({ received: 7, requests: 0, choices: 0, promptTokens: 0, byStatus: { 400: 7 }, inFlight: 0 });
  });

  test("the real client maps a wrong key, an unknown model and a bad request", async () => {
    const model = await start({ ...flawless, apiKey: "right", models: ["known"] });
    const create = (apiKey: string, name: string, n = 1) =>
      client(model, apiKey).chat.completions.create({ model: name, messages: [{ role: "user", content: question }], n });
    await expect(create("wrong", "known")).rejects.toThrow(AuthenticationError);
    await expect(create("right", "other")).rejects.toThrow(NotFoundError);
    await expect(create("right", "other")).rejects.toMatchObject({ status: 404, code: "model_not_found", param: "model" });
    await expect(create("right", "known", 1_000)).rejects.toThrow(BadRequestError);
    expect((await create("right", "known")).choices[0]?.message.content).toBe(solution);
    expect(model.counts().byStatus).toEqual({ 200: 1, 400: 1, 401: 1, 404: 2 });
  });
});

describe("models", () => {
  test("the real client lists the known names, one name when every name is known", async () => {
    expect((await client(await start({ models: ["one", "two"] })).models.list()).data.map(({ id }) => id)).toEqual(["one", "two"]);
    expect(await getJson(await start(), "/v1/models")).toMatchObject({ object: "list", data: [{ id: "simulated", object: "model" }] });
    await expect(client(await start({ apiKey: "right" }), "wrong").models.list()).rejects.toThrow(AuthenticationError);
  });
});
