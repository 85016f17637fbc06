// Trouble with what a campaign relies on, through the command line: one clear sentence, the right exit code, nothing labelled is lost.
import { describe, expect, test } from "vitest";
import { faultOf } from "../../cli/exit-codes.ts";
import type { SimulatedModel } from "../../infra/simulated/index.ts";
import type { CampaignFigures } from "../../schemas/index.ts";
import { endpointModel, makeCampaign, modelServer } from "../builders.ts";
import type { TestCampaign } from "../builders.ts";
import { steplabel } from "./support/command-line.ts";
import { eventually } from "./support/eventually.ts";
import { finishHere, noTemporal, runHere, temporal } from "./support/run.ts";
import { readTables } from "./support/tables.ts";

interface Ended {
  readonly exitCode: number | null;
  /** Of the line `error`; "" where there is none. */
  readonly message: string;
  readonly done: Readonly<Record<string, unknown>>;
  readonly figures: CampaignFigures;
}

async function runOf(campaign: TestCampaign): Promise<Ended> {
  const { ended, events, strangers } = steplabel(["run", campaign.path, "--yes", "--json"], campaign.path, {
    environment: { TEMPORAL_ADDRESS: temporal().address, OPENAI_API_KEY: "sk-wrong-0123456789abcdef" },
  });
  const exitCode = await ended;
  expect(strangers).toEqual([]);
  const line = (kind: string): Readonly<Record<string, unknown>> => events.find((event) => event["kind"] === kind) ?? {};
  return {
    exitCode,
    message: (line("error")["message"] ?? "") as string,
    done: line("done"),
    figures: line("done")["figures"] as CampaignFigures,
  };
}

/** The same in this process, for what needs no process of its own: the sentence and the exit code that the command line makes of an error. */
async function refusalOf(campaign: TestCampaign, address = temporal().address): Promise<Pick<Ended, "exitCode" | "message">> {
  try {
    await runHere(campaign, { address });
  } catch (error) {
    return faultOf(error, { log: null, detail: "sentence" });
  }
  throw new Error("The run was not refused.");
}

/** Models without stated capabilities are asked one small question first. */
const { capabilities: _stated, ...unprobed } = endpointModel("http://127.0.0.1:1");
const probedModel = (server: SimulatedModel, model = "simulated") => ({ solver: { ...unprobed, baseUrl: `${server.url}/v1`, model } });
const problems = 8;

describe.skipIf(noTemporal)("trouble with what a campaign relies on (needs a temporal executable, found or fetched)", () => {
  describe.concurrent("before the first paid call", () => {
    test("an endpoint that nobody serves", async () => {
      const campaign = await makeCampaign({ problems, models: { solver: unprobed } });
      const { exitCode, message } = await refusalOf(campaign);
      expect({ exitCode, message }).toEqual({
        exitCode: 2,
        message: expect.stringMatching(/models\.solver.*127\.0\.0\.1:1/),
      });
      expect(message.split("\n")).toHaveLength(1);
    });

    test("a wrong key, which is not shown", async () => {
      const server = await modelServer({ apiKey: "sk-right" });
      const { exitCode, message } = await runOf(await makeCampaign({ problems, models: probedModel(server) }));
      expect({ exitCode, message }).toEqual({ exitCode: 2, message: expect.stringMatching(/OPENAI_API_KEY/) });
      expect(message).not.toContain("0123456789abcdef");
      expect(server.counts().requests).toBe(0);
    });

    test("a model that the endpoint does not know", async () => {
      const server = await modelServer({ models: ["known"] });
      const { exitCode, message } = await refusalOf(await makeCampaign({ problems, models: probedModel(server, "unknown-one") }));
      expect({ exitCode, message }).toEqual({ exitCode: 2, message: expect.stringMatching(/unknown-one/) });
      expect(server.counts().requests).toBe(0);
    });

    test("a Temporal server that nobody serves", async () => {
      const server = await modelServer();
      const campaign = await makeCampaign({ problems, models: { solver: endpointModel(server.url) } });
      const { exitCode, message } = await refusalOf(campaign, "127.0.0.1:1");
      expect({ exitCode, message }).toEqual({
        exitCode: 1,
        message: expect.stringMatching(/^No Temporal server answers at 127\.0\.0\.1:1 .*TEMPORAL_ADDRESS/),
      });
      expect(server.counts().received).toBe(0);
    });

    test("a budget that is too small for one problem", async () => {
      const server = await modelServer();
      const models = { solver: endpointModel(server.url) };
      const campaign = await makeCampaign({ problems, models, change: { budget: { tokens: 100 } } });
      const { exitCode, message } = await runOf(campaign);
      expect({ exitCode, message }).toEqual({ exitCode: 2, message: expect.stringMatching(/budget\.tokens/) });
      expect(server.counts().received).toBe(0);
    });
  });

  describe.concurrent("in the middle", () => {
    test("a key that is refused where nothing was probed stops the campaign instead of failing every problem", async () => {
      const server = await modelServer({ apiKey: "sk-right" });
      const campaign = await makeCampaign({
        problems: 30,
        models: { solver: endpointModel(server.url) },
        change: { concurrency: { problems: 2 } },
      });
      const { stop, figures } = await finishHere(campaign);
      expect(stop).toEqual({ kind: "fatal", reason: expect.stringMatching(/OPENAI_API_KEY/) });
      expect(figures.outcomes.failed).toBeLessThanOrEqual(4);
      expect(figures.calls).toBe(0);
    });

    test("a used-up quota stops the campaign, keeps what is labelled, and the same command goes on once it is back", async () => {
      const script = Array.from({ length: 400 }, (_, index) => ({ request: 30 + index, fault: "quota" as const }));
      const server = await modelServer({ script, latencyMs: 20 });
      const campaign = await makeCampaign({
        problems: 12,
        models: { solver: endpointModel(server.url) },
        change: { concurrency: { problems: 2 } },
      });
      const stopped = await runOf(campaign);
      expect(stopped.exitCode).toBe(1);
      expect(stopped.done["stop"]).toEqual({ kind: "fatal", reason: expect.stringMatching(/quota/i) });
      expect(stopped.figures.outcomes.finished).toBeGreaterThan(0);
      expect(stopped.figures.outcomes.failed).toBeLessThanOrEqual(4);
      const before = await readTables(campaign.folder);
      const finished = before.problems.filter(({ outcome }) => outcome === "finished").map(({ problem_id }) => problem_id);
      const stepsOf = (rows: typeof before) => rows.steps.filter(({ problem_id }) => finished.includes(problem_id));
      expect(stepsOf(before).length).toBeGreaterThan(0);

      const refilled = await modelServer();
      const next = await finishHere(await campaign.variant({ models: { solver: endpointModel(refilled.url) } }));
      expect(next.stop).toBeNull();
      expect(next.figures.outcomes.finished).toBe(12);
      expect(stepsOf(await readTables(campaign.folder))).toEqual(stepsOf(before));
      expect(next.figures.calls).toBe(server.counts().requests + refilled.counts().requests);
    });
  });

  describe.concurrent("exit codes", () => {
    test("3 when problems failed; the same command tries only them again", async () => {
      const server = await modelServer({ script: [{ request: 12, fault: "server_error" }] });
      const models = { solver: endpointModel(server.url, { maximumAttempts: 1 }) };
      const campaign = await makeCampaign({ problems, models, change: { concurrency: { problems: 2 } } });
      const failed = await runOf(campaign);
      expect(failed.exitCode).toBe(3);
      expect(failed.figures.outcomes).toMatchObject({ failed: 1, finished: problems - 1 });
      const { requests } = server.counts();
      const next = await finishHere(campaign);
      expect(next.figures.outcomes).toMatchObject({ failed: 0, finished: problems });
      expect(server.counts().repeated).toBe(0);
      expect(server.counts().requests - requests).toBeLessThan(requests / 2);
    });

    test("4 when the budget is used up", async () => {
      const server = await modelServer();
      const models = { solver: endpointModel(server.url) };
      const { exitCode, done } = await runOf(await makeCampaign({ problems, models, change: { budget: { calls: 20 } } }));
      expect({ exitCode, stop: done["stop"] }).toEqual({ exitCode: 4, stop: { kind: "budget", limit: "calls" } });
    });

    test("130 after Ctrl-C, with the calls in flight kept and the command to go on", async () => {
      const server = await modelServer({ latencyMs: 150 });
      const campaign = await makeCampaign({
        problems,
        models: { solver: endpointModel(server.url) },
        change: { concurrency: { problems: 1 } },
      });
      const { child, ended, events, strangers } = steplabel(["run", campaign.path, "--yes", "--json"], campaign.path, {
        environment: { TEMPORAL_ADDRESS: temporal().address },
        through: "program",
      });
      await eventually(() => (server.counts().received >= 3 ? true : null));
      child.kill("SIGINT");
      expect(await ended).toBe(130);
      expect(strangers).toEqual([]);
      expect(events.at(-1)).toMatchObject({ kind: "done", again: expect.stringMatching(/^steplabel run /) });
      expect(server.counts().byStatus["aborted"] ?? 0).toBe(0);
    });
  });
});
