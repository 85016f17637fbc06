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
  readonly repeated: number;
}

const change = { concurrency: { problems: 2 } } as const;

/** Runs a campaign into a share of what it needs, then without the limit. */
async function stopAndRaise(plain: TestCampaign, budget: Budget, folder: string, namespace: string): Promise<Stopped> {
  const server = await modelServer();
  const models = { solver: endpointModel(server.url) };
  const campaign = await plain.variant({ folder, models, budget });
  const outcome = await finishHere(campaign, { namespace });
  const rows = await readTables(campaign.folder);
  const manifest = await readManifest(campaign.folder);
  if (manifest === null) throw new Error("The stopped campaign has no manifest.");
  const raised = await finishHere(await plain.variant({ folder, models }), { namespace });
  return { campaign, outcome, rows, manifest, raised, hashes: await partHashes(campaign.folder), repeated: server.counts().repeated };
}

describe.skipIf(noTemporal)("a budget (needs a temporal executable, found or fetched)", () => {
  const limits = ["calls", "usd"] as const;
  let undisturbed: { readonly outcome: Outcome; readonly hashes: Readonly<Record<string, string>> };
  let stopped: ReadonlyMap<(typeof limits)[number], Stopped>;
  beforeAll(async () => {
    const plain = await makeCampaign({
      label: "budget",
      problems: 10,
      models: { solver: endpointModel((await modelServer()).url) },
      change,
    });
    undisturbed = { outcome: await finishHere(plain), hashes: await partHashes(plain.folder) };
    const { calls, settledMicroUsd } = undisturbed.outcome.figures;
    const usd = (settledMicroUsd ?? Number.NaN) / 2e6;
    // Under the same name, so in a namespace each.
    const [byCalls, byUsd] = await Promise.all([
      stopAndRaise(plain, { calls: Math.floor(calls / 2) }, "by-calls", "default"),
      stopAndRaise(plain, { usd }, "by-usd", twinNamespace),
    ]);
    stopped = new Map([
      ["calls", byCalls],
      ["usd", byUsd],
    ]);
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
      const { calls, settledMicroUsd } = outcome.figures;
      const used = { calls, usd: (settledMicroUsd ?? Number.NaN) / 1e6 }[limit];
      const allowed = budget[limit] ?? Number.NaN;
      expect(used).toBeLessThanOrEqual(allowed);
      // A reservation takes the bound of a call: 4 draws of 256 tokens, and the prompt at a token a byte.
      const oneCall = { calls: 1, usd: (4 * 256 * 2 + 1000) / 1e6 }[limit];
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
      const { raised, hashes, repeated } = its();
      expect(raised.stop).toBeNull();
      expect(raised.figures.outcomes).toEqual(undisturbed.outcome.figures.outcomes);
      expect(hashes).toEqual(undisturbed.hashes);
      expect(raised.figures.calls).toBe(undisturbed.outcome.figures.calls);
      expect(raised.figures.settledMicroUsd).toBe(undisturbed.outcome.figures.settledMicroUsd);
      expect(repeated).toBe(0);
    });
  });
});
