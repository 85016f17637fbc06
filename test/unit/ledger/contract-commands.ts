// Contract by random command sequences: a model of calls in plain objects says what the ledger must answer, and its sums must equal a recount.
import * as fc from "fast-check";
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
  readonly limits: Limits;
  readonly calls: ModelCall[];
  /** `request/draw` of every stored draw and the call that brought it. */
  readonly draws: Map<string, number>;
  /** Money known to have been paid after its call was written off as released: the one way past a budget. */
  proven: "no" | "yes";
  /** What the runs came across: they prove nothing of what they never reach. */
  readonly reached: Set<string>;
}

type Command = fc.AsyncCommand<Model, Ledger>;

/** Limits of a run, each one tight in turn. */
interface Limits {
  readonly calls: number;
  readonly tokens: number;
  readonly microUsd: number;
}
const loose: Limits = { calls: 20, tokens: 2000, microUsd: 2000 };
const limitsOfRuns: readonly Limits[] = [{ ...loose, calls: 4 }, { ...loose, tokens: 300 }, { ...loose, microUsd: 200 }, loose];

const overlaps = (a: { from: number; count: number }, b: { from: number; count: number }) =>
  a.from < b.from + b.count && b.from < a.from + a.count;

/** What must hold after every command. */
async function checkAll(model: Model, ledger: Ledger): Promise<void> {
  const spend = await ledger.spend("c");
  const slow = await recount(ledger, "c");
  expect(spend).toMatchObject(slow);
  expect((await ledger.calls("c")).map(({ call, state }) => [call, state])).toEqual(model.calls.map(({ call, state }) => [call, state]));
  expect((await ledger.progress("c")).draws).toBe(model.draws.size);
  if (model.proven === "yes") return;
  const sums = committed(spend);
  expect(sums.calls).toBeLessThanOrEqual(model.limits.calls);
  expect(sums.tokens).toBeLessThanOrEqual(model.limits.tokens);
  expect(sums.microUsd).toBeLessThanOrEqual(model.limits.microUsd);
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

interface Ask {
  readonly request: number;
  readonly from: number;
  readonly count: number;
  readonly boundTokens: number;
  readonly boundMicroUsd: number;
  readonly owner: string;
  readonly leaseMs: number;
}

async function reserve(ask: Ask, model: Model, ledger: Ledger): Promise<void> {
  const { request, leaseMs, ...asked } = ask;
  const expected = await expectedOf(ask, model, ledger);
  model.reached.add(expected.kind === "budget" ? expected.limit : expected.kind);
  expect(await ledger.reserve(aReservation({ ...asked, requestKey: key(request), leaseMs }))).toEqual(expected);
}

/** What reserve must answer; changes the model to what it is afterwards. */
async function expectedOf(ask: Ask, model: Model, ledger: Ledger): Promise<ReserveResult> {
  const now = Date.now();
  const range = Array.from({ length: ask.count }, (_, index) => `${ask.request}/${ask.from + index}`);
  if (range.some((name) => model.draws.has(name))) return { kind: "present" };
  const inTheWay = model.calls.filter((call) => call.state === "reserved" && call.request === ask.request && overlaps(call, ask));
  const live = inTheWay.filter((call) => call.leaseUntil > now);
  if (live.length > 0) return { kind: "busy", untilMs: Math.max(...live.map((call) => call.leaseUntil)) };
  for (const call of inTheWay) call.state = "unknown";
  const sums = committed(await recount(ledger, "c"));
  if ((sums.microUsd ?? 0) + ask.boundMicroUsd > model.limits.microUsd) return { kind: "budget", limit: "usd" };
  if (sums.tokens + ask.boundTokens > model.limits.tokens) return { kind: "budget", limit: "tokens" };
  if (sums.calls + 1 > model.limits.calls) return { kind: "budget", limit: "calls" };
  const call = model.calls.length + 1;
  model.calls.push({ ...ask, call, leaseUntil: now + ask.leaseMs, state: "reserved", writtenOff: "no" });
  return { kind: "reserved", call };
}

async function settle(short: number, call: ModelCall, model: Model, ledger: Ledger): Promise<void> {
  const count = Math.max(0, call.count - short);
  const answer = anAnswer(
    Array.from({ length: count }, (_, index) => `${call.call}/${index}`),
    {
      promptTokens: 3,
      completionTokens: call.boundTokens - 3 - short,
      microUsd: call.boundMicroUsd - short,
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
  const names = Array.from({ length: count }, (_, index) => `${call.request}/${call.from + index}`);
  const kept = names.filter((name) => !model.draws.has(name));
  for (const name of kept) model.draws.set(name, call.call);
  if (kept.length < count) model.reached.add("dropped");
  if (call.state === "failed") model.proven = "yes";
  call.state = "settled";
  call.writtenOff = "no";
  expect(await ledger.settle(call.call, answer)).toEqual({ kind: "settled", stored: kept.length, dropped: count - kept.length });
  const draws = await ledger.draws(key(call.request), call.from, count);
  expect(draws.map((draw) => draw.call)).toEqual(names.map((name) => model.draws.get(name)));
}

async function fail(call: ModelCall, _: Model, ledger: Ledger): Promise<void> {
  if (call.state === "settled") {
    await expect(ledger.fail(call.call, "500")).rejects.toMatchObject({ code: "conflict" });
    return;
  }
  await ledger.fail(call.call, "500");
  call.state = "failed";
}

async function abandon(call: ModelCall, _: Model, ledger: Ledger): Promise<void> {
  await ledger.abandon(call.call, "lost");
  if (call.state === "reserved") call.state = "unknown";
}

/** The lease of a call ends, another fetches its draws, and then its own answer comes: too rare a sequence to be left to chance. */
async function overtake(call: ModelCall, model: Model, ledger: Ledger): Promise<void> {
  const { request, from, count, boundTokens, boundMicroUsd, owner } = call;
  vi.setSystemTime(Math.max(Date.now(), call.leaseUntil));
  await reserve({ request, from, count, boundTokens, boundMicroUsd, owner, leaseMs: 40 }, model, ledger);
  const last = model.calls.at(-1);
  if (last !== undefined) await settle(0, last, model, ledger);
  await settle(0, call, model, ledger);
}

async function renew(owner: string, model: Model, ledger: Ledger): Promise<void> {
  await ledger.renewLeases(owner, 40);
  for (const call of model.calls) if (call.state === "reserved" && call.owner === owner) call.leaseUntil = Date.now() + 40;
}

async function expire(model: Model, ledger: Ledger): Promise<void> {
  const expired = model.calls.filter((call) => call.state === "reserved" && call.leaseUntil <= Date.now());
  expect(await ledger.expireLeases("c")).toBe(expired.length);
  for (const call of expired) call.state = "unknown";
}

async function reconcile(decision: "released" | "paid", model: Model, ledger: Ledger): Promise<void> {
  const unknown = model.calls.filter((call) => call.state === "unknown");
  expect(await ledger.reconcile("c", decision)).toBe(unknown.length);
  for (const call of unknown) Object.assign(call, { state: decision === "paid" ? "settled" : "failed", writtenOff: "yes" });
}

/** A command on the call that `pick` points at, if there is any. */
function onCall(name: string, run: (call: ModelCall, model: Model, ledger: Ledger) => Promise<void>) {
  return fc.nat(20).map((pick) =>
    command(`${name} ${pick}`, async (model, ledger) => {
      const call = model.calls[pick % Math.max(1, model.calls.length)];
      if (call !== undefined) await run(call, model, ledger);
    }),
  );
}

const asks = fc.record({
  request: fc.nat(1),
  from: fc.nat(8),
  count: fc.integer({ min: 1, max: 4 }),
  boundTokens: fc.integer({ min: 10, max: 110 }),
  boundMicroUsd: fc.integer({ min: 10, max: 70 }),
  owner: fc.constantFrom("one", "two"),
  leaseMs: fc.integer({ min: 1, max: 50 }),
});
const reserves = asks.map((ask) => command(`reserve ${JSON.stringify(ask)}`, (model, ledger) => reserve(ask, model, ledger)));
const settles = fc.nat(4).chain((short) => onCall(`settle, ${short} short,`, (call, model, ledger) => settle(short, call, model, ledger)));
const renewals = fc.constantFrom("one", "two").map((owner) => command(`renew ${owner}`, (model, ledger) => renew(owner, model, ledger)));
const passings = fc.integer({ min: 1, max: 40 }).map((ms) => command(`${ms} ms pass`, async () => void vi.setSystemTime(Date.now() + ms)));
const decisions = fc
  .constantFrom("released" as const, "paid" as const)
  .map((decision) => command(`reconcile as ${decision}`, (model, ledger) => reconcile(decision, model, ledger)));
// Those that come up more often stand here more often.
const onCalls = [settles, settles, onCall("fail", fail), onCall("abandon", abandon), onCall("overtake", overtake)];
const all = [reserves, reserves, reserves, reserves, ...onCalls, renewals, passings, decisions, fc.constant(command("expire", expire))];

export function commandContract(open: () => Promise<TestStore>): void {
  test("whatever is done in whatever order: answers as the model says, sums as recounted, no draw twice, the budget never passed", async () => {
    const reached: Model["reached"] = new Set();
    const run = async (limits: Limits, sequence: Iterable<Command>): Promise<void> => {
      const store = await open();
      const ledger = await store.connect();
      try {
        const { calls, tokens, microUsd } = limits;
        await ledger.createCampaign(aCampaign({ budget: { calls, tokens, usd: microUsd / 1_000_000 } }));
        const model: Model = { limits, calls: [], draws: new Map(), proven: "no", reached };
        await fc.asyncModelRun(() => ({ model, real: ledger }), sequence);
      } finally {
        await store.dispose();
      }
    };
    await fc.assert(fc.asyncProperty(fc.constantFrom(...limitsOfRuns), fc.commands(all, { maxCommands: 60, size: "max" }), run), {
      numRuns: 60,
    });
    expect([...reached].sort()).toEqual(["busy", "calls", "dropped", "present", "reserved", "tokens", "usd"]);
  }, 60_000);
}
