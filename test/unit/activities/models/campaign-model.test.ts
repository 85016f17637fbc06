// A model as activities use it: one name for one request, whatever the endpoint's address is.
import { afterEach, describe, expect, test } from "vitest";
import { createCampaignModel } from "../../../../activities/models/index.ts";
import type { CampaignModel } from "../../../../activities/models/index.ts";
import { campaignSchema } from "../../../../schemas/index.ts";
import { everything, openSetting, promptFor } from "./setting.ts";
import type { Setting } from "./setting.ts";

let setting: Setting;
afterEach(() => setting.close());

function model(change: { readonly seed?: number; readonly sampling?: object; readonly model?: object } = {}): CampaignModel {
  const configuration = campaignSchema.parse({
    name: "campaign",
    seed: change.seed ?? 1,
    problems: { path: "problems.jsonl", columns: {} },
    models: { solver: { provider: "simulated", ...change.model } },
    sampling: { solver: "solver", ...change.sampling },
  });
  const { ledger, leases, server } = setting;
  return createCampaignModel({
    configuration,
    alias: "solver",
    capabilities: everything,
    ledger,
    leases,
    environment: () => undefined,
    servedAt: server.url,
  });
}

const asked = (text?: string) => ({
  problem: "p",
  prompt: promptFor("chat", text),
  from: 0,
  count: 2,
  attempt: 1,
  signal: new AbortController().signal,
});

describe("createCampaignModel", () => {
  test("asks an equal request once, also after the campaign was restarted with other limits", async () => {
    setting = await openSetting();
    const first = await model().fetchDraws(asked());
    const again = await model({ model: { concurrency: 1, timeoutSeconds: 9, options: { latencyMs: 5 } } }).fetchDraws(asked());
    expect(again).toEqual({ ...first, reused: 2 });
    expect(setting.server.counts().requests).toBe(1);
  });

  test("whatever decides a draw names another request", async () => {
    setting = await openSetting();
    const keys = await Promise.all([
      model().fetchDraws(asked()),
      model().fetchDraws(asked("Another question?")),
      model({ seed: 2 }).fetchDraws(asked()),
      model({ sampling: { temperature: 0.1 } }).fetchDraws(asked()),
      model({ sampling: { maxTokens: 5 } }).fetchDraws(asked()),
      model({ model: { wire: "anthropic" } }).fetchDraws(asked()),
    ]);
    expect(new Set(keys.map(({ requestKey }) => requestKey)).size).toBe(keys.length);
    for (const { requestKey } of keys) expect(requestKey).toMatch(/^[0-9a-f]{64}$/);
  });

  test("names the request also when the budget refuses it", async () => {
    setting = await openSetting({}, { calls: 0 });
    const refused = await model().fetchDraws(asked());
    expect(refused).toMatchObject({ kind: "budget", limit: "calls" });
    expect(refused.requestKey).toMatch(/^[0-9a-f]{64}$/);
  });
});
