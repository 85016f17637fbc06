// What a campaign leaves on the Temporal server: ids, attributes and summaries for a reader, small numbers for the workflows, and no text.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Client } from "@temporalio/client";
import { progressQuery } from "../../workflows/messages.ts";
import type { CampaignProgress } from "../../workflows/messages.ts";
import { simulatedProblems } from "../../infra/simulated/index.ts";
import { openSqliteLedger } from "../../ledger/index.ts";
import { endpointModel, makeCampaign, modelServer } from "../builders.ts";
import type { TestCampaign } from "../builders.ts";
import { campaignHistories, chainOf, childrenOf, contentsOf } from "./support/histories.ts";
import type { RunHistory } from "./support/histories.ts";
import { eventually } from "./support/eventually.ts";
import { finishHere, noTemporal, temporalClient } from "./support/run.ts";
import { readTables } from "./support/tables.ts";

const largestPayload = 4096;

describe.skipIf(noTemporal)("a campaign as Temporal sees it (needs a temporal executable, found or fetched)", () => {
  let client: Client;
  let watched: TestCampaign;
  let large: TestCampaign;
  let seen: { readonly progress: CampaignProgress; readonly details: string; readonly problemDetails: string };
  let histories: readonly RunHistory[];

  beforeAll(async () => {
    client = await temporalClient();
    const server = await modelServer({ latencyMs: 100, faults: { server_error: 0.03 } });
    // A full page (40 rows) of the longest ids that there may be.
    const problems = simulatedProblems({ seed: 3, count: 45, steps: [1, 2] }).map((problem, index) => ({
      ...problem,
      id: `${String(index).padStart(3, "0")}-${"long".repeat(15)}`,
    }));
    [watched, large] = await Promise.all([
      makeCampaign({
        label: "watched",
        problems: 6,
        models: { solver: endpointModel(server.url) },
        change: { shardSize: 3, concurrency: { problems: 2 }, strategy: { kind: "every-step", k: 2 } },
      }),
      makeCampaign({
        label: "large",
        problems,
        models: { solver: endpointModel(server.url) },
        change: { shardSize: 200, strategy: { kind: "bisect", k: 2 }, solutions: { sample: 3, gate: "off", wrong: 1, right: 1 } },
      }),
    ]);
    const ended = Promise.all([finishHere(watched), finishHere(large)]);
    seen = await watch(client, watched);
    await ended;
    histories = (await Promise.all([watched, large].map(({ name }) => campaignHistories(client, name)))).flat();
  });

  test("campaign, shards and problems have ids that a reader can tell", () => {
    const ids = histories.map(({ workflowId }) => workflowId).filter((id) => id.startsWith(watched.name));
    expect(new Set(ids)).toEqual(
      new Set([
        watched.name,
        `${watched.name}/shard-00000`,
        `${watched.name}/shard-00001`,
        ...watched.problems.map(({ id }) => `${watched.name}/${id}`),
      ]),
    );
  });

  test("search attributes find the campaign, its phase and the outcome of its problems", async () => {
    const attributesOf = async (id: string): Promise<Readonly<Record<string, unknown>>> => {
      const { typedSearchAttributes } = await client.workflow.getHandle(id).describe();
      return Object.fromEntries(typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]));
    };
    const shared = { StepLabelCampaign: watched.name, StepLabelStrategy: "every-step", StepLabelModel: "solver" };
    expect(await attributesOf(watched.name)).toMatchObject({ ...shared, StepLabelPhase: "finished" });
    expect(await attributesOf(`${watched.name}/shard-00001`)).toMatchObject(shared);
    expect(await attributesOf(`${watched.name}/${watched.problems[0]?.id ?? ""}`)).toMatchObject({
      ...shared,
      StepLabelOutcome: "finished",
    });
    const query = `StepLabelCampaign = "${watched.name}" AND WorkflowType = "problem" AND StepLabelOutcome = "finished"`;
    await expect.poll(async () => (await client.workflow.count(query)).count, { timeout: 10_000 }).toBe(6);
  });

  test("every workflow and every activity but the campaign's own has a summary of one short line", async () => {
    const summaries = new Map<string, string | undefined>();
    for (const { workflowId, events } of histories)
      for (const event of events) {
        const type = event.activityTaskScheduledEventAttributes?.activityType?.name;
        const data = event.userMetadata?.summary?.data;
        const summary = data === null || data === undefined ? undefined : (JSON.parse(Buffer.from(data).toString()) as string);
        if (type !== null && type !== undefined) summaries.set(`${workflowId} ${type} ${summary ?? ""}`, summary);
      }
    const named = [...summaries].filter(([key]) => /openProblem|runRound|loadPage|writeShard|recordOutcomes/.test(key));
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter(([, summary]) => !/^[^\n]{5,200}$/.test(summary ?? ""))).toEqual([]);
    const described = await client.workflow.getHandle(`${watched.name}/shard-00001`).describe();
    expect(await described.staticSummary()).toBe(`Shard 2 of 2 of campaign ${watched.name}`);
    const problem = await client.workflow.getHandle(`${watched.name}/${watched.problems[0]?.id ?? ""}`).describe();
    expect(await problem.staticSummary()).toBe(`Problem ${watched.problems[0]?.id ?? ""}: every-step, k = 2`);
  });

  test("while it runs, the campaign's details are a markdown table of progress, spend and rate", () => {
    const lines = seen.details.split("\n");
    expect(lines.slice(0, 2)).toEqual([`| Campaign ${watched.name} | |`, "|---|---|"]);
    for (const line of lines) expect(line).toMatch(/^\|[^|]*\|[^|]*\|$/);
    expect(seen.details).toMatch(/\| Phase \| labelling \|/);
    expect(seen.details).toMatch(/\| Shards \| 1 of 2 finished, open: [01] \|/);
    expect(seen.details).toMatch(/\| Problems \| [1-6] of [3-6] read so far \|/);
    expect(seen.details).toMatch(/\| Rate \| \d+\.\d problems a minute, \d+\.\d draws a second \|/);
    expect(seen.details).toMatch(/\| Spend \| \$0\.\d{4} \|/);
  });

  test("while it runs, a problem's details are a table of its solutions and counts", () => {
    expect(seen.problemDetails).toMatch(/^\| Problem simulated-5-\d \| \|\n\|---\|---\|\n/);
    expect(seen.problemDetails).toMatch(/\| Root \| \d of \d sampled solutions right, 0 invalid \|/);
    expect(seen.problemDetails).toMatch(/\| Solution \d \| (right|wrong), \d steps; /);
  });

  test("the progress query answers with shards, phase and figures", () => {
    expect(seen.progress).toMatchObject({ phase: "labelling", shards: 2, finishedShards: 1, openShards: [expect.any(Number)], stop: null });
    expect(seen.progress.figures?.outcomes.finished).toBeGreaterThanOrEqual(1);
    expect(seen.progress.figures?.calls).toBeGreaterThan(0);
  });

  test("no payload of any history is above 4 KB, with the longest ids and full pages too", () => {
    const sizes = histories.flatMap(({ events }) => [...contentsOf(events)]);
    // The walk has really met inputs, results and failures.
    const pages = histories.flatMap(({ workflowId, events }) =>
      workflowId.endsWith("shard-00000") ? events.filter((event) => event.activityTaskCompletedEventAttributes) : [],
    );
    expect(pages.length).toBeGreaterThan(0);
    expect(Math.max(...sizes.map(({ bytes }) => bytes))).toBeGreaterThan(2500);
    expect(sizes.filter(({ bytes }) => bytes > largestPayload)).toEqual([]);
  });

  test("no history holds a question, a solution, a step or a rollout", async () => {
    const texts = new Set<string>();
    for (const campaign of [watched, large]) {
      const rows = await readTables(campaign.folder);
      for (const { question } of campaign.problems) texts.add(question);
      for (const { text } of [...rows.solutions, ...rows.steps, ...rows.rollouts])
        for (const line of text.split("\n")) if (line.trim().length > 8) texts.add(line.trim());
    }
    expect(texts.size).toBeGreaterThan(300);
    const written = histories.flatMap(({ events }) => [...contentsOf(events)].map(({ text }) => text)).join("\n");
    expect(written.length).toBeGreaterThan(50_000);
    expect([...texts].filter((text) => written.includes(text) || written.includes(JSON.stringify(text).slice(1, -1)))).toEqual([]);
    // Nor a part of one: what every step of the simulated reasoner and every prompt says.
    expect(written).not.toMatch(/Step \d+:|Answer: \d|How many|step by step/i);
  });

  test("an endpoint that quotes the prompt in its errors is kept in the ledger, and in no history", async () => {
    const failing = await makeCampaign({ label: "quoting", problems: 2, models: { solver: endpointModel(await quotingServer()) } });
    await finishHere(failing);
    const runs = await campaignHistories(client, failing.name);
    const written = runs.flatMap(({ events }) => [...contentsOf(events)].map(({ text }) => text)).join("\n");
    expect(written).toContain("answered 500: its words are in the ledger's calls table");
    const ledger = await openSqliteLedger(join(failing.folder, "ledger.sqlite"));
    const errors = (await ledger.calls(failing.name)).map(({ error }) => error ?? "");
    await ledger.close();
    for (const { question } of failing.problems) {
      // Runs of 12 characters: no part of a question either.
      const parts = Array.from({ length: question.length - 11 }, (_, start) => question.slice(start, start + 12));
      expect(parts.length).toBeGreaterThan(20);
      expect(errors.some((error) => parts.some((part) => error.includes(part)))).toBe(true);
      expect(parts.filter((part) => written.includes(part))).toEqual([]);
    }
  });

  test("a shard starts each of its problems once", async () => {
    const [run, ...more] = await chainOf(client, `${large.name}/shard-00000`);
    expect(more).toEqual([]);
    if (run === undefined) throw new Error("The shard has no history.");
    const children = childrenOf(run);
    expect(children).toEqual(large.problems.map(({ id }) => `${large.name}/${id}`));
  });
});

/** Refuses every call for good, with the end of its prompt in the reason. */
async function quotingServer(): Promise<string> {
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      const { messages } = JSON.parse(text) as { readonly messages: readonly { readonly content: string }[] };
      const message = `cannot take ${messages.at(-1)?.content.slice(-150) ?? ""}`;
      response
        .writeHead(500, { "content-type": "application/json", "x-should-retry": "false" })
        .end(JSON.stringify({ error: { message } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Waits until one shard is done and a problem is being probed, and reads what can then be seen. */
async function watch(
  client: Client,
  campaign: TestCampaign,
): Promise<{ progress: CampaignProgress; details: string; problemDetails: string }> {
  const handle = client.workflow.getHandle(campaign.name);
  const detailsOf = async (id: string): Promise<string> =>
    (await client.workflow.getHandle(id).query<{ currentDetails?: string }>("__temporal_workflow_metadata")).currentDetails ?? "";
  return eventually(async () => {
    const progress = await handle.query(progressQuery);
    if (progress.finishedShards !== 1 || progress.phase !== "labelling") return null;
    const details = await detailsOf(campaign.name);
    for (const { id } of campaign.problems) {
      const problemDetails = await detailsOf(`${campaign.name}/${id}`).catch(() => "");
      if (problemDetails.includes("Solution")) return { progress, details, problemDetails };
    }
    return null;
  });
}
