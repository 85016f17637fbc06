// Leases are renewed while something is being called, and only then.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { startLeaseKeeper } from "../../../../activities/models/index.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("startLeaseKeeper", () => {
  test("renews four times a lease during work, by the owner's name, and not before, after or once closed", async () => {
    const renewLeases = vi.fn<(owner: string, leaseMs: number) => Promise<void>>(() => Promise.resolve());
    const keeper = startLeaseKeeper({ ledger: { renewLeases }, owner: "me", leaseMs: 4000, onError: () => undefined });
    await vi.advanceTimersByTimeAsync(8000);
    expect(renewLeases).not.toHaveBeenCalled();
    const done = Promise.withResolvers<string>();
    const work = keeper.during(() => done.promise);
    await vi.advanceTimersByTimeAsync(4000);
    expect(renewLeases.mock.calls).toEqual(Array.from({ length: 4 }, () => ["me", 4000]));
    done.resolve("answer");
    expect(await work).toBe("answer");
    await vi.advanceTimersByTimeAsync(4000);
    expect(renewLeases).toHaveBeenCalledTimes(4);
    void keeper.during(() => new Promise(() => undefined));
    keeper.close();
    await vi.advanceTimersByTimeAsync(8000);
    expect(renewLeases).toHaveBeenCalledTimes(4);
  });

  test("tells of a renewal that failed and tries the next one; work that fails ends as well", async () => {
    const errors: unknown[] = [];
    const renewLeases = vi.fn<() => Promise<void>>(() => Promise.reject(new Error("locked")));
    const keeper = startLeaseKeeper({ ledger: { renewLeases }, owner: "me", leaseMs: 4000, onError: (error) => errors.push(error) });
    const fail = Promise.withResolvers<never>();
    const work = keeper.during(() => fail.promise);
    await vi.advanceTimersByTimeAsync(2000);
    expect(errors).toEqual([new Error("locked"), new Error("locked")]);
    fail.reject(new Error("call failed"));
    await expect(work).rejects.toThrow("call failed");
    await vi.advanceTimersByTimeAsync(8000);
    expect(renewLeases).toHaveBeenCalledTimes(2);
    keeper.close();
  });
});
