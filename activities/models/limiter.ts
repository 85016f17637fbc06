// One gate per model alias and process: concurrency, requests a minute, tokens a minute, and the pause that a Retry-After asks for.
import { AdaptiveConcurrency } from "./adaptive-concurrency.ts";
import { systemClock } from "./clock.ts";
import type { Clock } from "./clock.ts";
import { MinuteWindow } from "./minute-window.ts";
import type { WindowEntry } from "./minute-window.ts";

export interface LimiterOptions {
  /** Most calls in flight. */
  readonly concurrency: number;
  readonly requestsPerMinute?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
  readonly clock?: Clock;
}

/**
 * How a call ended. success: with its tokens (prompt and completion); rate_limited: 429; failed: any other way, `tokens` what it may have used;
 * unused: no call was made.
 */
export type PermitOutcome =
  | { readonly kind: "success"; readonly tokens: number }
  | { readonly kind: "rate_limited"; readonly retryAfterMs: number | null }
  | { readonly kind: "failed"; readonly tokens: number }
  | { readonly kind: "unused" };

export interface Permit {
  /** Gives the place back; a second time does nothing. */
  end(outcome: PermitOutcome): void;
}

export interface Limiter {
  /** Calls in flight now, and how many may be. */
  readonly inFlight: number;
  readonly limit: number;
  /** Waits for a place, first come first served. `tokens` is the most that the call can use. Rejects with the signal's reason once it is aborted. */
  acquire(tokens: number, signal: AbortSignal): Promise<Permit>;
}

interface Waiting {
  readonly tokens: number;
  readonly start: (permit: Permit) => void;
}

export function createLimiter({ concurrency, requestsPerMinute, tokensPerMinute, clock = systemClock }: LimiterOptions): Limiter {
  const adaptive = new AdaptiveConcurrency(concurrency);
  const requests = new MinuteWindow(requestsPerMinute ?? Number.POSITIVE_INFINITY);
  const tokens = new MinuteWindow(tokensPerMinute ?? Number.POSITIVE_INFINITY);
  const queue: Waiting[] = [];
  let inFlight = 0;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let cancelTimer: (() => void) | null = null;

  function pump(): void {
    cancelTimer?.();
    cancelTimer = null;
    for (let next = queue[0]; next !== undefined && inFlight < adaptive.limit; next = queue[0]) {
      const now = clock.now();
      const wait = Math.max(pausedUntil - now, requests.waitFor(1, now), tokens.waitFor(next.tokens, now), 0);
      if (wait > 0) {
        cancelTimer = clock.after(wait, pump);
        return;
      }
      queue.shift();
      inFlight += 1;
      adaptive.started(inFlight);
      next.start(permit(requests.take(1, now), tokens.take(next.tokens, now)));
    }
  }

  function permit(request: WindowEntry, reserved: WindowEntry): Permit {
    let ended = false;
    return {
      end(outcome) {
        if (ended) return;
        ended = true;
        inFlight -= 1;
        const now = clock.now();
        switch (outcome.kind) {
          case "success":
            tokens.correct(reserved, outcome.tokens);
            adaptive.succeeded(now);
            break;
          case "rate_limited":
            tokens.correct(reserved, 0);
            adaptive.rateLimited(now, outcome.retryAfterMs);
            pausedUntil = Math.max(pausedUntil, now + (outcome.retryAfterMs ?? 0));
            break;
          case "failed":
            tokens.correct(reserved, outcome.tokens);
            break;
          case "unused":
            tokens.correct(reserved, 0);
            requests.correct(request, 0);
            break;
        }
        pump();
      },
    };
  }

  return {
    get inFlight() {
      return inFlight;
    },
    get limit() {
      return adaptive.limit;
    },
    acquire: (tokens, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason as Error);
        const leave = () => {
          queue.splice(queue.indexOf(waiting), 1);
          reject(signal.reason as Error);
          pump();
        };
        const waiting: Waiting = {
          tokens,
          start: (permit) => {
            signal.removeEventListener("abort", leave);
            resolve(permit);
          },
        };
        signal.addEventListener("abort", leave, { once: true });
        queue.push(waiting);
        pump();
      }),
  };
}
