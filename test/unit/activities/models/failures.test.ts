// What each HTTP status and error body means, what Temporal is told of it, and that no secret is in a sentence.
import { APIError as AnthropicApiError } from "@anthropic-ai/sdk";
import { APIError as OpenAIApiError } from "openai";
import { ApplicationFailure } from "@temporalio/common";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applicationFailure, worstFailure } from "../../../../activities/models/application-failure.ts";
import type { CallFailure } from "../../../../activities/models/call-failure.ts";
import { callFailure, contentFilter } from "../../../../activities/models/failures.ts";
import { refusedFeature } from "../../../../activities/models/refusal-cause.ts";
import { TransportError } from "../../../../activities/models/transport.ts";
import { failureReason } from "../../../../workflows/failure.ts";

const endpoint = { alias: "solver", model: "m", host: "api.example.com", keyVariable: "THE_KEY", secrets: ["hunter2-hunter2"] };
const going = new AbortController().signal;
const map = (error: unknown, signal = going) => callFailure(error, endpoint, signal, 0);
const openai = (status: number, error: object, headers: Record<string, string> = {}) =>
  map(OpenAIApiError.generate(status, { error }, undefined, new Headers(headers)));
const anthropic = (status: number, type: string, message: string) =>
  map(AnthropicApiError.generate(status, { type: "error", error: { type, message } }, undefined, new Headers()));

describe("callFailure", () => {
  test.each<[CallFailure, Partial<CallFailure>]>([
    [openai(400, { message: "bad", param: "top_p" }), { kind: "bad_request", retryable: false, answered: true, parameter: "top_p" }],
    [openai(400, { message: "m", code: "context_length_exceeded" }), { kind: "context_length", retryable: false }],
    [openai(400, { message: "This model's maximum context length is 4096 tokens" }), { kind: "context_length" }],
    [anthropic(400, "invalid_request_error", "prompt is too long: 300000 tokens"), { kind: "context_length" }],
    [anthropic(413, "request_too_large", "too large"), { kind: "context_length" }],
    [openai(401, { message: "no" }), { kind: "authentication", retryable: false }],
    [anthropic(403, "permission_error", "no"), { kind: "authentication", retryable: false }],
    [openai(403, { message: "no access", code: "model_not_found" }), { kind: "unknown_model", retryable: false }],
    [anthropic(404, "not_found_error", "model: m"), { kind: "unknown_model", retryable: false }],
    [openai(404, { message: "Not Found" }), { kind: "bad_request", retryable: false }],
    [openai(402, { message: "pay" }), { kind: "quota", retryable: false }],
    [openai(429, { message: "slow", code: "rate_limit_exceeded" }), { kind: "rate_limited", retryable: true, answered: true }],
    [openai(429, { message: "quota", type: "insufficient_quota" }), { kind: "quota", retryable: false }],
    [anthropic(400, "invalid_request_error", "Your credit balance is too low"), { kind: "quota", retryable: false }],
    [openai(408, { message: "slow" }), { kind: "server", retryable: true, answered: true }],
    [openai(409, { message: "lock" }), { kind: "conflict", retryable: true, answered: true }],
    [openai(422, { message: "seed: not allowed" }), { kind: "bad_request", parameter: "seed" }],
    [openai(500, { message: "oops" }), { kind: "server", retryable: true, answered: true }],
    [openai(504, { message: "gateway" }), { kind: "server", retryable: true, answered: false }],
    [anthropic(529, "overloaded_error", "Overloaded"), { kind: "server", retryable: true, answered: true }],
    [openai(301, { message: "moved" }), { kind: "bad_request", retryable: false }],
    [map(new SyntaxError("Unexpected end")), { kind: "malformed", retryable: true, answered: false }],
    [map(new TransportError("x", { sent: true, code: "ECONNRESET" })), { kind: "connection", retryable: true, answered: false }],
    [map(new TransportError("x", { sent: false, code: "ENOTFOUND" })), { kind: "connection", retryable: true, answered: true }],
    [map(new Error("stop"), AbortSignal.abort()), { kind: "aborted", retryable: false, answered: false }],
  ])("%o", (failure, expected) => {
    expect(failure).toMatchObject(expected);
    expect(failure.sentence).toContain("models.solver (m at api.example.com)");
    expect(failure.sentence).toMatch(/[.?]$/);
  });

  test("x-should-retry overrules the status, but not a quota", () => {
    expect(openai(500, { message: "m" }, { "x-should-retry": "false" }).retryable).toBe(false);
    expect(openai(400, { message: "m" }, { "x-should-retry": "true" }).retryable).toBe(true);
    expect(openai(429, { message: "m", code: "insufficient_quota" }, { "x-should-retry": "true" }).retryable).toBe(false);
  });

  test("no sentence holds a secret, a line break, or more than a short excerpt", () => {
    const message = fc.string({ maxLength: 3000 });
    fc.assert(
      fc.property(message, fc.constantFrom(400, 402, 404, 409, 422, 500), (text, status) => {
        const { sentence } = openai(status, { message: `${text} hunter2-hunter2 Bearer abcdefghijkl sk-12345678 ${text}` });
        expect(sentence).not.toMatch(/hunter2-|abcdefghijkl|12345678|\n/);
        expect(sentence.length).toBeLessThan(450);
      }),
    );
  });

  test("a prompt stopped by a content filter is no failure of the call", () => {
    const stopped = OpenAIApiError.generate(400, { error: { code: "content_filter" } }, undefined, new Headers());
    expect(contentFilter(stopped)).toBe(true);
    expect(contentFilter(OpenAIApiError.generate(400, { error: { code: "x" } }, undefined, new Headers()))).toBe(false);
  });
});

const secretPrompt = "Natalia sold 48 clips in April; how many did she sell?";

describe("what a history is told", () => {
  const quoting = `cannot take "${secretPrompt}"`;
  test.each<[string, CallFailure]>([
    ...[400, 402, 404, 408, 409, 413, 422, 500, 502, 529].map((status): [string, CallFailure] => [
      `${status}`,
      openai(status, { message: quoting }),
    ]),
    ["a context", openai(400, { message: `${quoting}: maximum context length`, code: "context_length_exceeded" })],
    ["a quota", openai(429, { message: quoting, code: "insufficient_quota" })],
    ["an unknown model", openai(404, { message: quoting, code: "model_not_found" })],
    ["Anthropic's 500", anthropic(500, "api_error", quoting)],
    ["an unexpected error", map(new Error(quoting))],
  ])("of %s leaves the endpoint's words to the ledger", (_, failure) => {
    expect(failure.sentence).toContain(secretPrompt);
    const { message, stack, details, cause } = applicationFailure(failure);
    expect(message).toMatch(/models\.solver \(m at api\.example\.com\).*its words are in the ledger's calls table/);
    expect(JSON.stringify([message, stack, details, cause])).not.toMatch(/Natalia|clips|April/);
  });

  test("names the refused parameter where it is one that is sent, and nothing else that the endpoint names", () => {
    const told = (param: string) => applicationFailure(openai(400, { message: secretPrompt, param })).message;
    expect(told("top_p")).toBe(
      "models.solver (m at api.example.com) refuses the request (400): about top_p; its words are in the ledger's calls table.",
    );
    expect(told(secretPrompt)).toBe(
      "models.solver (m at api.example.com) refuses the request (400): its words are in the ledger's calls table.",
    );
  });

  test("is the whole sentence where the endpoint said nothing", () => {
    const failure = openai(500, { message: " " });
    expect(applicationFailure(failure).message).toBe(failure.sentence);
  });
});

describe("failureReason", () => {
  test("is the failure's message, at most 200 characters and 300 bytes, whole code points", () => {
    expect(failureReason(applicationFailure(openai(500, { message: "m" })))).toMatch(/answered 500: its words/);
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        const reason = failureReason(ApplicationFailure.create({ message: text }));
        expect(text.startsWith(reason)).toBe(true);
        expect(reason.length).toBeLessThanOrEqual(200);
        expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(300);
        expect(reason.isWellFormed()).toBe(true);
      }),
    );
    expect(failureReason(ApplicationFailure.create({ message: "a".repeat(500) }))).toHaveLength(200);
    expect(Buffer.byteLength(failureReason(ApplicationFailure.create({ message: "\u{1f600}".repeat(99) })))).toBe(300);
  });
});

describe("refusedFeature", () => {
  test.each([
    ["temperature", openai(400, { message: "Unsupported value", param: "temperature" })],
    ["n", openai(400, { message: "Only one completion choice is allowed" })],
    ["seed", openai(400, { message: "Unknown field seed" })],
    ["assistantPrefix", openai(400, { message: "Unrecognized request argument supplied: add_generation_prompt" })],
    [null, openai(400, { message: "The image is too large" })],
    [null, openai(500, { message: "temperature" })],
  ])("%s", (feature, failure) => {
    expect(refusedFeature(failure)).toBe(feature);
  });
});

describe("applicationFailure", () => {
  test("carries type, retry and delay, and no cause", () => {
    const limited = applicationFailure(openai(429, { message: "m" }, { "retry-after": "2" }));
    expect(limited).toMatchObject({ type: "Model.RateLimited", nonRetryable: false, nextRetryDelay: 2000, category: "BENIGN" });
    expect(limited.cause).toBeUndefined();
    const refused = applicationFailure(openai(401, { message: "m" }, { "retry-after": "2" }));
    expect(refused).toMatchObject({ type: "Model.Authentication", nonRetryable: true });
    expect(refused.nextRetryDelay).toBeUndefined();
    expect(refused.category).toBeUndefined();
  });

  test("of several the lasting one is told, else the longest wait, else the first", () => {
    const [server, wait, longWait, lasting] = [
      openai(500, { message: "m" }),
      openai(429, { message: "m" }, { "retry-after": "1" }),
      openai(429, { message: "m" }, { "retry-after": "9" }),
      openai(401, { message: "m" }),
    ] as const;
    expect(worstFailure([server, wait, lasting, longWait])).toBe(lasting);
    expect(worstFailure([server, wait, longWait])).toBe(longWait);
    expect(worstFailure([server, openai(502, { message: "m" })])).toBe(server);
  });
});
