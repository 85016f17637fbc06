// The gate of a model: adaptive concurrency, minute limits, pauses, order, abort; by a clock that the test turns.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AdaptiveConcurrency } from "../../../../activities/models/adaptive-concurrency.ts";
import type { Clock } from "../../../../activities/models/clock.ts";
import { createLimiter } from "../../../../activities/models/limiter.ts";
import type { Permit } from "../../../../activities/models/limiter.ts";
import { MinuteWindow } from "../../../../activities/models/minute-window.ts";

const forever = new AbortController().signal;

function handClock(): Clock & { turn(milliseconds: number): Promise<void> } {
  let time = 0;
  let timers: { readonly at: number; readonly act: () => void }[] = [];
  return {
    now: () => time,
    after(milliseconds, act) {
      const timer = { at: time + milliseconds, act };
      timers.push(timer);
      return () => (timers = timers.filter((other) => other !== timer));
    },
    async turn(milliseconds) {
      const end = time + milliseconds;
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        time = next.at;
        timers = timers.filter((timer) => timer !== next);
        next.act();
      }
      time = end;
      await new Promise(setImmediate);
    },
  };
}

describe("AdaptiveConcurrency", () => {
  const round = (state: AdaptiveConcurrency, now: number, busiest: number) => {
    const successes = state.limit;
    state.started(busiest);
    for (let index = 0; index < successes; index++) state.succeeded(now);
  };

  test("doubles a saturated clean round up to the configured most", () => {
    const state = new AdaptiveConcurrency(50);
    const seen = [0, 1, 2, 3].map(() => {
      round(state, 0, state.limit);
      return state.limit;
    });
    expect(seen).toEqual([16, 32, 50, 50]);
  });

  test("does not grow when less than 80 % was in use", () => {
    const state = new AdaptiveConcurrency(50);
    round(state, 0, 6);
    expect(state.limit).toBe(8);
    round(state, 0, 7);
    expect(state.limit).toBe(16);
  });

  test("cuts to 80 % on a 429, once a cooldown, which Retry-After extends; then grows by 5 %, at least 1", () => {
    const state = new AdaptiveConcurrency(10);
    state.rateLimited(0, null);
    expect(state.limit).toBe(6);
    state.rateLimited(1000, 60_000);
    expect(state.limit).toBe(6);
    round(state, 16_000, 8);
    expect(state.limit).toBe(6);
    round(state, 61_000, 8);
    expect(state.limit).toBe(7);
  });

  test("stays between 1 and the most, whatever happens", () => {
    const step = fc.oneof(fc.constant("ok" as const), fc.constant("429" as const));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), fc.array(fc.tuple(step, fc.nat(30_000)), { maxLength: 200 }), (most, steps) => {
        const state = new AdaptiveConcurrency(most);
        let now = 0;
        for (const [what, later] of steps) {
          now += later;
          state.started(most);
          if (what === "ok") state.succeeded(now);
          else state.rateLimited(now, null);
          expect(state.limit).toBeGreaterThanOrEqual(1);
          expect(state.limit).toBeLessThanOrEqual(most);
        }
      }),
    );
  });
});

describe("MinuteWindow", () => {
  test("no minute holds more than the most, except a single amount above it", () => {
    const takes = fc.array(fc.record({ amount: fc.integer({ min: 1, max: 100 }), later: fc.nat(40_000) }), { maxLength: 60 });
    fc.assert(
      fc.property(takes, (list) => {
        const window = new MinuteWindow(100);
        const taken: { readonly at: number; readonly amount: number }[] = [];
        let now = 0;
        for (const { amount, later } of list) {
          now += later;
          now += window.waitFor(amount, now);
          expect(window.waitFor(amount, now)).toBe(0);
          window.take(amount, now);
          taken.push({ at: now, amount });
          const minute = taken.filter(({ at }) => at > now - 60_000).reduce((sum, entry) => sum + entry.amount, 0);
          expect(minute).toBeLessThanOrEqual(100);
        }
      }),
    );
  });

  test("lets an amount above the most through once the window is empty", () => {
    const window = new MinuteWindow(100);
    window.take(1, 0);
    expect(window.waitFor(500, 10_000)).toBe(50_000);
    expect(window.waitFor(500, 60_000)).toBe(0);
  });

  test("gives back what was reserved and not used", () => {
    const window = new MinuteWindow(100);
    const entry = window.take(90, 0);
    expect(window.waitFor(20, 0)).toBe(60_000);
    window.correct(entry, 10);
    expect(window.waitFor(20, 0)).toBe(0);
  });
});

describe("createLimiter", () => {
  /** Asks for places and notes in which order they were given. */
  function crowd(limiter: ReturnType<typeof createLimiter>, tokens: readonly number[]) {
    const permits: Permit[] = [];
    for (const amount of tokens) void limiter.acquire(amount, forever).then((permit) => permits.push(permit));
    return permits;
  }

  test("lets no more in than the limit, and the next one when a place is given back", async () => {
    const clock = handClock();
    const limiter = createLimiter({ concurrency: 2, clock });
    const permits = crowd(limiter, [1, 1, 1]);
    await clock.turn(0);
    expect(permits).toHaveLength(2);
    permits[0]?.end({ kind: "failed", tokens: 0 });
    permits[0]?.end({ kind: "failed", tokens: 0 });
    await clock.turn(0);
    expect(permits).toHaveLength(3);
    expect(limiter.inFlight).toBe(2);
  });

  test("keeps requests and tokens a minute, corrected by what was really used", async () => {
    const clock = handClock();
    const limiter = createLimiter({ concurrency: 8, requestsPerMinute: 3, tokensPerMinute: 100, clock });
    const permits = crowd(limiter, [60, 60, 10, 10]);
    await clock.turn(0);
    expect(permits).toHaveLength(1);
    permits[0]?.end({ kind: "success", tokens: 20 });
    await clock.turn(0);
    expect(permits).toHaveLength(3);
    await clock.turn(59_000);
    expect(permits).toHaveLength(3);
    await clock.turn(1000);
    expect(permits).toHaveLength(4);
  });

  test("an unused place costs neither a request nor tokens", async () => {
    const clock = handClock();
    const limiter = createLimiter({ concurrency: 1, requestsPerMinute: 1, tokensPerMinute: 10, clock });
    const permits = crowd(limiter, [10, 10]);
    await clock.turn(0);
    permits[0]?.end({ kind: "unused" });
    await clock.turn(0);
    expect(permits).toHaveLength(2);
  });

  test("lets nobody in while a Retry-After runs", async () => {
    const clock = handClock();
    const limiter = createLimiter({ concurrency: 4, clock });
    const permits = crowd(limiter, [1]);
    await clock.turn(0);
    permits[0]?.end({ kind: "rate_limited", retryAfterMs: 5000 });
    const later = crowd(limiter, [1]);
    await clock.turn(4999);
    expect(later).toHaveLength(0);
    await clock.turn(1);
    expect(later).toHaveLength(1);
  });

  test("who aborts leaves the queue with the signal's reason, and whoever stood behind moves up", async () => {
    const clock = handClock();
    const limiter = createLimiter({ concurrency: 8, tokensPerMinute: 10, clock });
    const first = crowd(limiter, [5]);
    const impatient = new AbortController();
    const waiting = limiter.acquire(10, impatient.signal);
    const last = crowd(limiter, [5]);
    await clock.turn(0);
    expect([first.length, last.length]).toEqual([1, 0]);
    impatient.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    await clock.turn(0);
    expect(last).toHaveLength(1);
    await expect(limiter.acquire(1, impatient.signal)).rejects.toThrow("enough");
  });
});
