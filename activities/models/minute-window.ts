// At most so much in any minute: an exact sliding window, so that no burst at a minute's edge passes an endpoint's limit.

const minuteMs = 60_000;

export interface WindowEntry {
  readonly at: number;
  amount: number;
}

/** Pure state; time is passed in, in milliseconds, and never goes back. Memory: the entries of one minute. */
export class MinuteWindow {
  readonly #most: number;
  readonly #entries: WindowEntry[] = [];
  #total = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Milliseconds until `amount` fits; 0 = now. An amount above the limit itself fits once the window is empty, else it never would. */
  waitFor(amount: number, now: number): number {
    this.#forget(now);
    let total = this.#total;
    if (total + amount <= this.#most) return 0;
    for (const entry of this.#entries) {
      if (total === 0) break;
      total -= entry.amount;
      if (total + amount <= this.#most) return entry.at + minuteMs - now;
    }
    const last = this.#entries.at(-1);
    return last === undefined ? 0 : last.at + minuteMs - now;
  }

  take(amount: number, now: number): WindowEntry {
    const entry = { at: now, amount };
    this.#entries.push(entry);
    this.#total += amount;
    return entry;
  }

  /** Replaces what was taken at first by what was really used. */
  correct(entry: WindowEntry, amount: number): void {
    if (this.#entries.includes(entry)) this.#total += amount - entry.amount;
    entry.amount = amount;
  }

  #forget(now: number): void {
    while (this.#entries[0] !== undefined && this.#entries[0].at + minuteMs <= now) this.#total -= this.#entries.shift()?.amount ?? 0;
  }
}
