// Several processes on one ledger: further workers of `steplabel worker` share a campaign with its run, and one that is killed is made up for.
import { beforeAll, describe, expect, test } from "vitest";
import type { SimulatedModel } from "../../infra/simulated/index.ts";
import type { CampaignFigures } from "../../schemas/index.ts";
import { endpointModel, makeCampaign, modelServer } from "../builders.ts";
import type { TestCampaign } from "../builders.ts";
import { steplabel } from "./support/command-line.ts";
import type { CommandLine } from "./support/command-line.ts";
import { eventually } from "./support/eventually.ts";
import { inFlightOf } from "./support/in-flight.ts";
import { finishHere, noTemporal, temporal } from "./support/run.ts";
import { partHashes, readTables } from "./support/tables.ts";
import type { Rows } from "./support/tables.ts";

const problems = 24;

describe.skipIf(noTemporal)("two worker processes and a run on one ledger (needs a temporal executable, found or fetched)", () => {
  let campaign: TestCampaign;
  let server: SimulatedModel;
  let figures: CampaignFigures;
  let rows: Rows;
  let undisturbed: Readonly<Record<string, string>>;
  let inFlightAtKill: number;
  let endOfWorker: number | null;

  const worker = (place: TestCampaign): CommandLine =>
    steplabel(["worker", place.path, "--json"], place.path, {
      environment: { TEMPORAL_ADDRESS: temporal().address },
      through: "program",
    });
  const serving = async ({ events, child, notes }: CommandLine): Promise<true> =>
    eventually(() => {
      if (child.exitCode !== null) throw new Error(notes());
      return events.some(({ kind }) => kind === "serving") ? true : null;
    });

  beforeAll(async () => {
    server = await modelServer({ latencyMs: 100 });
    const change = { shardSize: 12, concurrency: { problems: 8 } };
    const models = (url: string) => ({ solver: endpointModel(url, { concurrency: 4 }) });
    campaign = await makeCampaign({ label: "shared", problems, models: models(server.url), change });
    const workers = [worker(campaign), worker(campaign)] as const;
    await Promise.all(workers.map(serving));
    const run = finishHere(campaign);
    await eventually(() => (server.counts().received >= 40 ? true : null));
    const [killed, kept] = workers;
    killed.child.kill("SIGKILL");
    await killed.ended;
    inFlightAtKill = await inFlightOf(campaign, killed.child.pid);
    ({ figures } = await run);
    kept.child.kill("SIGINT");
    endOfWorker = await kept.ended;
    rows = await readTables(campaign.folder);
    const twin = await campaign.variant({ folder: "twin", models: models((await modelServer()).url) });
    await finishHere(twin);
    undisturbed = await partHashes(twin.folder);
  });

  test("every process has made calls, under a name of its own", () => {
    const owners = new Map<string, number>();
    for (const { owner } of rows.calls) owners.set(owner, (owners.get(owner) ?? 0) + 1);
    expect(owners.size).toBe(3);
    expect(Math.min(...owners.values())).toBeGreaterThanOrEqual(3);
  });

  test("no problem is lost or doubled, and the tables are those of one process", async () => {
    expect(figures.outcomes).toMatchObject({ finished: problems, failed: 0 });
    expect(rows.problems).toHaveLength(problems);
    expect(await partHashes(campaign.folder)).toEqual(undisturbed);
  });

  test("no draw is asked for twice, but those in flight of the killed process", () => {
    expect(server.counts().repeated).toBeLessThanOrEqual(inFlightAtKill);
    expect(figures.unknownCalls).toBeLessThanOrEqual(inFlightAtKill);
    expect(figures.calls).toBeLessThanOrEqual(server.counts().requests);
    expect(figures.calls + figures.unknownCalls).toBeGreaterThanOrEqual(server.counts().requests);
  });

  test("a worker that is told to stop ends with 0", () => {
    expect(endOfWorker).toBe(0);
  });
});
