// regrade: the ledger's texts under the current checker, without a call; what the new grades lead elsewhere is gone on with by the next run.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeAll, describe, expect, test } from "vitest";
import { graderVersion } from "../../activities/index.ts";
import { regradeCampaign } from "../../infra/regrade-campaign.ts";
import type { RegradeReport } from "../../infra/regrade-campaign.ts";
import type { SimulatedModel } from "../../infra/simulated/index.ts";
import { endpointModel, makeCampaign, modelServer } from "../builders.ts";
import type { TestCampaign } from "../builders.ts";
import { finishHere, noTemporal } from "./support/run.ts";
import { partHashes } from "./support/tables.ts";

describe.skipIf(noTemporal)("a campaign whose answers another checker graded (needs a temporal executable, found or fetched)", () => {
  let server: SimulatedModel;
  let campaign: TestCampaign;
  let hashes: Readonly<Record<string, string>>;

  const change = (sql: string): number => {
    const database = new DatabaseSync(join(campaign.folder, "ledger.sqlite"));
    try {
      return Number(database.prepare(sql).run().changes);
    } finally {
      database.close();
    }
  };
  const regrade = (): Promise<RegradeReport> => regradeCampaign(campaign.file, { signal: new AbortController().signal });
  const counts = async (): Promise<Record<string, unknown>> =>
    (JSON.parse(await readFile(join(campaign.folder, "manifest.json"), "utf8")) as { counts: Record<string, unknown> }).counts;

  beforeAll(async () => {
    server = await modelServer();
    campaign = await makeCampaign({ label: "regrade", problems: 6, models: { solver: endpointModel(server.url) } });
    await finishHere(campaign);
    hashes = await partHashes(campaign.folder);
  });

  test("gets the same tables from the same texts, without a call, and keeps the older grades", async () => {
    const { received } = server.counts();
    const graded = change("UPDATE grades SET grader = 'older'");
    const report = await regrade();
    expect(report).toMatchObject({ problems: 6, grades: graded, stale: [] });
    expect(await partHashes(campaign.folder)).toEqual(hashes);
    expect(await counts()).toMatchObject({ graders: [graderVersion], staleProblems: { count: 0 } });
    expect(change("UPDATE grades SET grader = 'older' WHERE grader = 'older'")).toBe(graded);
    expect(server.counts().received).toBe(received);
  });

  test("a second time there is nothing to grade", async () => {
    expect(await regrade()).toMatchObject({ grades: 0, stale: [] });
  });

  test("a problem that the grades lead elsewhere is named in the manifest and gone on with by the next run", async () => {
    const [, first] = [
      change("UPDATE problems SET outcome = 'quarantined', reason = 'as an older checker saw it' WHERE row = 0"),
      await regrade(),
    ];
    expect(first.stale).toHaveLength(1);
    expect(await counts()).toMatchObject({ staleProblems: { count: 1, first: first.stale }, outcomes: { finished: 5, quarantined: 0 } });
    const outcome = await finishHere(campaign);
    expect(outcome.figures.outcomes.finished).toBe(6);
    expect(await counts()).toMatchObject({ staleProblems: { count: 0 } });
    expect(await partHashes(campaign.folder)).toEqual(hashes);
  });
});
