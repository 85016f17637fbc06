// What an operator does while a campaign runs: pause, resume, another window, another budget, cancel, Ctrl-C; afterwards it comes to the same tables.
import { beforeAll, describe, expect, test } from "vitest";
import type { Client } from "@temporalio/client";
import { readManifest } from "../../datasets/index.ts";
import type { SimulatedModel } from "../../infra/simulated/index.ts";
import { pauseSignal, progressQuery, resumeSignal, setBudgetUpdate, setConcurrencySignal } from "../../workflows/messages.ts";
import { endpointModel, makeCampaign, modelServer } from "../builders.ts";
import type { TestCampaign } from "../builders.ts";
import { eventually } from "./support/eventually.ts";
import { chainOf } from "./support/histories.ts";
import type { RunHistory } from "./support/histories.ts";
import { finishHere, noTemporal, runHere, temporalClient } from "./support/run.ts";
import { decided, readTables } from "./support/tables.ts";

/** Slow enough to be told something in the middle: a campaign of 8 problems, two at a time. */
async function slowCampaign(label: string, latencyMs = 120): Promise<{ readonly campaign: TestCampaign; readonly server: SimulatedModel }> {
  const server = await modelServer({ latencyMs });
  const campaign = await makeCampaign({
    label,
    problems: 8,
    models: { solver: endpointModel(server.url) },
    change: {
      concurrency: { problems: 2 },
      strategy: { kind: "every-step", k: 2 },
      solutions: { sample: 3, gate: "off", wrong: 1, right: 1 },
    },
  });
  return { campaign, server };
}

/** Resolves when the model server has been asked so often. */
const asked = async (server: SimulatedModel, times: number): Promise<true> =>
  eventually(() => (server.counts().received >= times ? true : null));

const sleep = async (milliseconds: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, milliseconds));

/** Most children of a run that were open at once, before and after an event of its history. */
function mostOpen({ events }: RunHistory, signal: string): { readonly before: number; readonly after: number } {
  const most = { before: 0, after: 0 };
  let open = 0;
  let phase: keyof typeof most = "before";
  for (const event of events) {
    if (event.workflowExecutionSignaledEventAttributes?.signalName === signal) phase = "after";
    if (event.startChildWorkflowExecutionInitiatedEventAttributes) open++;
    if (event.childWorkflowExecutionCompletedEventAttributes) open--;
    most[phase] = Math.max(most[phase], open);
  }
  return most;
}

/** Whether every shard and problem that runs knows of the pause and has nothing to do: from here on only another signal moves them. */
async function atRest(client: Client, { name, problems }: TestCampaign): Promise<boolean> {
  const shards = ["shard-00000", "shard-00001"];
  for (const id of [...shards, ...problems.map((problem) => problem.id)].map((child) => `${name}/${child}`)) {
    const handle = client.workflow.getHandle(id);
    // Not begun yet: nothing to rest from.
    const described = await handle.describe().catch(() => null);
    if (described === null || described.status.name !== "RUNNING") continue;
    const { pendingActivities, pendingWorkflowTask } = described.raw;
    if ((pendingActivities ?? []).length > 0 || (pendingWorkflowTask ?? null) !== null) return false;
    const { events } = await handle.fetchHistory();
    const told = (events ?? []).some((event) => event.workflowExecutionSignaledEventAttributes?.signalName === "pause");
    const started = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0]?.data ?? [];
    if (!told && !Buffer.from(started).toString().includes('"paused":true')) return false;
  }
  return true;
}

describe.skipIf(noTemporal)("an operator (needs a temporal executable, found or fetched)", { concurrent: true }, () => {
  let client: Client;
  let undisturbed: unknown;
  beforeAll(async () => {
    client = await temporalClient();
    const { campaign } = await slowCampaign("undisturbed", 0);
    await finishHere(campaign);
    undisturbed = decided(await readTables(campaign.folder));
  });

  test("pauses: calls in flight end, nothing new is asked, and after resume it comes to the same tables", async () => {
    const { campaign, server } = await slowCampaign("pause");
    const run = finishHere(campaign);
    await asked(server, 4);
    const handle = client.workflow.getHandle(campaign.name);
    await handle.signal(pauseSignal);
    await eventually(async () => ((await atRest(client, campaign)) ? true : null));
    const paused = server.counts().received;
    expect(server.counts().inFlight).toBe(0);
    const progress = await handle.query(progressQuery);
    expect(progress.phase).toBe("paused");
    await sleep(600);
    expect(server.counts().received).toBe(paused);
    await handle.signal(resumeSignal);
    const { figures, stop } = await run;
    expect(stop).toBeNull();
    expect(figures.outcomes.finished).toBe(8);
    expect(server.counts().received).toBeGreaterThan(paused);
    expect(server.counts().repeated).toBe(0);
    expect(decided(await readTables(campaign.folder))).toEqual(undisturbed);
  });

  test("changes how many problems are worked on at once", async () => {
    const { campaign, server } = await slowCampaign("window");
    const one = await campaign.variant({ concurrency: { problems: 1 }, shardSize: 8 });
    const run = finishHere(one);
    await asked(server, 3);
    await client.workflow.getHandle(one.name).signal(setConcurrencySignal, 3);
    await run;
    const [shard] = await chainOf(client, `${one.name}/shard-00000`);
    if (shard === undefined) throw new Error("The shard has no history.");
    expect(mostOpen(shard, "setConcurrency")).toEqual({ before: 1, after: 3 });
  });

  test("sets a budget that stops it, and takes it away again with the next run", async () => {
    const { campaign, server } = await slowCampaign("new-budget");
    const run = finishHere(campaign);
    await asked(server, 8);
    await client.workflow.getHandle(campaign.name).executeUpdate(setBudgetUpdate, { args: [{ calls: 20 }] });
    const { figures, stop } = await run;
    expect(stop).toEqual({ kind: "budget", limit: "calls" });
    expect(figures.calls).toBe(20);
    expect(server.counts().received).toBe(20);
    const next = await finishHere(campaign);
    expect(next.stop).toBeNull();
    expect(next.figures.outcomes.finished).toBe(8);
    expect(server.counts().repeated).toBe(0);
  });

  test("cancels: what is decided is written with its manifest, and a later run finishes without paying twice", async () => {
    const { campaign, server } = await slowCampaign("cancel");
    const run = runHere(campaign);
    await asked(server, 18);
    await client.workflow.getHandle(campaign.name).cancel();
    expect(await run).toEqual({ kind: "cancelled", folder: campaign.folder });
    const { problems } = await readTables(campaign.folder);
    expect(problems.filter(({ outcome }) => outcome === "finished").length).toBeGreaterThan(0);
    expect(problems.filter(({ outcome }) => outcome === null).length).toBeGreaterThan(0);
    const manifest = await readManifest(campaign.folder);
    expect(manifest?.tables.problems?.rows).toBe(problems.length);
    expect(manifest?.counts["outcomes"]).toMatchObject({ failed: 0 });
    const next = await finishHere(campaign);
    expect(next.figures.outcomes.finished).toBe(8);
    expect(next.figures.unknownCalls + next.figures.calls).toBeGreaterThanOrEqual(server.counts().requests);
    expect(decided(await readTables(campaign.folder))).toEqual(undisturbed);
  });

  test("Ctrl-C: running calls end and are kept, nothing is unknown, and the next run asks for the rest only", async () => {
    const { campaign, server } = await slowCampaign("interrupt");
    const interrupt = new AbortController();
    const run = runHere(campaign, { interrupt: interrupt.signal });
    await asked(server, 10);
    interrupt.abort();
    expect(await run).toEqual({ kind: "interrupted", folder: campaign.folder });
    const before = server.counts();
    expect(before.inFlight).toBe(0);
    const next = await finishHere(campaign);
    expect(next.figures).toMatchObject({ unknownCalls: 0, outcomes: { finished: 8 } });
    expect(server.counts().repeated).toBe(0);
    expect(next.figures.calls).toBe(server.counts().requests);
    expect(decided(await readTables(campaign.folder))).toEqual(undisturbed);
  });

  test("says no: nothing is begun and nothing is asked", async () => {
    const { campaign, server } = await slowCampaign("declined");
    expect(await runHere(campaign, { confirm: async () => "no" })).toEqual({ kind: "declined" });
    expect(server.counts().received).toBe(0);
    await expect(client.workflow.getHandle(campaign.name).describe()).rejects.toThrow(/not found/);
  });
});
