// A request's name depends on what decides its draws, and on nothing else.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { requestKey, wireSeed } from "../../../ledger/index.ts";
import type { RequestParts } from "../../../ledger/index.ts";

const parts: RequestParts = {
  wire: "openai-chat",
  identity: { model: "m", revision: 1 },
  sampling: { temperature: 0.7, maxTokens: 64 },
  prompt: [{ role: "user", content: "2 + 2?" }],
  seed: 7,
};

test("the same request has the same key, in every version of the project", () => {
  expect(requestKey(parts)).toBe("0b0a498acf769108a682343a6a42d345af0850506dc55f7d4afef1ff88dc0c63");
  expect(requestKey({ ...parts, identity: { revision: 1, model: "m" } })).toBe(requestKey(parts));
});

test("what else an object carries stays out of the key", () => {
  const carried = { ...parts, baseUrl: "http://elsewhere:1", apiKey: "sk-secret", n: 8, wireSeed: 3 };
  expect(requestKey(carried)).toBe(requestKey(parts));
});

test.for([
  { wire: "openai-completions" },
  { identity: { model: "n", revision: 1 } },
  { sampling: { temperature: 0.8, maxTokens: 64 } },
  { prompt: "2 + 2?" },
  { seed: 8 },
] satisfies Partial<RequestParts>[])("another %o is another request", (change) => {
  expect(requestKey({ ...parts, ...change })).not.toBe(requestKey(parts));
});

test("a wire seed is 32 bits, and told by the request and the first draw", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-f]{64}$/), fc.nat(1000), (key, from) => {
      const seed = wireSeed(key, from);
      expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32).toBe(true);
      expect(wireSeed(key, from)).toBe(seed);
    }),
  );
  expect(new Set(Array.from({ length: 100 }, (_, from) => wireSeed(requestKey(parts), from))).size).toBe(100);
});
