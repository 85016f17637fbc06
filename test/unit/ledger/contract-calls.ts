// Contract of reserve, settle, fail, abandon, leases, reconcile and spend: money is counted once, a draw is fetched once.
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Ledger } from "../../../ledger/index.ts";
import type { TestStore } from "./contract.ts";
import { recount } from "./recount.ts";
import { aCampaign, anAnswer, aReservation, key, reserved } from "./samples.ts";

const noSpend = { calls: 0, promptTokens: 0, completionTokens: 0, tokens: 0, microUsd: 0 };
const bound = { ...noSpend, calls: 1, tokens: 100, microUsd: 50 };

export function callContract(of: () => { readonly store: TestStore; readonly ledger: Ledger }): void {
  describe("calls", () => {
    let ledger: Ledger;
    const later = (ms: number): void => void vi.setSystemTime(Date.now() + ms);
    const spend = async () => (await ledger.spend("c"))[0];

    beforeEach(async () => {
      ({ ledger } = of());
      await ledger.createCampaign(aCampaign());
    });

    test("a reservation counts at its bound until its answer counts at its usage", async () => {
      const call = await reserved(ledger);
      expect(await spend()).toEqual({ model: "m", settled: noSpend, unknown: noSpend, reserved: bound, failedCalls: 0, droppedDraws: 0 });
      expect(await ledger.settle(call, anAnswer(["a", "b"]))).toEqual({ kind: "settled", stored: 2, dropped: 0 });
      const settled = { calls: 1, promptTokens: 10, completionTokens: 10, tokens: 20, microUsd: 20 };
      expect(await spend()).toEqual({ model: "m", settled, unknown: noSpend, reserved: noSpend, failedCalls: 0, droppedDraws: 0 });
    });

    test("a call and its draws come back whole", async () => {
      const call = await reserved(ledger, { from: 2 });
      await ledger.settle(call, anAnswer(["a", "b\u0000é"]));
      const requestKey = key("request");
      const { leaseMs, campaign: _, ...asked } = aReservation({ from: 2 });
      const usage = { promptTokens: 10, completionTokens: 10, microUsd: 20, latencyMs: 12.5 };
      const times = { leaseUntil: Date.now() + leaseMs, startedAt: Date.now() };
      expect(await ledger.calls("c")).toEqual([{ ...asked, ...times, call, state: "settled", ...usage, error: null }]);
      const kept = { requestKey, call, finish: "stop", completionTokens: 5, meanLogprob: -0.5 };
      expect(await ledger.draws(requestKey, 0, 100)).toEqual([
        { ...kept, draw: 2, text: "a" },
        { ...kept, draw: 3, text: "b\u0000é" },
      ]);
      expect(await ledger.draws(requestKey, 3, 1)).toHaveLength(1);
      expect(await ledger.draws(requestKey, 4, 9)).toEqual([]);
      expect(await ledger.draws(key("new"), 0, 9)).toEqual([]);
    });

    test("calls of one problem are told apart", async () => {
      await reserved(ledger);
      const other = await reserved(ledger, { problem: "q", requestKey: key("q") });
      expect((await ledger.calls("c", "q")).map(({ call }) => call)).toEqual([other]);
      expect(await ledger.calls("c", "nobody")).toEqual([]);
      expect(await ledger.calls("c")).toHaveLength(2);
    });

    test("a range that overlaps a call in flight is busy until its lease ends, a range beside it is not", async () => {
      await reserved(ledger, { from: 4, count: 4 });
      const untilMs = Date.now() + 60_000;
      for (const [from, count] of [
        [4, 4],
        [0, 5],
        [7, 1],
        [0, 99],
      ] as const)
        expect(await ledger.reserve(aReservation({ from, count, owner: "other" }))).toEqual({ kind: "busy", untilMs });
      await reserved(ledger, { from: 0, count: 4 });
      await reserved(ledger, { from: 8, count: 1 });
      await reserved(ledger, { from: 4, count: 4, requestKey: key("another request") });
    });

    test("a range with a stored draw is present, the rest of a short reply may be asked for", async () => {
      await ledger.settle(await reserved(ledger), anAnswer(["a", "b"]));
      expect(await ledger.reserve(aReservation())).toEqual({ kind: "present" });
      expect(await ledger.reserve(aReservation({ from: 1, count: 1 }))).toEqual({ kind: "present" });
      await reserved(ledger, { from: 2, count: 2 });
    });

    test("draws belong to the request, so another campaign reuses them and waits for them", async () => {
      await ledger.createCampaign(aCampaign({ campaign: "d" }));
      const call = await reserved(ledger);
      expect(await ledger.reserve(aReservation({ campaign: "d" }))).toMatchObject({ kind: "busy" });
      await ledger.settle(call, anAnswer(["a"]));
      expect(await ledger.reserve(aReservation({ campaign: "d" }))).toEqual({ kind: "present" });
      expect(await ledger.spend("d")).toEqual([]);
    });

    test("a failed call gives its reservation and its range back, and leaves no draw", async () => {
      const call = await reserved(ledger);
      await ledger.fail(call, "429: too many requests");
      await ledger.fail(call, "again");
      expect(await spend()).toMatchObject({ reserved: noSpend, unknown: noSpend, settled: noSpend, failedCalls: 1 });
      expect(await ledger.draws(key("request"), 0, 4)).toEqual([]);
      expect((await ledger.calls("c"))[0]).toMatchObject({ state: "failed", error: "429: too many requests" });
      await reserved(ledger, { attempt: 2 });
    });

    test("an abandoned call stands as unknown at its bound, and its range may be asked for again", async () => {
      await ledger.abandon(await reserved(ledger), "connection lost");
      expect(await spend()).toMatchObject({ reserved: noSpend, unknown: bound });
      await reserved(ledger, { attempt: 2 });
    });

    test("an expired lease becomes unknown when its range is asked for, or on demand, and not before", async () => {
      await reserved(ledger, { leaseMs: 1000 });
      await reserved(ledger, { requestKey: key("other"), leaseMs: 1000 });
      later(999);
      expect(await ledger.expireLeases("c")).toBe(0);
      expect(await ledger.reserve(aReservation())).toMatchObject({ kind: "busy" });
      later(1);
      expect(await spend()).toMatchObject({ reserved: { calls: 2 } });
      await reserved(ledger, { attempt: 2 });
      expect(await spend()).toMatchObject({ reserved: { calls: 2 }, unknown: { calls: 1 } });
      expect(await ledger.expireLeases("c")).toBe(1);
      expect(await spend()).toMatchObject({ reserved: { calls: 1 }, unknown: { calls: 2 } });
    });

    test("only its owner's renewal keeps a lease", async () => {
      await reserved(ledger, { leaseMs: 1000 });
      await reserved(ledger, { leaseMs: 1000, owner: "other", requestKey: key("other") });
      later(500);
      await ledger.renewLeases("worker", 1000);
      later(900);
      expect(await ledger.expireLeases("c")).toBe(1);
      expect((await ledger.calls("c")).map(({ owner, state }) => [owner, state])).toEqual([
        ["worker", "reserved"],
        ["other", "unknown"],
      ]);
    });

    test("an answer that comes after the lease expired is settled all the same", async () => {
      const call = await reserved(ledger, { leaseMs: 1 });
      later(1);
      await ledger.expireLeases("c");
      expect(await ledger.settle(call, anAnswer(["late"]))).toEqual({ kind: "settled", stored: 1, dropped: 0 });
      expect(await spend()).toMatchObject({ unknown: noSpend, settled: { calls: 1, tokens: 15 } });
      expect((await ledger.draws(key("request"), 0, 1))[0]?.text).toBe("late");
    });

    test("a late answer whose draws another call fetched is paid, and its draws are dropped and counted", async () => {
      const first = await reserved(ledger, { leaseMs: 1 });
      later(1);
      const second = await reserved(ledger, { attempt: 2 });
      await ledger.settle(second, anAnswer(["second", "second"]));
      expect(await ledger.settle(first, anAnswer(["first", "first", "first"]))).toEqual({ kind: "settled", stored: 1, dropped: 2 });
      expect((await ledger.draws(key("request"), 0, 4)).map(({ text, call }) => [text, call])).toEqual([
        ["second", second],
        ["second", second],
        ["first", first],
      ]);
      expect(await spend()).toMatchObject({ settled: { calls: 2, microUsd: 40 }, droppedDraws: 2 });
      expect((await ledger.progress("c")).draws).toBe(3);
    });

    test("settling twice changes nothing", async () => {
      const call = await reserved(ledger);
      await ledger.settle(call, anAnswer(["a"]));
      const before = [await ledger.spend("c"), await ledger.calls("c")];
      expect(await ledger.settle(call, anAnswer(["b", "c"], { microUsd: 50 }))).toEqual({ kind: "repeated" });
      await ledger.abandon(call, "too late");
      expect([await ledger.spend("c"), await ledger.calls("c")]).toEqual(before);
    });

    test("what cannot be is refused: failing a settled call, settling a failed one, an unknown one, or with more draws than asked for", async () => {
      const settled = await reserved(ledger);
      await ledger.settle(settled, anAnswer(["a"]));
      await expect(ledger.fail(settled, "no")).rejects.toMatchObject({ code: "conflict" });
      const failed = await reserved(ledger, { requestKey: key(1) });
      await ledger.fail(failed, "500");
      await expect(ledger.settle(failed, anAnswer(["a"]))).rejects.toMatchObject({ code: "conflict" });
      await expect(ledger.settle(999, anAnswer(["a"]))).rejects.toMatchObject({ code: "missing" });
      const one = await reserved(ledger, { requestKey: key(2), count: 1 });
      await expect(ledger.settle(one, anAnswer(["a", "b"]))).rejects.toMatchObject({ code: "invalid" });
      await expect(ledger.settle(one, anAnswer(["a"], { microUsd: 0.5 }))).rejects.toMatchObject({ code: "invalid" });
      await expect(ledger.reserve(aReservation({ count: 0 }))).rejects.toMatchObject({ code: "invalid" });
      await expect(ledger.reserve(aReservation({ boundTokens: 1.5 }))).rejects.toMatchObject({ code: "invalid" });
      expect(await spend()).toMatchObject({ reserved: { calls: 1 }, settled: { calls: 1 }, failedCalls: 1 });
    });

    test("a refused write does not take along those that were asked for at the same time", async () => {
      const calls = await Promise.all([1, 2, 3].map((request) => reserved(ledger, { requestKey: key(request) })));
      const [first = 0, , third = 0] = calls;
      const results = await Promise.allSettled([
        ledger.settle(first, anAnswer(["a"])),
        ledger.settle(999, anAnswer(["b"])),
        ledger.settle(third, anAnswer(["c"])),
      ]);
      expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect(await spend()).toMatchObject({ settled: { calls: 2 }, reserved: { calls: 1 } });
    });

    test.for([
      { name: "calls", budget: { calls: 2 }, fits: {}, over: {}, limit: "calls" },
      { name: "tokens", budget: { tokens: 300 }, fits: { boundTokens: 200 }, over: { boundTokens: 1 }, limit: "tokens" },
      { name: "dollars", budget: { usd: 0.0001 }, fits: { boundMicroUsd: 50 }, over: { boundMicroUsd: 1 }, limit: "usd" },
    ])("a reservation may reach the limit of $name and never pass it", async ({ budget, fits, over, limit }) => {
      await ledger.setBudget("c", budget);
      await reserved(ledger);
      const last = await reserved(ledger, { requestKey: key("last"), ...fits });
      const next = aReservation({ requestKey: key("next"), ...over });
      const before = await ledger.spend("c");
      expect(await ledger.reserve(next)).toEqual({ kind: "budget", limit });
      await ledger.abandon(last, "lost");
      expect(await ledger.reserve(next)).toEqual({ kind: "budget", limit });
      expect((await ledger.spend("c"))[0]?.failedCalls).toBe(before[0]?.failedCalls);
      await ledger.fail(last, "the endpoint did nothing");
      expect(await ledger.reserve(next)).toMatchObject({ kind: "reserved" });
    });

    test("a raised budget lets the campaign go on, a limit of nothing lets nothing through", async () => {
      await ledger.setBudget("c", { calls: 0 });
      expect(await ledger.reserve(aReservation())).toEqual({ kind: "budget", limit: "calls" });
      await ledger.setBudget("c", { calls: 1 });
      await reserved(ledger);
    });

    test("an unknown price is never nothing: it makes the sum unknown, and a budget in dollars refuses it", async () => {
      const call = await reserved(ledger, { boundMicroUsd: null });
      await reserved(ledger, { requestKey: key(1) });
      expect(await spend()).toMatchObject({ reserved: { calls: 2, microUsd: null }, settled: { microUsd: 0 } });
      await ledger.setBudget("c", { usd: 1000 });
      expect(await ledger.reserve(aReservation({ requestKey: key(2) }))).toEqual({ kind: "budget", limit: "usd" });
      await ledger.settle(call, anAnswer(["a"], { microUsd: null }));
      expect(await spend()).toMatchObject({ reserved: { calls: 1, microUsd: 50 }, settled: { calls: 1, microUsd: null } });
      await ledger.createCampaign(aCampaign({ campaign: "d", budget: { usd: 1000 } }));
      const unpriced = aReservation({ campaign: "d", requestKey: key(3), boundMicroUsd: null });
      expect(await ledger.reserve(unpriced)).toEqual({ kind: "budget", limit: "usd" });
    });

    test("models are summed apart and limited together", async () => {
      await ledger.setBudget("c", { calls: 2 });
      await reserved(ledger, { model: "b" });
      await reserved(ledger, { model: "a", requestKey: key(1) });
      expect((await ledger.spend("c")).map(({ model, reserved }) => [model, reserved.calls])).toEqual([
        ["a", 1],
        ["b", 1],
      ]);
      expect(await ledger.reserve(aReservation({ requestKey: key(2) }))).toEqual({ kind: "budget", limit: "calls" });
    });

    test("unknown calls are written off as released or as paid at their bound, and no others", async () => {
      await ledger.abandon(await reserved(ledger), "lost");
      await reserved(ledger, { requestKey: key("in flight") });
      expect(await ledger.reconcile("c", "paid")).toBe(1);
      expect(await spend()).toMatchObject({ settled: bound, unknown: noSpend, reserved: bound });
      await ledger.abandon(await reserved(ledger), "lost");
      expect(await ledger.reconcile("c", "released")).toBe(1);
      expect(await spend()).toMatchObject({ settled: bound, unknown: noSpend, failedCalls: 1 });
      expect(await ledger.reconcile("c", "released")).toBe(0);
    });

    test.for(["paid", "released"] as const)(
      "an answer that comes after its call was written off as %s counts once, as what it is",
      async (decision) => {
        const call = await reserved(ledger);
        await ledger.abandon(call, "lost");
        await ledger.reconcile("c", decision);
        await ledger.settle(call, anAnswer(["a"]));
        expect(await ledger.settle(call, anAnswer(["a"]))).toEqual({ kind: "repeated" });
        expect(await spend()).toMatchObject({ settled: { calls: 1, tokens: 15, microUsd: 20 }, unknown: noSpend, failedCalls: 0 });
        expect(await ledger.spend("c")).toMatchObject(await recount(ledger, "c"));
      },
    );

    test("a secret in an error never reaches the store", async () => {
      await ledger.fail(await reserved(ledger), "401 for Bearer abcdefgh12345678");
      await ledger.abandon(await reserved(ledger), `api_key=hunter2 ${"x ".repeat(500)}`);
      const errors = (await ledger.calls("c")).map(({ error }) => error ?? "");
      expect(errors[0]).toBe("401 for Bearer [secret]");
      expect(errors[1]).toMatch(/^api_key=\[secret\] x x .*…$/);
      expect(errors[1]).toHaveLength(200);
    });
  });
}
