// Keeps the reservations of one process alive: their leases are renewed as long as the process is.
import { EventEmitter, once } from "node:events";
import type { Ledger } from "../../ledger/index.ts";

export interface LeaseKeeper {
  /** Name of this process in the ledger. */
  readonly owner: string;
  /** Lease of a reservation, in milliseconds. */
  readonly leaseMs: number;
  /** A call begins: leases are renewed until the function that this returns is called (once). */
  begin(): () => void;
  /** Calls of this process in flight: what they have reserved and do not use comes free again. */
  readonly inFlight: number;
  /** Calls of this process that have ended so far. */
  readonly ended: number;
  /** Resolves when the next of them ends; rejects with the signal's reason once it is aborted. */
  nextEnd(signal: AbortSignal): Promise<void>;
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
  let inFlight = 0;
  let ended = 0;
  const ends = new EventEmitter();
  ends.setMaxListeners(0);
  const timer = setInterval(() => {
    if (inFlight > 0) ledger.renewLeases(owner, leaseMs).catch(onError);
  }, leaseMs / 4);
  timer.unref();
  return {
    owner,
    leaseMs,
    begin() {
      inFlight += 1;
      return () => {
        inFlight -= 1;
        ended += 1;
        ends.emit("end");
      };
    },
    get inFlight() {
      return inFlight;
    },
    get ended() {
      return ended;
    },
    async nextEnd(signal) {
      await once(ends, "end", { signal });
    },
    close: () => clearInterval(timer),
  };
}
