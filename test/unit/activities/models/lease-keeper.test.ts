// Leases are renewed while something is being called, and only then.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { startLeaseKeeper } from "../../../../activities/models/index.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("startLeaseKeeper", () => {
  test("renews four times a lease while a call is in flight, by the owner's name, and not before, after or once closed", async () => {
    const renewLeases = vi.fn<(owner: string, leaseMs: number) => Promise<void>>(() => Promise.resolve());
    const keeper = startLeaseKeeper({ ledger: { renewLeases }, owner: "me", leaseMs: 4000, onError: () => undefined });
    await vi.advanceTimersByTimeAsync(8000);
    expect(renewLeases).not.toHaveBeenCalled();
    const release = keeper.begin();
    await vi.advanceTimersByTimeAsync(4000);
    expect(renewLeases.mock.calls).toEqual(Array.from({ length: 4 }, () => ["me", 4000]));
    release();
    await vi.advanceTimersByTimeAsync(4000);
    expect(renewLeases).toHaveBeenCalledTimes(4);
    keeper.begin();
    keeper.close();
    await vi.advanceTimersByTimeAsync(8000);
    expect(renewLeases).toHaveBeenCalledTimes(4);
  });

  test("tells of a renewal that failed, and tries the next one", async () => {
    const errors: unknown[] = [];
    const renewLeases = vi.fn<() => Promise<void>>(() => Promise.reject(new Error("locked")));
    const keeper = startLeaseKeeper({ ledger: { renewLeases }, owner: "me", leaseMs: 4000, onError: (error) => errors.push(error) });
    keeper.begin();
    await vi.advanceTimersByTimeAsync(2000);
    expect(errors).toEqual([new Error("locked"), new Error("locked")]);
    keeper.close();
  });

  test("counts calls in flight and ended, and tells everybody who waits of the next end", async () => {
    const keeper = startLeaseKeeper({ ledger: { renewLeases: () => Promise.resolve() }, owner: "me", onError: () => undefined });
    const releases = [keeper.begin(), keeper.begin()];
    const stop = new AbortController();
    const waiting = [keeper.nextEnd(stop.signal), keeper.nextEnd(stop.signal)];
    releases[0]?.();
    await Promise.all(waiting);
    expect([keeper.inFlight, keeper.ended]).toEqual([1, 1]);
    const late = keeper.nextEnd(stop.signal);
    stop.abort();
    await expect(late).rejects.toThrow("aborted");
    keeper.close();
  });
});
