// A fixed number of slots that jobs queue for, first come first served; a job gets the free slot that suits it best.

/** Slots of type S for jobs of type J. */
export class SlotPool<S, J> {
  readonly #free: Set<S>;
  readonly #waiting: { readonly job: J; readonly signal: AbortSignal; readonly take: (slot: S) => void }[] = [];
  readonly #fit: (slot: S, job: J) => number;

  /** `fit` says how well a slot suits a job; the largest wins. */
  constructor(slots: Iterable<S>, fit: (slot: S, job: J) => number) {
    this.#free = new Set(slots);
    this.#fit = fit;
  }

  /** Runs `work` with a slot of its own. A job that is aborted before its turn rejects with the signal's reason and takes none. */
  async use<T>(job: J, signal: AbortSignal, work: (slot: S) => Promise<T>): Promise<T> {
    const slot = await this.#acquire(job, signal);
    try {
      return await work(slot);
    } finally {
      this.#release(slot);
    }
  }

  async #acquire(job: J, signal: AbortSignal): Promise<S> {
    signal.throwIfAborted();
    const free = this.#best(job);
    if (free !== undefined) {
      this.#free.delete(free);
      return free;
    }
    return new Promise((resolve, reject) => {
      const waiting = {
        job,
        signal,
        take: (slot: S) => {
          signal.removeEventListener("abort", abort);
          resolve(slot);
        },
      };
      const abort = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener("abort", abort, { once: true });
      this.#waiting.push(waiting);
    });
  }

  #release(slot: S): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.add(slot);
    else next.take(slot);
  }

  #best(job: J): S | undefined {
    let best: S | undefined;
    let bestFit = Number.NEGATIVE_INFINITY;
    for (const slot of this.#free) {
      const fit = this.#fit(slot, job);
      if (fit > bestFit) [best, bestFit] = [slot, fit];
    }
    return best;
  }
}
