// Budgets: a campaign stops at its limit without passing it, keeps what is decided, and comes to the same tables once the limit is raised.
import { beforeAll, describe, expect, test } from "vitest";
import { readManifest } from "../../datasets/index.ts";
import type { Budget } from "../../schemas/index.ts";
import { twinNamespace } from "../global-setup.ts";
import { endpointModel, makeCampaign, modelServer } from "../builders.ts";
import type { TestCampaign } from "../builders.ts";
import { finishHere, noTemporal } from "./support/run.ts";
import { partHashes, readTables } from "./support/tables.ts";
import type { Rows } from "./support/tables.ts";

type Outcome = Awaited<ReturnType<typeof finishHere>>;

interface Stopped {
  readonly campaign: TestCampaign;
  readonly outcome: Outcome;
  readonly rows: Rows;
  readonly manifest: NonNullable<Awaited<ReturnType<typeof readManifest>>>;
  readonly raised: Outcome;
  readonly hashes: Readonly<Record<string, string>>;
  readonly undisturbed: { readonly outcome: Outcome; readonly hashes: Readonly<Record<string, string>> };
  readonly repeated: number;
}

/** Runs a campaign into a share of what it needs, then without the limit, beside an undisturbed twin. */
async function stopAndRaise(limit: "calls" | "usd" | "tokens", share: number): Promise<Stopped> {
  const [server, twinServer] = await Promise.all([modelServer(), modelServer()]);
  const models = { solver: endpointModel(server.url) };
  const plain = await makeCampaign({ label: limit, problems: 10, models, change: { concurrency: { problems: 2 } } });
  const twin = await plain.variant({ folder: "twin", models: { solver: endpointModel(twinServer.url) } });
  const undisturbed = { outcome: await finishHere(twin, { namespace: twinNamespace }), hashes: await partHashes(twin.folder) };
  const { calls, tokens, settledMicroUsd } = undisturbed.outcome.figures;
  const needed = { calls, tokens, usd: (settledMicroUsd ?? Number.NaN) / 1e6 }[limit];
  const budget: Budget = { [limit]: limit === "usd" ? needed * share : Math.floor(needed * share) };
  const campaign = await plain.variant({ budget });
  const outcome = await finishHere(campaign);
  const rows = await readTables(campaign.folder);
  const manifest = await readManifest(campaign.folder);
  if (manifest === null) throw new Error("The stopped campaign has no manifest.");
  const raised = await finishHere(plain);
  return {
    campaign,
    outcome,
    rows,
    manifest,
    raised,
    hashes: await partHashes(campaign.folder),
    undisturbed,
    repeated: server.counts().repeated,
  };
}

describe.skipIf(noTemporal)("a budget (needs a temporal executable, found or fetched)", () => {
  const limits = ["calls", "usd", "tokens"] as const;
  let stopped: ReadonlyMap<(typeof limits)[number], Stopped>;
  beforeAll(async () => {
    stopped = new Map(await Promise.all(limits.map(async (limit) => [limit, await stopAndRaise(limit, 0.5)] as const)));
  });

  describe.each(limits)("of %s", (limit) => {
    const its = (): Stopped => {
      const found = stopped.get(limit);
      if (found === undefined) throw new Error("Not run.");
      return found;
    };

    test("stops the campaign in the middle and names the limit", () => {
      const { outcome, manifest } = its();
      expect(outcome.stop).toEqual({ kind: "budget", limit });
      expect(outcome.figures.outcomes.finished).toBeGreaterThan(0);
      expect(outcome.figures.outcomes.budget).toBeGreaterThan(0);
      expect(outcome.figures.outcomes.failed).toBe(0);
      expect(manifest.counts["outcomes"]).toMatchObject({ ...outcome.figures.outcomes });
    });

    test("is used up to less than one round, and never passed", () => {
      const { outcome, campaign } = its();
      const { budget } = campaign.file.configuration;
      const { calls, tokens, settledMicroUsd } = outcome.figures;
      const used = { calls, tokens, usd: (settledMicroUsd ?? Number.NaN) / 1e6 }[limit];
      const allowed = budget[limit] ?? Number.NaN;
      expect(used).toBeLessThanOrEqual(allowed);
      // A reservation takes the bound of a call: 4 draws of 256 tokens and the prompt.
      const oneCall = { calls: 1, tokens: 4 * 256 + 500, usd: (4 * 256 * 2 + 500) / 1e6 }[limit];
      expect(used).toBeGreaterThan(allowed - oneCall);
    });

    test("keeps what is decided: the finished problems are in the tables with their labels", () => {
      const { rows, outcome } = its();
      const finished = rows.problems.filter((problem) => problem.outcome === "finished").map(({ problem_id }) => problem_id);
      expect(finished).toHaveLength(outcome.figures.outcomes.finished);
      for (const id of finished) expect(rows.steps.some(({ problem_id, k }) => problem_id === id && k !== null)).toBe(true);
      const reasons = rows.problems.filter((problem) => problem.outcome === "budget").map(({ outcome_reason }) => outcome_reason);
      expect(new Set(reasons)).toEqual(new Set([`the budget's limit of ${limit} is reached`]));
    });

    test("raised and run again, it comes to the tables of an undisturbed run and pays for each draw once", () => {
      const { raised, undisturbed, hashes, repeated } = its();
      expect(raised.stop).toBeNull();
      expect(raised.figures.outcomes).toEqual(undisturbed.outcome.figures.outcomes);
      expect(hashes).toEqual(undisturbed.hashes);
      expect(raised.figures.calls).toBe(undisturbed.outcome.figures.calls);
      expect(raised.figures.settledMicroUsd).toBe(undisturbed.outcome.figures.settledMicroUsd);
      expect(repeated).toBe(0);
    });
  });
});
