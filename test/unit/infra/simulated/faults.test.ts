// Faults: each kind on demand in both wire formats, scripted and drawn, and what of them is fixed by what.
import Anthropic, { APIConnectionError as AnthropicConnectionError, InternalServerError } from "@anthropic-ai/sdk";
import OpenAI, { APIConnectionError, RateLimitError } from "openai";
import { describe, expect, test } from "vitest";
import type { FaultKind, SimulatedModel } from "../../../../infra/simulated/index.ts";
import { headersOf } from "../../../../infra/simulated/retry-after.ts";
import { ask, flawless, getJson, post, question, solution, start, textsOf } from "./started.ts";

const chat = "/v1/chat/completions";
const completions = "/v1/completions";
const messages = "/v1/messages";
const message = { ...ask, max_tokens: 500 };
const firstOnly = (fault: FaultKind) => ({ ...flawless, script: [{ request: 1, fault }] });
const openai = ({ url }: SimulatedModel): OpenAI => new OpenAI({ baseURL: `${url}/v1`, apiKey: "any", maxRetries: 0 });
const anthropic = ({ url }: SimulatedModel): Anthropic => new Anthropic({ baseURL: url, apiKey: "any", maxRetries: 0 });
const askOpenai = (model: SimulatedModel) =>
  openai(model).chat.completions.create({ model: "m", messages: [{ role: "user", content: question }] });
const askAnthropic = (model: SimulatedModel) =>
  anthropic(model).messages.create({ model: "m", max_tokens: 500, messages: [{ role: "user", content: question }] });

describe("errors with a status", () => {
  test.each([
    ["rate_limit", 429, { type: "requests", code: "rate_limit_exceeded" }, "rate_limit_error"],
    ["quota", 429, { type: "insufficient_quota", code: "insufficient_quota" }, "rate_limit_error"],
    ["server_error", 500, { type: "server_error", code: null }, "api_error"],
    ["overloaded", 529, { type: "server_error", code: null }, "overloaded_error"],
  ] as const)(
    "%s is %i in both formats, is not billed, and the next request succeeds",
    async (fault, status, openaiError, anthropicType) => {
      const first = await start(firstOnly(fault));
      const refused = await post(first, chat, ask);
      expect(refused.status).toBe(status);
      expect(refused.json).toEqual({ error: { message: expect.stringMatching(/\w/), param: null, ...openaiError } });
      expect(refused.headers.get("retry-after")).toBe(fault === "rate_limit" ? "1" : null);
      expect((await post(first, chat, ask)).status).toBe(200);
      expect(first.counts()).toMatchObject({
        received: 2,
        requests: 1,
        choices: 1,
        repeated: 0,
        byStatus: { 200: 1, [status]: 1 },
        byFault: { [fault]: 1 },
      });
      const second = await post(await start(firstOnly(fault)), messages, message);
      expect(second.status).toBe(status);
      expect(second.json).toMatchObject({ type: "error", error: { type: anthropicType } });
    },
  );

  test("the wait of a rate limit comes in the form asked for, as the real clients see it", async () => {
    const limited = async (retryAfter: { form: "seconds" | "milliseconds" | "date"; milliseconds: number }): Promise<Headers> => {
      const error: unknown = await askOpenai(await start({ ...firstOnly("rate_limit"), retryAfter })).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(RateLimitError);
      return (error as RateLimitError).headers;
    };
    expect((await limited({ form: "seconds", milliseconds: 1_200 })).get("retry-after")).toBe("2");
    const inMilliseconds = await limited({ form: "milliseconds", milliseconds: 250 });
    expect([inMilliseconds.get("retry-after-ms"), inMilliseconds.get("retry-after")]).toEqual(["250", null]);
    expect((await limited({ form: "date", milliseconds: 5_000 })).get("retry-after")).toMatch(
      /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/,
    );
    expect(headersOf({ form: "date", milliseconds: 5_000 }, Date.UTC(2026, 0, 1, 0, 0, 0, 1))).toEqual({
      "retry-after": "Thu, 01 Jan 2026 00:00:06 GMT",
    });
    await expect(askAnthropic(await start(firstOnly("overloaded")))).rejects.toThrow(InternalServerError);
  });
});

describe("broken answers", () => {
  test("malformed is a 200 with half a body, and billed", async () => {
    const model = await start(firstOnly("malformed"));
    const { status, text, json } = await post(model, chat, ask);
    expect([status, json]).toEqual([200, undefined]);
    expect(text).toMatch(/^\{"id":/);
    expect((await post(model, chat, ask)).status).toBe(200);
    expect(model.counts()).toMatchObject({ requests: 2, repeated: 1, byStatus: { 200: 2 } });
    await expect(askOpenai(await start(firstOnly("malformed")))).rejects.toThrow(SyntaxError);
  });

  test("drop_before ends the connection before any byte and is not billed", async () => {
    const model = await start(firstOnly("drop_before"));
    await expect(post(model, chat, ask)).rejects.toThrow("fetch failed");
    expect(model.counts()).toMatchObject({ received: 1, requests: 0, inFlight: 0, byStatus: { dropped: 1 } });
    await expect(askOpenai(await start(firstOnly("drop_before")))).rejects.toThrow(APIConnectionError);
    await expect(askAnthropic(await start(firstOnly("drop_before")))).rejects.toThrow(AnthropicConnectionError);
  });

  test("drop_during ends it after the headers and half the body, and is billed", async () => {
    const model = await start(firstOnly("drop_during"));
    const response = await fetch(`${model.url}${chat}`, { method: "POST", body: JSON.stringify(ask) });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow("terminated");
    expect(model.counts()).toMatchObject({ requests: 1, choices: 1, byStatus: { dropped: 1 } });
    await expect(askOpenai(await start(firstOnly("drop_during")))).rejects.toThrow(/terminated|Connection error/);
  });

  test("slow answers well after slowMs; a client that leaves meanwhile is counted as aborted, and billed", async () => {
    const patient = await start({ ...firstOnly("slow"), slowMs: 5 });
    expect(textsOf(await post(patient, chat, ask))).toEqual([solution]);
    const model = await start({ ...firstOnly("slow"), slowMs: 600_000 });
    const abort = new AbortController();
    const left = fetch(`${model.url}${chat}`, { method: "POST", body: JSON.stringify(ask), signal: abort.signal });
    await until(() => model.counts().requests === 1);
    expect(model.counts()).toMatchObject({ inFlight: 1, byStatus: {} });
    abort.abort();
    await expect(left).rejects.toThrow("aborted");
    await until(() => model.counts().inFlight === 0);
    expect(model.counts()).toMatchObject({ requests: 1, mostInFlight: 1, byStatus: { aborted: 1 } });
  });
});

describe("results that are not answers", () => {
  test("truncate cuts at half the tokens with the reason length, though there was room", async () => {
    const half = "Step 1: 14 + 9 = 23\nStep";
    expect((await post(await start(firstOnly("truncate")), chat, ask)).json).toMatchObject({
      choices: [{ message: { content: half }, finish_reason: "length" }],
      usage: { completion_tokens: 9 },
    });
    expect((await post(await start(firstOnly("truncate")), messages, message)).json).toMatchObject({
      content: [{ text: half }],
      stop_reason: "max_tokens",
    });
  });

  test("refuse and content_filter come in each format's own form, without text", async () => {
    const refused = { content: null, refusal: expect.stringMatching(/can't/) };
    expect((await post(await start(firstOnly("refuse")), chat, ask)).json).toMatchObject({
      choices: [{ message: refused, finish_reason: "stop" }],
    });
    const filtered = { message: { content: null, refusal: null }, finish_reason: "content_filter" };
    expect((await post(await start(firstOnly("content_filter")), chat, ask)).json).toMatchObject({
      choices: [filtered],
      usage: { completion_tokens: 0 },
    });
    for (const fault of ["refuse", "content_filter"] as const) {
      const raw = await post(await start(firstOnly(fault)), completions, { model: "m", prompt: question });
      expect(raw.json).toMatchObject({ choices: [{ text: "", finish_reason: "content_filter" }] });
      expect((await post(await start(firstOnly(fault)), messages, message)).json).toMatchObject({ content: [], stop_reason: "refusal" });
    }
  });

  test("short brings at least one choice and fewer than n, the first ones", async () => {
    const options = { errorRate: 0.5, faults: { short: 1 } };
    const whole = textsOf(await post(await start({ errorRate: 0.5 }), chat, { ...ask, n: 8, seed: 1 }));
    const counts = new Set<number>();
    let first: string[] = [];
    const model = await start(options);
    for (let seed = 1; seed <= 20; seed += 1) {
      const texts = textsOf(await post(model, chat, { ...ask, n: 8, seed }));
      if (seed === 1) first = texts;
      counts.add(texts.length);
    }
    expect(first).toEqual(whole.slice(0, first.length));
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...counts)).toBeLessThan(8);
    expect(counts.size).toBeGreaterThan(2);
    expect(textsOf(await post(model, chat, { ...ask, seed: 1 }))).toHaveLength(1);
  });
});

describe("drawn faults", () => {
  const requests = 600;
  const statuses = async (model: SimulatedModel): Promise<number[]> => {
    const results: number[] = [];
    for (let seed = 0; seed < requests; seed += 1) results.push((await post(model, chat, { ...ask, seed })).status);
    return results;
  };

  test("come as often as configured, the same on another server, and anew at the next attempt", async () => {
    const options = { ...flawless, seed: 2, faults: { rate_limit: 0.1, server_error: 0.2, overloaded: 0.05 } };
    const model = await start(options);
    const first = await statuses(model);
    const share = (status: number): number => first.filter((each) => each === status).length / requests;
    for (const [status, rate] of [
      [429, 0.1],
      [500, 0.2],
      [529, 0.05],
    ] as const) {
      expect(Math.abs(share(status) - rate)).toBeLessThan(4.5 * Math.sqrt((rate * (1 - rate)) / requests));
    }
    expect(await statuses(await start(options))).toEqual(first);
    const again = await statuses(model);
    const failedTwice = first.filter((status, index) => status !== 200 && again[index] !== 200).length;
    const failed = first.filter((status) => status !== 200).length;
    expect(failedTwice).toBeGreaterThan(0);
    expect(failedTwice).toBeLessThan(failed / 2);
  });

  test("results are fixed by seed, choice and prompt: a retry and another n bring the same", async () => {
    const model = await start({ ...flawless, faults: { truncate: 0.2, refuse: 0.2, content_filter: 0.2 } });
    const reasons = async (n: number): Promise<string[]> => {
      const { json } = await post(model, chat, { ...ask, n, seed: 9 });
      return (json as { choices: { finish_reason: string; message: { refusal: string | null } }[] }).choices.map(
        ({ finish_reason, message }) => (message.refusal === null ? finish_reason : "refusal"),
      );
    };
    const many = await reasons(64);
    expect(new Set(many)).toEqual(new Set(["stop", "length", "refusal", "content_filter"]));
    expect(await reasons(64)).toEqual(many);
    expect(await reasons(16)).toEqual(many.slice(0, 16));
    const plain = await start(flawless);
    const texts = textsOf(await post(plain, chat, { ...ask, n: 64, seed: 9 }));
    const faulty = textsOf(await post(model, chat, { ...ask, n: 64, seed: 9 }));
    expect(faulty.filter((_, index) => many[index] === "stop")).toEqual(texts.filter((_, index) => many[index] === "stop"));
  });

  test("a scripted request draws no other fault", async () => {
    const model = await start({
      ...flawless,
      faults: { server_error: 1 },
      script: [
        { request: 2, fault: "quota" },
        { request: 3, fault: "truncate" },
      ],
    });
    const seen = [];
    for (let request = 0; request < 4; request += 1) seen.push((await post(model, chat, ask)).status);
    expect(seen).toEqual([500, 429, 200, 500]);
    expect(await getJson(model, "/counts")).toMatchObject({ byFault: { server_error: 2, quota: 1, truncate: 1 } });
  });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
