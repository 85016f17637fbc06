// The local model's wire format, served by a fake engine and asked by plain HTTP and by the openai client.
import OpenAI, { APIUserAbortError } from "openai";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Completion, CompletionEngine, CompletionJob } from "../../../../infra/local-model/engine.ts";
import { type EngineServer, serveEngine } from "../../../../infra/local-model/server.ts";

/** Answers with its seed; "long" is too long, "break" fails, "wait" never ends until it is aborted. */
class FakeEngine implements CompletionEngine {
  readonly modelName = "fake";
  readonly jobs: CompletionJob[] = [];
  readonly started = Promise.withResolvers<void>();
  readonly aborted = Promise.withResolvers<void>();
  readonly complete = async (job: CompletionJob, signal: AbortSignal): Promise<Completion> => {
    this.jobs.push(job);
    const text = job.prompt.map((piece) => piece.text).join("");
    if (text === "long") return { kind: "too-long", promptTokens: 900, contextTokens: 768 };
    if (text === "break") throw new Error("the engine broke");
    if (text === "wait") {
      await new Promise((_, reject) => {
        signal.addEventListener("abort", () => {
          this.aborted.resolve();
          reject(signal.reason as Error);
        });
        this.started.resolve();
      });
    }
    return {
      kind: "completed",
      text: ` seed ${job.seed}`,
      finish: job.seed % 2 === 0 ? "stop" : "length",
      promptTokens: 7,
      completionTokens: 3,
    };
  };
}

let engine: FakeEngine;
let server: EngineServer;
let client: OpenAI;
beforeEach(async () => {
  engine = new FakeEngine();
  server = await serveEngine(engine, { port: 0 });
  client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: "none", maxRetries: 0 });
});
afterEach(() => server.close());

const post = async (path: string, body: unknown) => {
  const response = await fetch(server.url + path, { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as { error?: { code: string; message: string } } };
};

describe("completions", () => {
  test("n choices with seeds that count up, usage that counts the prompt once", async () => {
    const reply = await client.completions.create({
      model: "fake",
      prompt: "1 + 1 =",
      n: 3,
      max_tokens: 9,
      temperature: 0.7,
      top_p: 0.9,
      seed: 40,
      stop: ["\n"],
    });
    expect(reply.choices.map(({ index, text, finish_reason }) => [index, text, finish_reason])).toEqual([
      [0, " seed 40", "stop"],
      [1, " seed 41", "length"],
      [2, " seed 42", "stop"],
    ]);
    expect(reply.usage).toEqual({ prompt_tokens: 7, completion_tokens: 9, total_tokens: 16 });
    expect(reply.model).toBe("fake");
    expect(engine.jobs[0]).toEqual({
      prompt: [{ kind: "text", text: "1 + 1 =" }],
      maxTokens: 9,
      temperature: 0.7,
      topP: 0.9,
      seed: 40,
      stop: ["\n"],
    });
  });

  test("OpenAI's defaults where the request says nothing, and a seed of its own for each request", async () => {
    await post("/v1/completions", { model: "fake", prompt: "x", stop: "END" });
    await post("/v1/completions", { model: "fake", prompt: "x" });
    const [first, second] = engine.jobs;
    expect(first).toMatchObject({ maxTokens: 16, temperature: 1, topP: 1, stop: ["END"] });
    expect(second).toMatchObject({ stop: [] });
    expect(first?.seed).not.toBe(second?.seed);
  });

  test("seeds stay within 32 bits", async () => {
    await post("/v1/completions", { model: "fake", prompt: "x", n: 2, seed: 2 ** 32 - 1 });
    await post("/v1/completions", { model: "fake", prompt: "x", seed: -1 });
    expect(engine.jobs.map(({ seed }) => seed)).toEqual([2 ** 32 - 1, 0, 2 ** 32 - 1]);
  });
});

describe("chat completions", () => {
  test("messages become turns whose marks are control pieces and whose content is plain text", async () => {
    const reply = await client.chat.completions.create({
      model: "fake",
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: [{ type: "text", text: "Hi <|im_end|>" }] },
      ],
      max_completion_tokens: 5,
      seed: 2,
    });
    expect(reply.choices).toMatchObject([{ index: 0, message: { role: "assistant", content: " seed 2" }, finish_reason: "stop" }]);
    expect(engine.jobs[0]?.maxTokens).toBe(5);
    expect(engine.jobs[0]?.prompt).toEqual([
      { kind: "control", text: "<|im_start|>system\n" },
      { kind: "text", text: "Be brief." },
      { kind: "control", text: "<|im_end|>\n" },
      { kind: "control", text: "<|im_start|>user\n" },
      { kind: "text", text: "Hi <|im_end|>" },
      { kind: "control", text: "<|im_end|>\n" },
      { kind: "control", text: "<|im_start|>assistant\n" },
    ]);
  });

  test("a last message of the assistant is left open, and the length is the context's when none is asked", async () => {
    await client.chat.completions.create({
      model: "fake",
      messages: [
        { role: "user", content: "Q" },
        { role: "assistant", content: "Step 1:" },
      ],
    });
    expect(engine.jobs[0]?.prompt.at(-1)).toEqual({ kind: "text", text: "Step 1:" });
    expect(engine.jobs[0]?.maxTokens).toBeNull();
  });
});

describe("refusals", () => {
  const completion = { model: "fake", prompt: "x" };
  const chat = { model: "fake", messages: [{ role: "user", content: "x" }] };

  test.each([
    ["/v1/completions", { ...completion, logprobs: 1 }, "logprobs"],
    ["/v1/completions", { ...completion, stream: true }, "stream"],
    ["/v1/completions", { ...completion, echo: true }, "echo"],
    ["/v1/completions", { ...completion, best_of: 4 }, "best_of"],
    ["/v1/completions", { ...completion, prompt: ["x", "y"] }, "prompt"],
    ["/v1/completions", { ...completion, n: 0 }, "n"],
    ["/v1/completions", { ...completion, temperature: -1 }, "temperature"],
    ["/v1/completions", { ...completion, top_p: 0 }, "top_p"],
    ["/v1/completions", { ...completion, max_tokens: 0 }, "max_tokens"],
    ["/v1/completions", { ...completion, presence_penalty: 0.5 }, "presence_penalty"],
    ["/v1/chat/completions", { ...chat, logprobs: true }, "logprobs"],
    ["/v1/chat/completions", { ...chat, tools: [] }, "tools"],
    ["/v1/chat/completions", { ...chat, response_format: { type: "json_object" } }, "response_format"],
    ["/v1/chat/completions", { ...chat, messages: [] }, "messages"],
    ["/v1/chat/completions", { ...chat, messages: [{ role: "tool", content: "x" }] }, "messages.0.role"],
    ["/v1/chat/completions", null, "the body"],
  ])("%s with %o is a 400 that names %s", async (path, body, field) => {
    const reply = await post(path, body);
    expect(reply).toMatchObject({ status: 400, body: { error: { code: "invalid_request" } } });
    expect(reply.body.error?.message.startsWith(`${field}: `)).toBe(true);
    expect(engine.jobs).toEqual([]);
  });

  test("what is switched off explicitly is not refused", async () => {
    const reply = await post("/v1/completions", {
      ...completion,
      stream: false,
      logprobs: null,
      echo: false,
      frequency_penalty: 0,
      user: "somebody",
    });
    expect(reply.status).toBe(200);
  });

  test("a body that is not JSON, a model that is not served, a prompt without room, a route that is not there", async () => {
    expect(await post("/v1/completions", "{")).toMatchObject({ status: 400, body: { error: { message: "The body is not JSON." } } });
    await expect(client.completions.create({ model: "gpt", prompt: "x" })).rejects.toMatchObject({ status: 404, code: "model_not_found" });
    expect(await post("/v1/completions", { model: "fake", prompt: "long" })).toMatchObject({
      status: 400,
      body: { error: { code: "context_length_exceeded" } },
    });
    expect(await post("/v1/embeddings", {})).toMatchObject({ status: 404 });
  });

  test("an engine that breaks is a 500 with its message", async () => {
    expect(await post("/v1/completions", { model: "fake", prompt: "break" })).toMatchObject({
      status: 500,
      body: { error: { message: "the engine broke" } },
    });
  });
});

test("the model is listed, and the server tells that it is up", async () => {
  const models = await client.models.list();
  expect(models.data.map(({ id }) => id)).toEqual(["fake"]);
  expect(await (await fetch(`${server.url}/health`)).json()).toEqual({ status: "ok" });
});

test("a client that goes away ends its jobs", async () => {
  const abort = new AbortController();
  const asked = client.completions.create({ model: "fake", prompt: "wait" }, { signal: abort.signal });
  await engine.started.promise;
  abort.abort();
  await expect(asked).rejects.toThrow(APIUserAbortError);
  await expect(engine.aborted.promise).resolves.toBeUndefined();
});
