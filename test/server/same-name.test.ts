// One name, several campaigns: what has asked nothing binds nobody, and what runs is not disturbed by another of its name.
import { describe, expect, test } from "vitest";
import { ConfigurationError } from "../../infra/configuration.ts";
import { endpointModel, makeCampaign, modelServer } from "../builders.ts";
import { finishHere, noTemporal, runHere } from "./support/run.ts";
import { readTables } from "./support/tables.ts";

describe.skipIf(noTemporal)("campaigns of one name (needs a temporal executable, found or fetched)", () => {
  test("a second one from another folder is refused, and the first ends as if it had been alone", async () => {
    const server = await modelServer({ latencyMs: 400 });
    const first = await makeCampaign({ label: "same", problems: 4, models: { solver: endpointModel(server.url) } });
    const other = await makeCampaign({ problems: 3, models: { solver: endpointModel(server.url) }, change: { name: first.name } });
    const asked = new AbortController();
    const running = finishHere(first, { onProgress: ({ figures }) => figures.draws > 0 && asked.abort() });
    await new Promise((resolve) => asked.signal.addEventListener("abort", resolve, { once: true }));
    await expect(runHere(other)).rejects.toThrow(ConfigurationError);
    await expect(runHere(other)).rejects.toThrow(`The Temporal server runs another campaign named ${first.name}`);
    expect((await running).figures.outcomes).toMatchObject({ finished: 4, failed: 0 });
    expect((await readTables(first.folder)).problems).toHaveLength(4);
  });

  test("a configuration that was declined may be changed; one whose problems were read may not", async () => {
    const server = await modelServer();
    const campaign = await makeCampaign({ label: "declined", problems: 2, models: { solver: endpointModel(server.url) } });
    expect(await runHere(campaign, { confirm: async () => "no" })).toEqual({ kind: "declined" });
    expect(server.counts().received).toBe(0);
    const changed = await campaign.variant({ strategy: { kind: "every-step", k: 2 } });
    expect((await finishHere(changed)).figures.outcomes.finished).toBe(2);
    await expect(runHere(campaign)).rejects.toThrow("strategy.k: 2 -> 4");
  });

  test("a folder that holds another campaign's tables is refused", async () => {
    const server = await modelServer();
    const campaign = await makeCampaign({ label: "owner", problems: 1, models: { solver: endpointModel(server.url) } });
    await finishHere(campaign);
    const guest = await campaign.variant({ name: `${campaign.name}-guest` });
    await expect(runHere(guest)).rejects.toThrow(`holds campaign ${campaign.name}; give ${campaign.name}-guest a folder of its own.`);
  });

  test("rows that cannot be used may be left out of a campaign that has begun without them", async () => {
    const server = await modelServer();
    const campaign = await makeCampaign({ label: "skipping", problems: 2, models: { solver: endpointModel(server.url) } });
    await finishHere(campaign);
    const { problems } = campaign.file.configuration;
    const skipping = await campaign.variant({ problems: { ...problems, skipInvalid: true } });
    expect((await finishHere(skipping)).figures.outcomes.finished).toBe(2);
  });
});
