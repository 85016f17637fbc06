// From configuration to client: which parameters go out, which never do, and what names a model in the ledger.
import { createServer } from "node:http";
import type { IncomingHttpHeaders, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CallError, createClient, modelIdentity, modelWire } from "../../../../activities/models/index.ts";
import { modelSchema } from "../../../../schemas/index.ts";
import { everything, promptFor, sampling } from "./setting.ts";

let endpoint: Server;
let url = "";
let seen: { readonly path: string | undefined; readonly headers: IncomingHttpHeaders; readonly body: Record<string, unknown> }[] = [];
let reply: unknown;

beforeEach(async () => {
  seen = [];
  reply = { choices: [{ index: 0, text: "x", message: { content: "x" } }], usage: { prompt_tokens: 1, completion_tokens: 1 } };
  endpoint = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      seen.push({ path: request.url, headers: request.headers, body: JSON.parse(text) as Record<string, unknown> });
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(reply));
    });
  });
  await new Promise<void>((resolve) => endpoint.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}`;
});
afterEach(() => {
  endpoint.closeAllConnections();
  endpoint.close();
});

const nothing = { temperature: false, n: false, seed: false, logprobs: false, assistantPrefix: false };
const client = (model: object, capabilities = everything, environment: Record<string, string> = {}) =>
  createClient(modelSchema.parse(model), { alias: "solver", capabilities, environment: (name) => environment[name], servedAt: url });
const request = { prompt: promptFor("chat"), count: 3, seed: 5, sampling, signal: new AbortController().signal };

describe("createClient", () => {
  test("sends what the capabilities name", async () => {
    await client({ provider: "openai", model: "m", baseUrl: `${url}/v1` }, { ...everything, logprobs: true }).complete({
      ...request,
      sampling: { ...sampling, topP: 0.9, stop: ["END"] },
    });
    expect(seen[0]?.path).toBe("/v1/chat/completions");
    expect(seen[0]?.body).toEqual({
      model: "m",
      messages: [{ role: "user", content: expect.any(String) as string }],
      max_tokens: 200,
      temperature: 0.7,
      top_p: 0.9,
      n: 3,
      seed: 5,
      logprobs: true,
      stop: ["END"],
    });
  });

  test("sends nothing that they do not", async () => {
    const none = client({ provider: "openai", model: "m", endpoint: "completions", baseUrl: `${url}/v1` }, nothing);
    expect(none.drawsPerCall).toBe(1);
    await none.complete({ ...request, prompt: { kind: "completion", text: "t", stop: ["a"] } });
    expect(seen[0]).toMatchObject({ path: "/v1/completions", body: { model: "m", prompt: "t", max_tokens: 200, stop: ["a"] } });
    expect(Object.keys(seen[0]?.body ?? {})).toHaveLength(4);
  });

  test("the key goes into the header and nowhere else; without one a server of one's own is asked all the same", async () => {
    const model = { provider: "openai", model: "m", baseUrl: `${url}/v1`, apiKeyVariable: "MINE" };
    await client(model, everything, { MINE: "the-key", OPENAI_API_KEY: "other" }).complete(request);
    expect(seen[0]?.headers.authorization).toBe("Bearer the-key");
    expect(JSON.stringify(seen[0]?.body)).not.toContain("the-key");
    await client(model).complete(request);
    expect(seen[1]?.headers.authorization).toBe("Bearer none");
  });

  test("the local model takes both kinds of prompt", async () => {
    const local = client({ provider: "local" });
    await local.complete(request);
    await local.complete({ ...request, prompt: promptFor("completions") });
    expect(seen.map(({ path }) => path)).toEqual(["/v1/chat/completions", "/v1/completions"]);
  });

  test("only the simulated model is sent the seed in a header", async () => {
    reply = {
      content: [{ type: "text", text: "x" }],
      stop_reason: "end_turn",
      usage: { input_tokens: 3, output_tokens: 1, cache_read_input_tokens: 4 },
    };
    const completion = await client({ provider: "simulated", wire: "anthropic" }).complete({ ...request, count: 1 });
    expect(completion).toMatchObject({ promptTokens: 7, cachedTokens: 4, completionTokens: 1 });
    await client({ provider: "anthropic", model: "m", baseUrl: url }).complete({ ...request, count: 1 });
    expect(seen.map(({ headers }) => headers["x-steplabel-seed"])).toEqual(["5", undefined]);
  });

  test("system messages and a prefix find their places in Anthropic's format", async () => {
    reply = { content: [], stop_reason: "max_tokens", usage: { input_tokens: 3, output_tokens: 0 } };
    const messages = [
      { role: "system", content: "be brief" },
      { role: "user", content: "q" },
    ] as const;
    const prompt = { kind: "chat", messages, assistantPrefix: "Step 1: x \n" } as const;
    const completion = await client({ provider: "anthropic", model: "m", baseUrl: url }, nothing).complete({
      ...request,
      count: 1,
      prompt,
    });
    expect(seen[0]?.body).toEqual({
      model: "m",
      max_tokens: 200,
      system: "be brief",
      messages: [
        { role: "user", content: "q" },
        { role: "assistant", content: "Step 1: x" },
      ],
    });
    expect(completion.draws).toEqual([{ text: "", finish: "length", completionTokens: 0, meanLogprob: null }]);
  });

  test("log-probabilities give each draw its mean and its exact tokens", async () => {
    const choice = (index: number, logprobs: readonly number[]) => ({
      index,
      finish_reason: "stop",
      message: { content: "same" },
      logprobs: { content: logprobs.map((logprob) => ({ token: "t", logprob })) },
    });
    reply = { choices: [choice(1, [-2]), choice(0, [-1, -1, -4])], usage: { prompt_tokens: 1, completion_tokens: 4 } };
    const { draws } = await client({ provider: "simulated" }, { ...everything, logprobs: true }).complete({ ...request, count: 2 });
    expect(draws.map(({ completionTokens, meanLogprob }) => [completionTokens, meanLogprob])).toEqual([
      [3, -2],
      [1, -2],
    ]);
  });

  test("more choices than asked for are cut off, their tokens stay counted", async () => {
    reply = {
      choices: [0, 1, 2].map((index) => ({ index, message: { content: "x" } })),
      usage: { prompt_tokens: 1, completion_tokens: 9 },
    };
    const completion = await client({ provider: "simulated" }).complete({ ...request, count: 2 });
    expect(completion.draws.map(({ completionTokens, finish }) => [completionTokens, finish])).toEqual([
      [3, "other"],
      [3, "other"],
    ]);
    expect(completion.completionTokens).toBe(9);
  });

  test.each([
    ["no usage", {}],
    ["a null", { usage: null }],
    ["an empty one", { usage: {} }],
    ["one of text", { usage: { prompt_tokens: "7", completion_tokens: null } }],
  ])("a paid reply without usage (%s) is kept, at the bytes of its prompt and texts", async (_, more) => {
    const text = "é".repeat(60);
    const prompt = { kind: "chat", messages: [{ role: "user", content: "é?" }] } as const;
    const asked = { ...request, prompt, count: 2, sampling: { ...sampling, maxTokens: 100 } };
    // 3 bytes and 32 a message, of which the prefix is one.
    const promptTokens = 3 + 2 * 32;
    reply = { choices: [text, "ok"].map((content, index) => ({ index, text: content, message: { content } })), ...more };
    const completion = { promptTokens, completionTokens: 102, draws: [{ completionTokens: 100 }, { text: "ok", completionTokens: 2 }] };
    expect(await client({ provider: "simulated" }).complete(asked)).toMatchObject(completion);
    const raw = { kind: "completion", text: "é?", stop: [] } as const;
    const completions = client({ provider: "simulated", wire: "completions" });
    expect(await completions.complete({ ...asked, prompt: raw })).toMatchObject({ ...completion, promptTokens: 3 + 32 });
    reply = { content: [{ type: "text", text: "ok" }], stop_reason: "end_turn", ...more };
    expect(await client({ provider: "anthropic", model: "m", baseUrl: url }).complete({ ...asked, count: 1 })).toMatchObject({
      promptTokens,
      completionTokens: 2,
      draws: [{ text: "ok", completionTokens: 2 }],
    });
  });

  test("a reply that states one count is bounded in the other only", async () => {
    const choices = [{ index: 0, message: { content: "four" } }];
    const complete = () => client({ provider: "simulated" }).complete({ ...request, count: 1 });
    reply = { choices, usage: { prompt_tokens: 9 } };
    expect(await complete()).toMatchObject({ promptTokens: 9, completionTokens: 4 });
    reply = { choices, usage: { completion_tokens: 1 } };
    expect(await complete()).toMatchObject({ completionTokens: 1, draws: [{ completionTokens: 1 }] });
    reply = { choices, usage: { prompt_tokens: 9, completion_tokens: 1, prompt_tokens_details: "none" } };
    expect(await complete()).toEqual({ promptTokens: 9, completionTokens: 1, draws: [expect.objectContaining({ text: "four" })] });
  });

  test.each([
    [{ usage: { prompt_tokens: 1, completion_tokens: 1 } }, "choices"],
    [{ choices: "none", usage: { prompt_tokens: 1, completion_tokens: 1 } }, "choices"],
    [{ choices: [{ index: 0, message: { content: 5 } }], usage: { prompt_tokens: 1, completion_tokens: 1 } }, "choices.0.message.content"],
    [{ choices: [] }, "usage"],
    [{ choices: [], usage: { prompt_tokens: -1, completion_tokens: 1 } }, "usage"],
    [null, "the body"],
  ])("the reply %j is malformed, and the sentence says where", async (wrong, place) => {
    reply = wrong;
    const error: unknown = await client({ provider: "simulated" })
      .complete(request)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CallError);
    expect((error as CallError).failure).toMatchObject({ kind: "malformed", answered: false });
    expect((error as CallError).message).toContain(`${place}: `);
  });

  test.each(["key\u2013dash", "two\nlines", "bell\u0007"])("the key %j is refused before anything is sent, and not shown", (key) => {
    const models = [
      { provider: "openai", model: "m", baseUrl: url, apiKeyVariable: "MINE" },
      { provider: "anthropic", model: "m", apiKeyVariable: "MINE" },
    ];
    for (const model of models)
      expect(() => client(model, everything, { MINE: key })).toThrow(
        expect.objectContaining({
          message: "The key in MINE (models.solver) holds a character that a header cannot carry; set it anew.",
          failure: expect.objectContaining({ kind: "authentication", retryable: false, answered: true }) as unknown,
        }),
      );
    expect(seen).toEqual([]);
  });

  test("a line break after the key is not sent", async () => {
    await client({ provider: "openai", model: "m", baseUrl: url }, everything, { OPENAI_API_KEY: "the-key\r\n" }).complete(request);
    expect(seen[0]?.headers.authorization).toBe("Bearer the-key");
  });

  test("a missing key and a server that is not running are named before anything is sent", () => {
    expect(() => client({ provider: "anthropic", model: "m" })).toThrow("models.solver needs an API key: set ANTHROPIC_API_KEY");
    expect(() =>
      createClient(modelSchema.parse({ provider: "local" }), { alias: "a", capabilities: everything, environment: () => undefined }),
    ).toThrow("The embedded server of models.a is not running.");
  });
});

describe("modelIdentity", () => {
  const of = (model: object) => modelIdentity(modelSchema.parse(model));

  test("never holds URL, port or key, and tells models apart", () => {
    const one = of({ provider: "openai", model: "m", baseUrl: "http://one:1/v1", apiKeyVariable: "ONE" });
    expect(of({ provider: "openai", model: "m", baseUrl: "http://two:2/v1", timeoutSeconds: 9 })).toEqual(one);
    expect(of({ provider: "openai", model: "other" })).not.toEqual(one);
    expect(JSON.stringify(one)).not.toMatch(/http|ONE/);
  });

  test("of the simulated model holds what changes its texts, not where and how fast it answers", () => {
    const one = of({ provider: "simulated", options: { seed: 1, latencyMs: 50, port: 80, apiKey: "k" } });
    expect(of({ provider: "simulated", options: { seed: 1 } })).toEqual(one);
    expect(of({ provider: "simulated", options: { seed: 2 } })).not.toEqual(one);
  });

  test("every wire has its name", () => {
    const names = [
      { provider: "openai", model: "m" },
      { provider: "openai", model: "m", endpoint: "completions" },
      { provider: "anthropic", model: "m" },
      { provider: "local" },
      { provider: "simulated", wire: "completions" },
    ];
    expect(names.map((model) => modelWire(modelSchema.parse(model)))).toEqual([
      "openai-chat",
      "openai-completions",
      "anthropic",
      "local",
      "openai-completions",
    ]);
  });
});
