// How long an endpoint asks to wait: three forms of the header, and headers that say nothing.
import { describe, expect, test } from "vitest";
import { retryAfterMs } from "../../../../activities/models/retry-after.ts";

const now = Date.UTC(2026, 0, 1, 12, 0, 0);
const read = (headers: Record<string, string>) => retryAfterMs(new Headers(headers), now);

describe("retryAfterMs", () => {
  test("reads milliseconds, whole seconds, parts of seconds and HTTP dates", () => {
    expect(read({ "retry-after-ms": "1500" })).toBe(1500);
    expect(read({ "retry-after": "3" })).toBe(3000);
    expect(read({ "retry-after": "0.25" })).toBe(250);
    expect(read({ "retry-after": "Thu, 01 Jan 2026 12:00:20 GMT" })).toBe(20_000);
  });

  test("prefers milliseconds, and falls back when they cannot be read", () => {
    expect(read({ "retry-after-ms": "10", "retry-after": "3" })).toBe(10);
    expect(read({ "retry-after-ms": "soon", "retry-after": "3" })).toBe(3000);
  });

  test("is never negative and never above an hour", () => {
    expect(read({ "retry-after": "Thu, 01 Jan 2026 11:59:00 GMT" })).toBe(0);
    expect(read({ "retry-after": "999999999" })).toBe(3_600_000);
  });

  test("is null where nothing can be read", () => {
    for (const headers of [{}, { "retry-after": "" }, { "retry-after": "-5 apples" }, { "retry-after-ms": "NaN" }])
      expect(retryAfterMs(new Headers(headers as Record<string, string>), now)).toBeNull();
    expect(retryAfterMs(undefined, now)).toBeNull();
  });
});
