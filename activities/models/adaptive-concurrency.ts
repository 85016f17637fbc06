// How many calls may be in flight: additive increase, multiplicative decrease, as inspect_ai's adaptive concurrency does it.

/** A 429 within this time of the last cut belongs to the same burst and does not cut again. */
const cooldownMs = 15_000;
const startLimit = 8;

/**
 * Pure state; time is passed in, in milliseconds.
 * Slow start: the limit doubles a clean round until the first 429; then a round adds 5 %, at least 1. A round is as many successes as the limit, and
 * counts only when at least 80 % of the limit was in use in it. A 429 cuts to 80 %, once a cooldown, which Retry-After extends. 5xx and timeouts do
 * not cut: they say nothing of the load.
 */
export class AdaptiveConcurrency {
  readonly #most: number;
  #limit: number;
  #slowStart = true;
  #cooldownUntil = Number.NEGATIVE_INFINITY;
  #successes = 0;
  #busiest = 0;

  constructor(most: number) {
    this.#most = most;
    this.#limit = Math.min(startLimit, most);
  }

  /** Calls that may be in flight now: a whole number from 1 to the configured most. */
  get limit(): number {
    return Math.floor(this.#limit);
  }

  started(inFlight: number): void {
    this.#busiest = Math.max(this.#busiest, inFlight);
  }

  succeeded(now: number): void {
    this.#successes += 1;
    if (this.#successes < this.limit) return;
    const saturated = this.#busiest >= 0.8 * this.limit;
    if (saturated && now >= this.#cooldownUntil)
      this.#limit = Math.min(this.#most, this.#slowStart ? this.#limit * 2 : this.#limit + Math.max(1, 0.05 * this.#limit));
    this.#newRound();
  }

  rateLimited(now: number, retryAfterMs: number | null): void {
    if (now >= this.#cooldownUntil) this.#limit = Math.max(1, this.#limit * 0.8);
    this.#slowStart = false;
    this.#cooldownUntil = Math.max(this.#cooldownUntil, now + Math.max(cooldownMs, retryAfterMs ?? 0));
    this.#newRound();
  }

  #newRound(): void {
    this.#successes = 0;
    this.#busiest = 0;
  }
}
