// Several processes on one ledger file: exactly one gets the last call of a budget and the same draws, and a killed one leaves exact sums.
import { fork, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Ledger, ReserveResult } from "../../../ledger/index.ts";
import type { RacerOrder } from "./racer.ts";
import { recount } from "./recount.ts";
import { aCampaign } from "./samples.ts";
import { sqliteStore } from "./sqlite-store.ts";
import type { SqliteStore } from "./sqlite-store.ts";

const rounds = 150;
let store: SqliteStore;
let ledger: Ledger;
let racers: ChildProcess[] = [];

beforeEach(async () => {
  store = await sqliteStore();
  ledger = await store.connect();
  racers = ["one", "two"].map((owner) => fork(new URL("racer.ts", import.meta.url), [store.path, owner]));
  await Promise.all(racers.map((racer) => once(racer, "message")));
});
afterEach(async () => {
  for (const racer of racers) racer.kill("SIGKILL");
  const living = racers.filter((racer) => racer.exitCode === null && racer.signalCode === null);
  await Promise.all(living.map((racer) => once(racer, "exit")));
  await store.dispose();
});

async function race(by: "budget" | "draws"): Promise<ReserveResult["kind"][][]> {
  const order: RacerOrder = { kind: "race", by, rounds, startAt: Date.now() + 50, everyMs: 3 };
  const answers = await Promise.all(
    racers.map(async (racer) => {
      racer.send(order);
      const [results] = (await once(racer, "message")) as [ReserveResult["kind"][]];
      return results;
    }),
  );
  return Array.from({ length: rounds }, (_, round) => answers.map((results) => results[round] ?? "present").sort());
}

test("of two processes that race for the last call of a budget exactly one gets it, in every round", async () => {
  const names = Array.from({ length: rounds }, (_, round) => `budget-${round}`);
  await Promise.all(names.map((campaign) => ledger.createCampaign(aCampaign({ campaign, budget: { calls: 1 } }))));
  expect(await race("budget")).toEqual(names.map(() => ["budget", "reserved"]));
  for (const campaign of names) expect(await ledger.calls(campaign)).toHaveLength(1);
});

test("of two processes that race for overlapping draws of a request exactly one gets them, in every round", async () => {
  await ledger.createCampaign(aCampaign({ campaign: "draws" }));
  expect(await race("draws")).toEqual(Array.from({ length: rounds }, () => ["busy", "reserved"]));
  expect((await ledger.spend("draws"))[0]?.reserved.calls).toBe(rounds);
});

test("processes killed at work leave every settled draw, exact sums, and at most one call each unsettled", async () => {
  await ledger.createCampaign(aCampaign());
  for (const racer of racers) racer.send({ kind: "work" } satisfies RacerOrder);
  while ((await ledger.progress("c")).draws < 200) await sleep(5);
  for (const racer of racers) racer.kill("SIGKILL");
  await Promise.all(racers.map((racer) => once(racer, "exit")));

  const again = await store.connect();
  await sleep(2);
  const lost = await again.expireLeases("c");
  expect(lost).toBeLessThanOrEqual(2);
  const [spend] = await again.spend("c");
  expect(await again.spend("c")).toMatchObject(await recount(again, "c"));
  expect(spend).toMatchObject({ unknown: { calls: lost }, reserved: { calls: 0 }, failedCalls: 0 });
  for (const { state, requestKey } of await again.calls("c"))
    expect(await again.draws(requestKey, 0, 4)).toHaveLength(state === "settled" ? 2 : 0);
  expect((await again.progress("c")).draws).toBe(2 * (spend?.settled.calls ?? 0));
});

test("a process that cannot write any further says so in one sentence, and every answer that it had settled is there", async () => {
  await ledger.createCampaign(aCampaign());
  // A limit on the size of a file stands for a failing disk: 1,500 blocks of 1,024 bytes.
  const limited = [
    "-c",
    'ulimit -f 1500 && exec "$0" "$@"',
    process.execPath,
    fileURLToPath(new URL("racer.ts", import.meta.url)),
    store.path,
    "limited",
  ];
  const racer = spawn("bash", limited, { stdio: ["ignore", "ignore", "pipe", "ipc"] });
  racers.push(racer);
  let errors = "";
  racer.stderr?.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  await once(racer, "message");
  racer.send({ kind: "work" } satisfies RacerOrder);
  await once(racer, "close");
  expect(errors).toContain(`Reading or writing the ledger ${store.path} failed; check its disk, then run again, what was stored is kept.`);

  const calls = await ledger.calls("c");
  expect(calls.length).toBeGreaterThan(10);
  expect(calls.filter(({ state }) => state !== "settled").length).toBeLessThanOrEqual(1);
  for (const { state, requestKey } of calls) expect(await ledger.draws(requestKey, 0, 4)).toHaveLength(state === "settled" ? 2 : 0);
  expect(await ledger.spend("c")).toMatchObject(await recount(ledger, "c"));
});
