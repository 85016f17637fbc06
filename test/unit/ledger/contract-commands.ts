// Contract by random command sequences: a model of calls in plain objects says what the ledger must answer, and its sums must equal a recount.
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { Ledger, ReserveResult } from "../../../ledger/index.ts";
import type { CallState } from "../../../schemas/index.ts";
import type { TestStore } from "./contract.ts";
import { committed, recount } from "./recount.ts";
import { aCampaign, anAnswer, aReservation, key } from "./samples.ts";

interface ModelCall {
  readonly call: number;
  readonly request: number;
  readonly from: number;
  readonly count: number;
  readonly boundTokens: number;
  readonly boundMicroUsd: number;
  readonly owner: string;
  leaseUntil: number;
  state: CallState;
  writtenOff: "no" | "yes";
}

interface Model {
  calls: ModelCall[];
  /** `request/draw` of every stored draw and the call that brought it. */
  draws: Map<string, number>;
  /** Money known to have been paid after its call was written off as released: the one way past a budget. */
  proven: "no" | "yes";
}

type Command = fc.AsyncCommand<Model, Ledger>;
const limits = { calls: 12, tokens: 700, usd: 0.0004 };

const overlaps = (a: { from: number; count: number }, b: { from: number; count: number }) =>
  a.from < b.from + b.count && b.from < a.from + a.count;

/** What must hold after every command. */
async function checkAll(model: Model, ledger: Ledger): Promise<void> {
  const spend = await ledger.spend("c");
  const slow = await recount(ledger, "c");
  expect(spend.map(({ droppedDraws: _, ...rest }) => rest)).toEqual(slow);
  expect((await ledger.calls("c")).map(({ call, state }) => [call, state])).toEqual(model.calls.map(({ call, state }) => [call, state]));
  expect((await ledger.progress("c")).draws).toBe(model.draws.size);
  if (model.proven === "yes") return;
  const sums = committed(spend);
  expect(sums.calls).toBeLessThanOrEqual(limits.calls);
  expect(sums.tokens).toBeLessThanOrEqual(limits.tokens);
  expect(sums.microUsd).toBeLessThanOrEqual(limits.usd * 1_000_000);
}

function command(name: string, run: (model: Model, ledger: Ledger) => Promise<void>): Command {
  return {
    check: () => true,
    run: async (model, ledger) => {
      await run(model, ledger);
      await checkAll(model, ledger);
    },
    toString: () => name,
  };
}

const reserve = fc
  .record({
    request: fc.nat(2),
    from: fc.nat(5),
    count: fc.integer({ min: 1, max: 4 }),
    boundTokens: fc.integer({ min: 20, max: 120 }),
    boundMicroUsd: fc.integer({ min: 20, max: 80 }),
    owner: fc.constantFrom("one", "two"),
    leaseMs: fc.integer({ min: 1, max: 50 }),
  })
  .map((ask) =>
    command(`reserve ${JSON.stringify(ask)}`, async (model, ledger) => {
      const { request, leaseMs, ...asked } = ask;
      const now = Date.now();
      const range = Array.from({ length: ask.count }, (_, index) => `${request}/${ask.from + index}`);
      const inTheWay = model.calls.filter((call) => call.state === "reserved" && call.request === request && overlaps(call, ask));
      const live = inTheWay.filter((call) => call.leaseUntil > now);
      const sums = committed(await recount(ledger, "c"));
      let expected: ReserveResult;
      if (range.some((name) => model.draws.has(name))) expected = { kind: "present" };
      else if (live.length > 0) expected = { kind: "busy", untilMs: Math.max(...live.map((call) => call.leaseUntil)) };
      else {
        for (const call of inTheWay) call.state = "unknown";
        if ((sums.microUsd ?? 0) + ask.boundMicroUsd > limits.usd * 1_000_000) expected = { kind: "budget", limit: "usd" };
        else if (sums.tokens + ask.boundTokens > limits.tokens) expected = { kind: "budget", limit: "tokens" };
        else if (sums.calls + 1 > limits.calls) expected = { kind: "budget", limit: "calls" };
        else {
          const call = model.calls.length + 1;
          model.calls.push({ ...asked, request, call, leaseUntil: now + leaseMs, state: "reserved", writtenOff: "no" });
          expected = { kind: "reserved", call };
        }
      }
      expect(await ledger.reserve(aReservation({ ...asked, requestKey: key(request), leaseMs }))).toEqual(expected);
    }),
  );

/** A command on the call that `pick` points at, if there is any. */
function onCall(name: string, run: (call: ModelCall, model: Model, ledger: Ledger) => Promise<void>) {
  return fc.nat(20).map((pick) =>
    command(`${name} ${pick}`, async (model, ledger) => {
      const call = model.calls[pick % Math.max(1, model.calls.length)];
      if (call !== undefined) await run(call, model, ledger);
    }),
  );
}

const settle = fc.nat(4).chain((short) =>
  onCall(`settle ${short} short`, async (call, model, ledger) => {
    const count = Math.max(0, call.count - short);
    const answer = anAnswer(
      Array.from({ length: count }, (_, index) => `${call.call}/${index}`),
      {
        promptTokens: 3,
        completionTokens: call.boundTokens - 20,
        microUsd: call.boundMicroUsd - 7,
      },
    );
    if (call.state === "failed" && call.writtenOff === "no") {
      await expect(ledger.settle(call.call, answer)).rejects.toMatchObject({ code: "conflict" });
      return;
    }
    if (call.state === "settled" && call.writtenOff === "no") {
      expect(await ledger.settle(call.call, answer)).toEqual({ kind: "repeated" });
      return;
    }
    let stored = 0;
    for (let index = 0; index < count; index++) {
      const name = `${call.request}/${call.from + index}`;
      if (model.draws.has(name)) continue;
      model.draws.set(name, call.call);
      stored++;
    }
    if (call.state === "failed") model.proven = "yes";
    call.state = "settled";
    call.writtenOff = "no";
    expect(await ledger.settle(call.call, answer)).toEqual({ kind: "settled", stored, dropped: count - stored });
    for (const draw of await ledger.draws(key(call.request), call.from, count))
      expect(draw.call).toBe(model.draws.get(`${call.request}/${draw.draw}`));
  }),
);

const fail = onCall("fail", async (call, _, ledger) => {
  if (call.state === "settled") await expect(ledger.fail(call.call, "500")).rejects.toMatchObject({ code: "conflict" });
  else {
    await ledger.fail(call.call, "500");
    call.state = "failed";
  }
});

const abandon = onCall("abandon", async (call, _, ledger) => {
  await ledger.abandon(call.call, "lost");
  if (call.state === "reserved") call.state = "unknown";
});

const renew = fc.constantFrom("one", "two").map((owner) =>
  command(`renew ${owner}`, async (model, ledger) => {
    await ledger.renewLeases(owner, 40);
    for (const call of model.calls) if (call.state === "reserved" && call.owner === owner) call.leaseUntil = Date.now() + 40;
  }),
);

const pass = fc.integer({ min: 1, max: 60 }).map((ms) => command(`${ms} ms pass`, async () => void vi.setSystemTime(Date.now() + ms)));

const expire = fc.constant(
  command("expire", async (model, ledger) => {
    const expired = model.calls.filter((call) => call.state === "reserved" && call.leaseUntil <= Date.now());
    expect(await ledger.expireLeases("c")).toBe(expired.length);
    for (const call of expired) call.state = "unknown";
  }),
);

const reconcile = fc.constantFrom("released" as const, "paid" as const).map((decision) =>
  command(`reconcile ${decision}`, async (model, ledger) => {
    const unknown = model.calls.filter((call) => call.state === "unknown");
    expect(await ledger.reconcile("c", decision)).toBe(unknown.length);
    for (const call of unknown) Object.assign(call, { state: decision === "paid" ? "settled" : "failed", writtenOff: "yes" });
  }),
);

export function commandContract(open: () => Promise<TestStore>): void {
  test("whatever is done in whatever order: answers as the model says, sums as recounted, no draw twice, the budget never passed", async () => {
    const commands = fc.commands([reserve, reserve, reserve, settle, settle, fail, abandon, renew, pass, expire, reconcile], {
      maxCommands: 60,
      size: "max",
    });
    await fc.assert(
      fc.asyncProperty(commands, async (sequence) => {
        const store = await open();
        const ledger = await store.connect();
        try {
          await ledger.createCampaign(aCampaign({ budget: limits }));
          await fc.asyncModelRun(
            () => ({ model: { calls: [], draws: new Map(), proven: "no" } satisfies Model as Model, real: ledger }),
            sequence,
          );
        } finally {
          await store.dispose();
        }
      }),
      { numRuns: 80 },
    );
  });
}
