// Long histories: a server that soon suggests to continue as new; campaign and shard then really do, and come to the same tables.
import { beforeAll, describe, expect, test } from "vitest";
import { startTemporalServer } from "../../infra/temporal-server/index.ts";
import type { SimulatedModel } from "../../infra/simulated/index.ts";
import { searchAttributes } from "../../schemas/index.ts";
import { atTheEnd, endpointModel, makeCampaign, modelServer, temporaryFolder } from "../builders.ts";
import type { TestCampaign } from "../builders.ts";
import { campaignHistories } from "./support/histories.ts";
import type { RunHistory } from "./support/histories.ts";
import { finishHere, noTemporal, temporal, temporalClient } from "./support/run.ts";
import { partHashes } from "./support/tables.ts";

const suggestAfter = 30;

describe.skipIf(noTemporal)("continue-as-new (needs a temporal executable, found or fetched)", () => {
  let server: SimulatedModel;
  let campaign: TestCampaign;
  let twin: TestCampaign;
  let outcome: Awaited<ReturnType<typeof finishHere>>;
  let histories: readonly RunHistory[];

  beforeAll(async () => {
    const temporalServer = await startTemporalServer({
      folder: await temporaryFolder(),
      executable: temporal().executable,
      ui: "none",
      searchAttributes,
      dynamicConfig: { "limit.historyCount.suggestContinueAsNew": suggestAfter },
    });
    atTheEnd(() => temporalServer.stop());
    const { address } = temporalServer;
    server = await modelServer();
    campaign = await makeCampaign({
      label: "chain",
      problems: 33,
      models: { solver: endpointModel(server.url) },
      change: {
        shardSize: 8,
        concurrency: { problems: 4 },
        strategy: { kind: "bisect", k: 2 },
        solutions: { sample: 2, gate: "off", wrong: 1, right: 1 },
      },
    });
    twin = await campaign.variant({ folder: "twin", models: { solver: endpointModel((await modelServer()).url) } });
    [outcome] = await Promise.all([finishHere(campaign, { address }), finishHere(twin)]);
    histories = await campaignHistories(await temporalClient({ address }), campaign.name);
  });

  const runsOf = (workflowId: string): readonly RunHistory[] => histories.filter((run) => run.workflowId === workflowId);

  test("the shard goes on in new runs, and none of its runs is much longer than suggested", () => {
    const runs = runsOf(`${campaign.name}/shard-00000`);
    expect(runs.length).toBeGreaterThanOrEqual(2);
    for (const { events } of runs.slice(0, -1)) {
      expect(events.at(-1)?.workflowExecutionContinuedAsNewEventAttributes).toBeDefined();
      expect(events.length).toBeLessThan(3 * suggestAfter);
    }
  });

  test("the campaign goes on in new runs and keeps its beginning and its count of shards", () => {
    const runs = runsOf(campaign.name);
    expect(runs.length).toBeGreaterThanOrEqual(2);
    expect(outcome.figures.outcomes.finished).toBe(33);
  });

  test("every problem is started once and asked about once", () => {
    const started = histories
      .filter(({ workflowId }) => workflowId.includes("/shard-"))
      .flatMap(({ events }) => events.flatMap((event) => event.startChildWorkflowExecutionInitiatedEventAttributes?.workflowId ?? []));
    expect(started.toSorted()).toEqual(campaign.problems.map(({ id }) => `${campaign.name}/${id}`).toSorted());
    expect(server.counts().repeated).toBe(0);
  });

  test("the tables are those of a run without it", async () => {
    expect(await partHashes(campaign.folder)).toEqual(await partHashes(twin.folder));
  });
});
