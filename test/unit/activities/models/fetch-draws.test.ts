// Draws through the ledger: nothing asked twice, nothing lost, every failure booked as what it was.
import { ApplicationFailure } from "@temporalio/common";
import { afterEach, describe, expect, test } from "vitest";
import { fetchDraws } from "../../../../activities/models/index.ts";
import type { FetchResult, ModelAccess } from "../../../../activities/models/index.ts";
import { ask, openSetting, wires } from "./setting.ts";
import type { Setting } from "./setting.ts";

let setting: Setting | undefined;
afterEach(() => setting?.close());

async function open(...parts: Parameters<typeof openSetting>): Promise<Setting> {
  setting = await openSetting(...parts);
  return setting;
}

const texts = (result: FetchResult) => (result.kind === "draws" ? result.draws.map(({ text }) => text) : []);

async function failureOf(work: Promise<unknown>): Promise<ApplicationFailure> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  if (!(error instanceof ApplicationFailure)) throw new Error(`It came to ${String(error)}.`);
  return error;
}

const states = async ({ ledger }: Setting) => (await ledger.calls("campaign")).map(({ state, from, count }) => ({ state, from, count }));

describe.each(wires)("fetchDraws over the %s wire", (wire) => {
  test("brings all draws in order, settles exactly what the server counted, and reads them the next time", async () => {
    const { access, ledger, server } = await open();
    const first = await fetchDraws(access(wire), ask(wire, 0, 6));
    expect(first).toMatchObject({ kind: "draws", reused: 0 });
    expect(first.kind === "draws" && first.draws.map(({ draw }) => draw)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(server.counts().requests).toBe(wire === "anthropic" ? 6 : 1);
    const again = await fetchDraws(access(wire), ask(wire, 0, 6));
    expect(again).toEqual({ ...first, reused: 6 });
    const counted = server.counts();
    expect(counted.requests).toBe(wire === "anthropic" ? 6 : 1);
    const [spend] = await ledger.spend("campaign");
    expect(spend?.settled).toMatchObject({
      calls: counted.requests,
      promptTokens: counted.promptTokens,
      completionTokens: counted.completionTokens,
      microUsd: counted.promptTokens + 2 * counted.completionTokens,
    });
    expect(spend?.reserved.calls).toBe(0);
  });

  test("asks only for what is missing", async () => {
    const { access, server } = await open();
    await fetchDraws(access(wire), ask(wire, 0, 2));
    const result = await fetchDraws(access(wire), ask(wire, 0, 5));
    expect(result).toMatchObject({ kind: "draws", reused: 2 });
    expect(server.counts().choices).toBe(5);
  });
});

describe("fetchDraws", () => {
  test("the bytes of a draw do not depend on failures on the way", async () => {
    const calm = await open();
    const wanted = texts(await fetchDraws(calm.access("chat"), ask("chat", 0, 8)));
    await calm.close();
    const rough = await open({
      script: [
        { request: 1, fault: "server_error" },
        { request: 2, fault: "malformed" },
      ],
    });
    const access = rough.access("chat");
    await failureOf(fetchDraws(access, ask("chat", 0, 8)));
    await failureOf(fetchDraws(access, ask("chat", 0, 8)));
    expect(texts(await fetchDraws(access, ask("chat", 0, 8)))).toEqual(wanted);
    expect(await states(rough)).toEqual(["failed", "unknown", "settled"].map((state) => ({ state, from: 0, count: 8 })));
  });

  test("two that ask at once share one call", async () => {
    const { access, server } = await open({ latencyMs: 60 });
    const [one, two] = await Promise.all([fetchDraws(access("chat"), ask("chat", 0, 4)), fetchDraws(access("chat"), ask("chat", 0, 4))]);
    expect(texts(two)).toEqual(texts(one));
    expect(server.counts()).toMatchObject({ requests: 1, choices: 4 });
    const reused = [one, two].map((result) => (result.kind === "draws" ? result.reused : -1)).toSorted((a, b) => a - b);
    expect(reused).toEqual([0, 4]);
  });

  test("a short reply leaves the rest to a next call, whose draws are the next ones", async () => {
    const opened = await open({ script: [{ request: 1, fault: "short" }] });
    const result = await fetchDraws(opened.access("chat"), ask("chat", 0, 8));
    expect(texts(result)).toHaveLength(8);
    const calls = await states(opened);
    expect(calls).toHaveLength(2);
    expect(calls[0]).toMatchObject({ from: 0, count: 8, state: "settled" });
    expect((calls[1]?.from ?? 0) + (calls[1]?.count ?? 0)).toBe(8);
    expect(calls[1]?.from).toBeGreaterThan(0);
  });

  test("an endpoint that answers without a draw is given up after three calls, all of them booked", async () => {
    const opened = await open();
    const empty: ModelAccess = {
      ...opened.access("chat"),
      client: { drawsPerCall: 64, complete: async () => ({ draws: [], promptTokens: 5, completionTokens: 0 }) },
    };
    expect(await failureOf(fetchDraws(empty, ask("chat", 0, 2)))).toMatchObject({ type: "Model.Malformed", nonRetryable: false });
    expect((await states(opened)).map(({ state }) => state)).toEqual(["settled", "settled", "settled"]);
  });

  test("when one call of a round fails, the others are settled first", async () => {
    const { access, ledger } = await open({ script: [{ request: 2, fault: "drop_during" }] });
    const failure = await failureOf(fetchDraws(access("anthropic"), ask("anthropic", 0, 4)));
    expect(failure).toMatchObject({ type: "Model.Connection", nonRetryable: false });
    expect(await ledger.draws("request", 0, 4)).toHaveLength(3);
    expect(await fetchDraws(access("anthropic"), ask("anthropic", 0, 4))).toMatchObject({ kind: "draws", reused: 3 });
  });

  test("a failure that no retry mends wins, and calls that have not begun do not begin", async () => {
    const { access, server } = await open({ script: [{ request: 1, fault: "quota" }], latencyMs: 20 });
    const failure = await failureOf(fetchDraws(access("anthropic"), ask("anthropic", 0, 40)));
    expect(failure).toMatchObject({ type: "Model.Quota", nonRetryable: true });
    expect(server.counts().received).toBeLessThan(40);
  });

  test("a 429 is benign, and its wait is Temporal's next delay", async () => {
    const { access } = await open({ script: [{ request: 1, fault: "rate_limit" }], retryAfter: { milliseconds: 4000 } });
    expect(await failureOf(fetchDraws(access("chat"), ask("chat", 0, 2)))).toMatchObject({
      type: "Model.RateLimited",
      nonRetryable: false,
      nextRetryDelay: 4000,
      category: "BENIGN",
    });
  });

  test("a refused reservation is a result, nothing is asked, and nothing stays reserved", async () => {
    const { access, ledger, server } = await open({}, { calls: 0 });
    expect(await fetchDraws(access("chat"), ask("chat", 0, 2))).toEqual({ kind: "budget", limit: "calls" });
    expect(server.counts().received).toBe(0);
    expect((await ledger.spend("campaign"))[0]?.reserved.calls ?? 0).toBe(0);
  });

  test("a budget that ends inside a request keeps what came before", async () => {
    const { access, ledger, server } = await open({}, { calls: 3 });
    expect(await fetchDraws(access("anthropic"), ask("anthropic", 0, 5))).toEqual({ kind: "budget", limit: "calls" });
    expect(server.counts().requests).toBe(3);
    expect(await ledger.draws("request", 0, 5)).toHaveLength(3);
  });

  test("a bound in flight that is larger than what is used does not end the budget too early", async () => {
    // Five calls do not fit in by their bounds, but by what they use.
    const { access, ledger } = await open({ latencyMs: 5 }, { tokens: 1000 });
    const result = await fetchDraws(access("anthropic"), ask("anthropic", 0, 5));
    expect(result).toMatchObject({ kind: "draws", reused: 0 });
    const [spend] = await ledger.spend("campaign");
    expect(spend?.settled.calls).toBe(5);
    expect(spend?.settled.tokens).toBeLessThanOrEqual(1000);
  });

  test("an abort in flight throws the signal's reason, and the call stands as unknown at its bound", async () => {
    const opened = await open({ latencyMs: 60_000 });
    const stop = new AbortController();
    const work = fetchDraws(opened.access("chat"), { ...ask("chat", 0, 2), signal: stop.signal });
    setTimeout(() => stop.abort(new Error("cancelled")), 50);
    await expect(work).rejects.toThrow("cancelled");
    expect(await states(opened)).toEqual([{ state: "unknown", from: 0, count: 2 }]);
  });

  test("an abort before anything began leaves no trace", async () => {
    const opened = await open();
    await expect(
      fetchDraws(opened.access("chat"), { ...ask("chat", 0, 2), signal: AbortSignal.abort(new Error("early")) }),
    ).rejects.toThrow("early");
    expect(await states(opened)).toEqual([]);
  });

  test("a client that breaks in its own way is not taken for a failed call", async () => {
    const opened = await open();
    const complete = () => Promise.reject(new TypeError("a bug"));
    const broken: ModelAccess = { ...opened.access("chat"), client: { drawsPerCall: 64, complete } };
    await expect(fetchDraws(broken, ask("chat", 0, 2))).rejects.toThrow("a bug");
    expect(await states(opened)).toEqual([{ state: "unknown", from: 0, count: 2 }]);
  });
});
