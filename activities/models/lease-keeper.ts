// Keeps the reservations of one process alive: their leases are renewed as long as the process is.
import type { Ledger } from "../../ledger/index.ts";

export interface LeaseKeeper {
  /** Name of this process in the ledger. */
  readonly owner: string;
  /** Lease of a reservation, in milliseconds. */
  readonly leaseMs: number;
  /** Runs `work` with the leases renewed meanwhile. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Ends the renewals. What is still reserved then runs out and becomes `unknown`. */
  close(): void;
}

export interface LeaseKeeperOptions {
  readonly ledger: Pick<Ledger, "renewLeases">;
  readonly owner: string;
  /** Default 20 s: a killed process holds its draws back no longer than that. */
  readonly leaseMs?: number;
  /** Told of a renewal that failed; the next one tries again. */
  readonly onError: (error: unknown) => void;
}

/** Renews four times a lease, and only while something is being called: a process that waits writes nothing. */
export function startLeaseKeeper({ ledger, owner, leaseMs = 20_000, onError }: LeaseKeeperOptions): LeaseKeeper {
  let working = 0;
  const timer = setInterval(() => {
    if (working > 0) ledger.renewLeases(owner, leaseMs).catch(onError);
  }, leaseMs / 4);
  timer.unref();
  return {
    owner,
    leaseMs,
    async during(work) {
      working += 1;
      try {
        return await work();
      } finally {
        working -= 1;
      }
    },
    close: () => clearInterval(timer),
  };
}
