// Faults of an endpoint: those that a retry mends change no label and lose no money; those that are results are counted as invalid.
import { beforeAll, describe, expect, test } from "vitest";
import type { SimulatedModel, SimulatedModelOptions } from "../../infra/simulated/index.ts";
import { endpointModel, makeCampaign, modelServer } from "../builders.ts";
import { finishHere, noTemporal } from "./support/run.ts";
import { decided, readTables } from "./support/tables.ts";
import type { Rows } from "./support/tables.ts";

interface Finished {
  readonly server: SimulatedModel;
  readonly outcome: Awaited<ReturnType<typeof finishHere>>;
  readonly rows: Rows;
}

const passing: SimulatedModelOptions = {
  faults: { rate_limit: 0.04, server_error: 0.03, overloaded: 0.02, drop_before: 0.03, malformed: 0.02 },
  retryAfter: { form: "milliseconds", milliseconds: 200 },
};

async function finish(label: string, options: SimulatedModelOptions): Promise<Finished> {
  const server = await modelServer(options);
  const campaign = await makeCampaign({ label, problems: 8, models: { solver: endpointModel(server.url) }, change: { shardSize: 8 } });
  return { server, outcome: await finishHere(campaign), rows: await readTables(campaign.folder) };
}

describe.skipIf(noTemporal)("an endpoint with faults (needs a temporal executable, found or fetched)", () => {
  let plain: Finished;
  let faulty: Finished;
  let short: Finished;
  let results: Finished;
  beforeAll(async () => {
    [plain, faulty, short, results] = await Promise.all([
      finish("plain", {}),
      finish("faulty", passing),
      finish("short", { faults: { short: 0.4 } }),
      finish("results", { faults: { truncate: 0.1, refuse: 0.1, content_filter: 0.05 } }),
    ]);
  });

  test("429, 500, 529, dropped connections and half replies change nothing in any table but calls", () => {
    const { byFault } = faulty.server.counts();
    expect(Object.keys(byFault).toSorted()).toEqual(["drop_before", "malformed", "overloaded", "rate_limit", "server_error"]);
    expect(faulty.outcome.figures.outcomes).toMatchObject({ finished: 8, failed: 0 });
    expect(decided(faulty.rows)).toEqual(decided(plain.rows));
  });

  test("settled is what an undisturbed run pays; what may be lost is unknown, and covers what the server billed for nothing", () => {
    const { figures } = faulty.outcome;
    const billed = faulty.server.counts();
    expect(figures.calls).toBe(plain.outcome.figures.calls);
    expect(figures.settledMicroUsd).toBe(plain.outcome.figures.settledMicroUsd);
    const { malformed = 0, drop_before: dropped = 0 } = billed.byFault;
    expect(billed.requests).toBe(figures.calls + malformed);
    expect(figures.unknownCalls).toBe(malformed + dropped);
    const microUsd = billed.promptTokens + 2 * billed.completionTokens;
    expect((figures.settledMicroUsd ?? Number.NaN) + (figures.unknownMicroUsd ?? Number.NaN)).toBeGreaterThanOrEqual(microUsd);
  });

  test("failed attempts stand in the table of calls, each with its state and a reason", () => {
    const failed = faulty.rows.calls.filter(({ state }) => state !== "settled");
    const { rate_limit = 0, server_error = 0, overloaded = 0, malformed = 0, drop_before = 0 } = faulty.server.counts().byFault;
    expect(failed.filter(({ state }) => state === "failed")).toHaveLength(rate_limit + server_error + overloaded);
    expect(failed.filter(({ state }) => state === "unknown")).toHaveLength(malformed + drop_before);
    for (const { error, micro_usd } of failed) {
      expect(error).toMatch(/models\.solver/);
      expect(micro_usd).toBeNull();
    }
  });

  test("short replies: the missing draws come with a next call, every prefix has all of its draws once", () => {
    const { rows, server, outcome } = short;
    expect(server.counts().byFault.short).toBeGreaterThan(5);
    expect(outcome.figures.outcomes).toMatchObject({ finished: 8, failed: 0 });
    expect(rows.prefixes.filter(({ draws }) => draws !== 4)).toEqual([]);
    for (const { problem_id, solution, prefix_steps } of rows.prefixes) {
      const draws = rows.rollouts.filter(
        (rollout) => rollout.problem_id === problem_id && rollout.solution === solution && rollout.prefix_steps === prefix_steps,
      );
      expect(draws.map(({ draw }) => draw)).toEqual([0, 1, 2, 3]);
    }
    expect(outcome.figures.calls).toBe(server.counts().requests);
    expect(outcome.figures.draws).toBe(server.counts().choices);
    expect(outcome.figures.calls).toBeGreaterThan(plain.outcome.figures.calls);
  });

  test("truncated and refused replies are invalid, not in k, never asked again, and never called wrong", () => {
    const { rows, server, outcome } = results;
    expect(outcome.figures.outcomes).toMatchObject({ finished: 8, failed: 0 });
    expect(server.counts().repeated).toBe(0);
    const invalid = rows.rollouts.filter((rollout) => rollout.outcome === "invalid");
    const reasons = new Map<string | null, number>();
    for (const { reason } of invalid) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    expect(new Set(reasons.keys())).toEqual(new Set(["refused", "truncated"]));
    expect(rows.rollouts.filter(({ finish, outcome: graded }) => finish !== "stop" && graded !== "invalid")).toEqual([]);
    for (const { k, c, wrong, invalid: not, draws } of rows.prefixes) {
      expect(k + not).toBe(draws);
      expect(c + wrong).toBe(k);
    }
    expect(rows.solutions.filter(({ grade, outcome: graded }) => grade === "invalid" && graded !== "ungraded")).toEqual([]);
    const unmeasured = rows.steps.filter(({ k }) => k === 0);
    expect(unmeasured.filter(({ hard, soft }) => hard !== null || soft !== null)).toEqual([]);
  });
});
