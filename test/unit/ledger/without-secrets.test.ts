// Error texts are kept short and without credentials.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withoutSecrets } from "../../../ledger/index.ts";

describe("error texts", () => {
  test.for([
    ["Authorization: Bearer abc.def-ghi_123", "Authorization: Bearer [secret]"],
    ["authorization=Basic dXNlcjpwYXNz", "authorization=Basic [secret]"],
    ['{"api_key": "hunter2", "model": "m"}', '{"api_key": "[secret]", "model": "m"}'],
    ["x-api-key: 12345; retry", "x-api-key: [secret]; retry"],
    ["GET /v1?key=1&access_token=abc&n=2", "GET /v1?key=1&access_token=[secret]&n=2"],
    ["Incorrect API key provided: sk-proj-ab****yz12.", "Incorrect API key provided: [secret]"],
    ["token hf_abcdefgh rejected", "token [secret] rejected"],
    ["client_secret='s3cr3t'", "client_secret='[secret]'"],
    ["connect http://user:pass@host:80/v1", "connect http://[secret]@host:80/v1"],
    ["key AIzaSyA1234567890abcdefghijklmnopqrstuvw bad", "key [secret] bad"],
    ["jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc", "jwt [secret]"],
    ["id 0123456789abcdef0123456789abcdef", "id [secret]"],
  ] as const)("%s", ([text, kept]) => {
    expect(withoutSecrets(text)).toBe(kept);
  });

  test.for([
    "429 Too Many Requests: rate limit of 500 tokens per minute reached for gpt-4o-mini",
    "max_tokens: 4096 is above the limit of model meta-llama/Llama-3.1-70B-Instruct",
    "connect ECONNREFUSED 127.0.0.1:8000",
    "The bearer token is missing.",
    "",
  ])("what is no secret stays: %s", (text) => {
    expect(withoutSecrets(text)).toBe(text);
  });

  test("control characters and line breaks become single spaces", () => {
    expect(withoutSecrets("a\r\n\tb\u001b[31mc\u0000\u009bd ")).toBe("a b [31mc d");
  });

  test("whatever surrounds a key, it is gone, also where the text is cut", () => {
    const key = "sk-live-4f9Kq2mZx81LpTn7";
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), fc.constantFrom(" ", "\n", '"', ": "), (length, between) => {
        const text = withoutSecrets(`${"word ".repeat(length / 5)}${between}${key}${between}rest`);
        expect(text).not.toMatch(/sk-live|4f9Kq2/);
        expect(text.length).toBeLessThanOrEqual(200);
      }),
    );
  });

  test("any text comes out short, on one line and well formed, and coming out twice changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 600 }), (text) => {
        const kept = withoutSecrets(text);
        expect(kept.length).toBeLessThanOrEqual(200);
        expect(kept).not.toMatch(/\p{Cc}/u);
        expect(kept.isWellFormed()).toBe(true);
        expect(withoutSecrets(kept)).toBe(kept);
      }),
    );
  });
});
