// kill -9 in the middle, then the same command: nothing lost, nothing doubled, the same bytes, and the money that may be lost is told.
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readServerState } from "../../infra/temporal-server/index.ts";
import type { SimulatedModel } from "../../infra/simulated/index.ts";
import type { CampaignFigures } from "../../schemas/index.ts";
import { atTheEnd, endpointModel, makeCampaign, modelServer } from "../builders.ts";
import type { TestCampaign } from "../builders.ts";
import { steplabel } from "./support/command-line.ts";
import type { CommandLine } from "./support/command-line.ts";
import { eventually } from "./support/eventually.ts";
import { inFlightOf } from "./support/in-flight.ts";
import { finishHere, noTemporal } from "./support/run.ts";
import { partHashes, readTables } from "./support/tables.ts";

const problems = 30;

interface Crashed {
  readonly campaign: TestCampaign;
  readonly server: SimulatedModel;
  /** The sentence of the run that was disturbed; null where it could say none. */
  readonly told: unknown;
  readonly inFlight: number;
  readonly settledAtKill: number;
  readonly exitCode: number | null;
  readonly figures: CampaignFigures;
}

/** Runs a campaign through the command line with its embedded server, kills, and gives the same command again. */
async function crash(plain: TestCampaign, folder: string, killed: "run" | "run and server" | "server", at: number): Promise<Crashed> {
  const server = await modelServer({ latencyMs: 60 });
  const campaign = await plain.variant({ folder, models: { solver: endpointModel(server.url) } });
  const state = async (): Promise<number> => (await readServerState(join(campaign.folder, "server")))?.pid ?? 0;
  // Should a test fail in between, its server must not stay.
  atTheEnd(async () => {
    const pid = await state();
    if (pid !== 0) process.kill(pid, "SIGKILL");
  });
  const run = (): CommandLine => steplabel(["run", campaign.path, "--yes", "--json"], campaign.path, { through: "program" });
  const first = run();
  await eventually(() => {
    if (first.child.exitCode !== null) throw new Error(first.notes());
    return server.counts().received >= at && server.counts().inFlight >= 3 ? true : null;
  });
  const serverPid = await state();
  if (killed !== "run") process.kill(serverPid, "SIGKILL");
  if (killed !== "server") first.child.kill("SIGKILL");
  expect(await first.ended).toBe(killed === "server" ? 1 : null);
  const told = first.events.find(({ kind }) => kind === "error");
  const inFlight = await inFlightOf(campaign, first.child.pid);
  const settledAtKill = server.counts().byStatus["200"] ?? 0;
  const second = run();
  const exitCode = await second.ended;
  expect([...first.strangers, ...second.strangers]).toEqual([]);
  const done = second.events.find(({ kind }) => kind === "done");
  if (done === undefined) throw new Error(`The second run did not finish: ${second.notes()}`);
  return {
    campaign,
    server,
    told: told?.["message"] ?? null,
    inFlight,
    settledAtKill,
    exitCode,
    figures: done["figures"] as CampaignFigures,
  };
}

describe.skipIf(noTemporal)("kill -9 in the middle of a run (needs a temporal executable, found or fetched)", () => {
  const kinds = ["run", "run and server", "server"] as const;
  let undisturbed: Readonly<Record<string, string>>;
  let calls: number;
  let crashed: ReadonlyMap<(typeof kinds)[number], Crashed>;

  beforeAll(async () => {
    const twinServer = await modelServer();
    const plain = await makeCampaign({
      label: "crash",
      problems,
      models: { solver: endpointModel(twinServer.url) },
      change: { shardSize: 12, concurrency: { problems: 6 } },
    });
    const [twin, one, both, alone] = await Promise.all([
      finishHere(plain),
      crash(plain, "run-killed", "run", 40),
      crash(plain, "both-killed", "run and server", 90),
      crash(plain, "server-killed", "server", 60),
    ]);
    undisturbed = await partHashes(plain.folder);
    ({ calls } = twin.figures);
    crashed = new Map([
      ["run", one],
      ["run and server", both],
      ["server", alone],
    ]);
  });

  describe.each(kinds)("of the %s", (kind) => {
    const its = (): Crashed => {
      const found = crashed.get(kind);
      if (found === undefined) throw new Error("Not run.");
      return found;
    };

    test("falls in the middle, with calls in flight", () => {
      const { inFlight, settledAtKill } = its();
      // A run that lives lets its calls end and stores them.
      expect(inFlight > 0).toBe(kind !== "server");
      expect(settledAtKill).toBeGreaterThan(0.05 * calls);
      expect(settledAtKill).toBeLessThan(0.9 * calls);
    });

    test("a run that lost its server says so in one sentence", () => {
      const sentence = "The Temporal server stopped answering. What is labelled and paid for is kept; run the same command again to go on.";
      expect(its().told).toBe(kind === "server" ? sentence : null);
    });

    test("the same command finishes: no problem lost, none doubled", async () => {
      const { exitCode, figures, campaign } = its();
      expect(exitCode).toBe(0);
      expect(figures.outcomes).toMatchObject({ finished: problems, failed: 0, budget: 0 });
      const rows = await readTables(campaign.folder);
      expect(rows.problems.map(({ problem_id }) => problem_id).toSorted()).toEqual(campaign.problems.map(({ id }) => id).toSorted());
    });

    test("every table but calls has the bytes of an undisturbed run", async () => {
      expect(await partHashes(its().campaign.folder)).toEqual(undisturbed);
    });

    test("no more calls are paid twice than were in flight", () => {
      const { server, inFlight } = its();
      expect(server.counts().repeated).toBeLessThanOrEqual(inFlight);
    });

    test("what the model server billed lies between settled and settled + unknown, in calls and in money", () => {
      const { server, figures, inFlight } = its();
      const billed = server.counts();
      expect(figures.unknownCalls).toBeLessThanOrEqual(inFlight);
      expect(figures.calls).toBe(calls);
      expect(figures.calls).toBeLessThanOrEqual(billed.requests);
      expect(figures.calls + figures.unknownCalls).toBeGreaterThanOrEqual(billed.requests);
      const microUsd = billed.promptTokens + 2 * billed.completionTokens;
      expect(figures.settledMicroUsd).toBeLessThanOrEqual(microUsd);
      expect((figures.settledMicroUsd ?? Number.NaN) + (figures.unknownMicroUsd ?? Number.NaN)).toBeGreaterThanOrEqual(microUsd);
    });
  });
});
