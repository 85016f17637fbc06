// The same command again: what is finished is skipped, what was removed is written again from the ledger, and no draw is paid for twice.
import { cp, mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Client } from "@temporalio/client";
import type { SimulatedModel } from "../../infra/simulated/index.ts";
import { endpointModel, makeCampaign, modelServer, uniqueName } from "../builders.ts";
import type { TestCampaign } from "../builders.ts";
import { chainOf, childrenOf } from "./support/histories.ts";
import { finishHere, noTemporal, temporalClient } from "./support/run.ts";
import { partHashes, readTables } from "./support/tables.ts";

describe.skipIf(noTemporal)("a campaign that is run again (needs a temporal executable, found or fetched)", () => {
  let client: Client;
  let server: SimulatedModel;
  let campaign: TestCampaign;
  let hashes: Readonly<Record<string, string>>;
  let received: number;
  let manifest: string;

  beforeAll(async () => {
    client = await temporalClient();
    server = await modelServer();
    campaign = await makeCampaign({ label: "again", problems: 8, models: { solver: endpointModel(server.url) } });
    await finishHere(campaign);
    hashes = await partHashes(campaign.folder);
    manifest = await readFile(join(campaign.folder, "manifest.json"), "utf8");
    ({ received } = server.counts());
  });

  test("pays nothing, starts no shard and leaves every file as it was", async () => {
    const outcome = await finishHere(campaign);
    expect(outcome.figures.outcomes.finished).toBe(8);
    expect(server.counts().received).toBe(received);
    const [run] = await chainOf(client, campaign.name);
    expect(run === undefined ? null : childrenOf(run)).toEqual([]);
    expect(await partHashes(campaign.folder)).toEqual(hashes);
    expect(await readFile(join(campaign.folder, "manifest.json"), "utf8")).toBe(manifest);
  });

  test("writes removed parts again, the same bytes, without a call", async () => {
    expect(Object.keys(hashes)).toHaveLength(10);
    await rm(join(campaign.folder, "data", "steps", "part-00001.parquet"));
    await rm(join(campaign.folder, "data", "rollouts"), { recursive: true });
    await rm(join(campaign.folder, "manifest.json"));
    await finishHere(campaign);
    expect(await partHashes(campaign.folder)).toEqual(hashes);
    expect(await readFile(join(campaign.folder, "manifest.json"), "utf8")).toBe(manifest);
    expect(server.counts().received).toBe(received);
  });

  test("reads the ledger's draws for another strategy and name: bisect after every-step asks for nothing new", async () => {
    const name = uniqueName("relabelled");
    const other = await campaign.variant({ name, folder: "other", strategy: { kind: "bisect", k: 4, probe: "wrong" } });
    await mkdir(other.folder, { recursive: true });
    for (const file of ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"])
      await cp(join(campaign.folder, file), join(other.folder, file)).catch(() => undefined);
    const outcome = await finishHere(other);
    expect(outcome.figures).toMatchObject({ calls: 0, tokens: 0, settledMicroUsd: 0 });
    expect(server.counts().received).toBe(received);
    const [before, after] = await Promise.all([readTables(campaign.folder), readTables(other.folder)]);
    expect(after.solutions.map(({ text }) => text)).toEqual(before.solutions.map(({ text }) => text));
    expect(after.rollouts.length).toBeLessThan(before.rollouts.length);
    const everyStep = new Map(before.solutions.map(({ solution_id, first_error }) => [solution_id, first_error]));
    const bisected = after.solutions.filter(({ first_error, outcome: graded }) => first_error !== null && graded === "wrong");
    expect(bisected.length).toBeGreaterThan(3);
    for (const { solution_id, first_error } of bisected) expect(first_error).toBe(everyStep.get(solution_id));
  });

  test("refuses another strategy under the same name with the difference, and pays nothing", async () => {
    const changed = await campaign.variant({ strategy: { kind: "every-step", k: 5 } });
    await expect(finishHere(changed)).rejects.toThrow(/has begun with another configuration.*\n\s+strategy\.k: 4 -> 5/s);
    expect(server.counts().received).toBe(received);
  });

  test("takes another window, price and attempts under the same name", async () => {
    const changed = await campaign.variant({
      concurrency: { problems: 3 },
      models: { solver: endpointModel(server.url, { price: "unknown", maximumAttempts: 2 }) },
    });
    expect((await finishHere(changed)).figures.outcomes.finished).toBe(8);
    expect(server.counts().received).toBe(received);
  });

  test("two campaigns at once on one server, with models of the same alias, keep to their own folders", async () => {
    const two = await Promise.all(
      ["one", "other"].map((label) => makeCampaign({ label, problems: 4, models: { solver: endpointModel(server.url) } })),
    );
    const outcomes = await Promise.all(two.map((each) => finishHere(each)));
    expect(outcomes.map(({ figures }) => figures.outcomes.finished)).toEqual([4, 4]);
    for (const { folder, name } of two) {
      const { problems } = await readTables(folder);
      expect(new Set(problems.map((row) => row.campaign))).toEqual(new Set([name]));
    }
  });

  test("a second run of the same campaign at the same time is refused", async () => {
    const slow = await makeCampaign({ problems: 4, models: { solver: endpointModel((await modelServer({ latencyMs: 200 })).url) } });
    const both = await Promise.allSettled([finishHere(slow), finishHere(slow)]);
    const refused = both.flatMap((result) => (result.status === "rejected" ? [(result.reason as Error).message] : []));
    expect(refused).toEqual([expect.stringContaining(`Campaign ${slow.name} is being run by another process`)]);
    const finished = both.flatMap((result) => (result.status === "fulfilled" ? [result.value.figures.outcomes.finished] : []));
    expect(finished).toEqual([4]);
  });
});
