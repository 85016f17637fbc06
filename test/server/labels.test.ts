// A whole campaign, from a problem file to tables: its labels against the simulator's truth, its counts against the ledger and the model server.
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readManifest } from "../../datasets/index.ts";
import { truth } from "../../infra/simulated/index.ts";
import type { SimulatedModel } from "../../infra/simulated/index.ts";
import { openSqliteLedger } from "../../ledger/index.ts";
import { endpointModel, makeCampaign, modelServer } from "../builders.ts";
import type { TestCampaign } from "../builders.ts";
import { finishHere, noTemporal } from "./support/run.ts";
import { readTables } from "./support/tables.ts";
import type { Rows } from "./support/tables.ts";

const skill = { seed: 0, errorRate: 0.2, recoveryRate: 0, splitRate: 0 };

interface Finished {
  readonly campaign: TestCampaign;
  readonly outcome: Awaited<ReturnType<typeof finishHere>>;
  readonly rows: Rows;
  readonly server: SimulatedModel;
}

async function finish(strategy: "every-step" | "bisect"): Promise<Finished> {
  const server = await modelServer(skill);
  const campaign = await makeCampaign({
    label: strategy,
    problems: 9,
    models: { solver: endpointModel(server.url) },
    change: { strategy: { kind: strategy, k: 8 } },
  });
  const outcome = await finishHere(campaign);
  return { campaign, outcome, rows: await readTables(campaign.folder), server };
}

describe.skipIf(noTemporal)("a campaign on a Temporal server (needs a temporal executable, found or fetched)", () => {
  let finished: Readonly<Record<"every-step" | "bisect", Finished>>;
  beforeAll(async () => {
    const [everyStep, bisect] = await Promise.all([finish("every-step"), finish("bisect")]);
    finished = { "every-step": everyStep, bisect };
  });

  describe.each(["every-step", "bisect"] as const)("%s", (strategy) => {
    test("ends with every problem settled and nothing unknown", () => {
      const { outcome } = finished[strategy];
      expect(outcome.stop).toBeNull();
      expect(outcome.figures).toMatchObject({
        problems: 9,
        outcomes: { finished: 9, failed: 0, budget: 0, quarantined: 0, too_easy: 0 },
        unknownCalls: 0,
        unknownMicroUsd: 0,
      });
    });

    test("finds the first error that the simulator made, in every solution that it probed to the end", () => {
      const { rows, campaign } = finished[strategy];
      const questions = new Map(campaign.problems.map(({ id, question }) => [id, question]));
      const judged = rows.solutions.filter((solution) => rows.steps.some((step) => step.solution_id === solution.solution_id));
      expect(judged.length).toBeGreaterThan(9);
      expect(judged.some(({ outcome }) => outcome === "wrong")).toBe(true);
      const judgements = judged.map((solution) => {
        const known = truth(questions.get(solution.problem_id) ?? "", solution.text, skill);
        if (known.kind !== "truth") throw new Error("The question is not a simulated one.");
        return { solution, known };
      });
      expect(judgements.map(({ solution }) => solution.outcome)).toEqual(
        judgements.map(({ known }) => (known.finalAnswerCorrect ? "correct" : "wrong")),
      );
      // After an error no rollout comes right, so no label is too late; before one, all of k = 8 rollouts may miss, but rarely do.
      expect(judgements.filter(({ solution, known }) => known.firstError !== -1 && (solution.first_error ?? 0) > known.firstError)).toEqual(
        [],
      );
      const exact = judgements.filter(({ solution, known }) => solution.first_error === known.firstError);
      expect(exact.length).toBeGreaterThanOrEqual(0.9 * judged.length);
    });

    test("writes into the tables what the ledger holds, and its rollouts are its counts", async () => {
      const { campaign, rows, outcome } = finished[strategy];
      const ledger = await openSqliteLedger(join(campaign.folder, "ledger.sqlite"));
      try {
        const [spend] = await ledger.spend(campaign.name);
        const calls = await ledger.calls(campaign.name);
        const numbers = (list: readonly { readonly call: number }[]): number[] => list.map(({ call }) => call).toSorted((a, b) => a - b);
        expect(numbers(rows.calls)).toEqual(numbers(calls));
        expect(new Set(rows.calls.map(({ state }) => state))).toEqual(new Set(["settled"]));
        expect(sum(rows.calls, ({ micro_usd }) => micro_usd)).toBe(spend?.settled.microUsd);
        expect(outcome.figures.settledMicroUsd).toBe(spend?.settled.microUsd);
        for (const { id } of campaign.problems) {
          const solutions = await ledger.solutions(campaign.name, id);
          expect(rows.solutions.filter(({ problem_id }) => problem_id === id).map(({ text }) => text)).toEqual(
            solutions.map(({ text }) => text),
          );
        }
      } finally {
        await ledger.close();
      }
      expect(rows.problems.map(({ problem_id }) => problem_id).toSorted()).toEqual(campaign.problems.map(({ id }) => id).toSorted());
      for (const prefix of rows.prefixes) {
        const rollouts = rows.rollouts.filter(
          ({ problem_id, solution, prefix_steps }) =>
            problem_id === prefix.problem_id && solution === prefix.solution && prefix_steps === prefix.prefix_steps,
        );
        const counted = (outcome: string): number => rollouts.filter((rollout) => rollout.outcome === outcome).length;
        expect(prefix).toMatchObject({
          c: counted("correct"),
          k: counted("correct") + counted("wrong"),
          invalid: counted("invalid"),
          draws: rollouts.length,
        });
      }
      expect(sum(rows.prefixes, ({ draws }) => draws)).toBe(rows.rollouts.length);
      const measured = rows.steps.filter(({ stop_rule }) => stop_rule === "fixed");
      expect(measured.length).toBeGreaterThan(0);
      for (const step of measured) {
        const prefix = rows.prefixes.find(
          ({ solution_id, prefix_steps }) => solution_id === step.solution_id && prefix_steps === step.step + 1,
        );
        expect({ c: step.c, k: step.k }).toEqual({ c: prefix?.c, k: prefix?.k });
        expect(step.soft).toBe((step.c ?? Number.NaN) / (step.k ?? Number.NaN));
        expect(step.hard).toBe((step.c ?? 0) > 0);
      }
    });

    test("pays exactly what the model server billed, and asks for nothing twice", () => {
      const { server, rows, outcome } = finished[strategy];
      const counts = server.counts();
      expect(counts.repeated).toBe(0);
      expect(outcome.figures.calls).toBe(counts.requests);
      expect(outcome.figures.draws).toBe(counts.choices);
      expect(sum(rows.calls, ({ prompt_tokens }) => prompt_tokens)).toBe(counts.promptTokens);
      expect(sum(rows.calls, ({ completion_tokens }) => completion_tokens)).toBe(counts.completionTokens);
      expect(outcome.figures.settledMicroUsd).toBe(counts.promptTokens + 2 * counts.completionTokens);
    });

    test("leaves a manifest that counts every row of every part", async () => {
      const { campaign, rows } = finished[strategy];
      const manifest = await readManifest(campaign.folder);
      const { calls, ...stable } = rows;
      for (const [name, { length }] of Object.entries(stable))
        expect(manifest?.tables[name as keyof typeof stable]).toMatchObject({ rows: length });
      expect(manifest?.run.tables.calls?.rows).toBe(calls.length);
      expect(manifest?.tables.steps?.parts.map(({ file }) => file)).toEqual([
        "data/steps/part-00000.parquet",
        "data/steps/part-00001.parquet",
        "data/steps/part-00002.parquet",
      ]);
    });
  });

  test("bisect asks for fewer rollouts than every-step", () => {
    expect(finished.bisect.rows.rollouts.length).toBeLessThan(finished["every-step"].rows.rollouts.length / 2);
  });
});

function sum<Row>(rows: readonly Row[], pick: (row: Row) => number | null): number {
  return rows.reduce((total, row) => total + (pick(row) ?? Number.NaN), 0);
}
