// Recorded histories against the workflows as they are now: a change that would break a running campaign fails here.
import { readFileSync, readdirSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { DefaultLogger, Runtime, Worker } from "@temporalio/worker";
import { workflowBundle } from "../../infra/bundle.ts";
import type { WorkflowBundle } from "../../infra/bundle.ts";

interface Recorded {
  readonly workflowId: string;
  readonly history: unknown;
}

const folder = new URL("histories/", import.meta.url);
const recorded = new Map(
  readdirSync(folder)
    .toSorted()
    .map((name) => [name, JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Recorded]),
);

/** The same text anywhere in a history, replaced. */
function altered({ workflowId, history }: Recorded, from: string, to: string): Recorded {
  return { workflowId, history: JSON.parse(JSON.stringify(history).replaceAll(JSON.stringify(from), JSON.stringify(to))) as unknown };
}

describe("recorded histories", () => {
  let bundle: WorkflowBundle;
  beforeAll(async () => {
    Runtime.install({ logger: new DefaultLogger("ERROR", () => {}), telemetryOptions: { logging: { filter: "off", forward: {} } } });
    bundle = await workflowBundle();
  });
  const replay = async ({ workflowId, history }: Recorded): Promise<void> =>
    Worker.runReplayHistory({ workflowBundle: bundle }, history, workflowId);

  test.each([...recorded.keys()])("%s is replayed without a difference", async (name) => {
    const found = recorded.get(name);
    if (found === undefined) throw new Error("No such recording.");
    await expect(replay(found)).resolves.toBeUndefined();
  });

  test("they cover both strategies, both stops, every kind of end, an operator, and new runs of campaign and shard", () => {
    const kinds = new Set([...recorded.keys()].map((name) => name.replace(/\.\d+-/, " ").replace(/(-\d+)?\.json$/, "")));
    expect([...kinds]).toEqual(
      expect.arrayContaining([
        "every-step campaign",
        "every-step shard",
        "every-step problem-finished",
        "first-success problem-finished",
        "bisect problem-finished",
        "gate problem-too_easy",
        "budget campaign",
        "budget shard",
        "budget problem-budget",
        "failed-round problem-failed",
        "retried-round problem-finished",
        "fatal campaign",
        "fatal problem-failed",
        "operator campaign",
        "operator shard",
        "cancelled campaign",
        "cancelled shard",
        "cancelled problem-cancelled",
      ]),
    );
    const chained = (part: string): number =>
      [...recorded.keys()].filter((name) => name.startsWith("continue-as-new") && name.includes(part)).length;
    expect(chained("campaign")).toBeGreaterThanOrEqual(2);
    expect(chained("shard-00000")).toBeGreaterThanOrEqual(2);
  });

  test.each([
    ["every-step.00-campaign.json", "planCampaign", "planAll"],
    ["every-step.01-shard-00000.json", "loadPage", "loadRows"],
    ["bisect.00-problem-finished.json", "runRound", "runRounds"],
  ])("%s is refused once one of its activities has another name", async (name, from, to) => {
    const found = recorded.get(name);
    if (found === undefined) throw new Error("No such recording.");
    await expect(replay(altered(found, from, to))).rejects.toMatchObject({ name: "DeterminismViolationError" });
  });
});
