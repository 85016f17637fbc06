// Other ways into a campaign: given solutions, every wire format and continuation, the gate, stopping at the first success.
import { beforeAll, describe, expect, test } from "vitest";
import { simulatedProblems, truth } from "../../infra/simulated/index.ts";
import type { SimulatedModelOptions } from "../../infra/simulated/index.ts";
import type { CampaignInput } from "../../schemas/index.ts";
import { makeCampaign } from "../builders.ts";
import type { TestCampaign } from "../builders.ts";
import { finishHere, noTemporal } from "./support/run.ts";
import { readTables } from "./support/tables.ts";
import type { Rows } from "./support/tables.ts";

const skill = { seed: 0, errorRate: 0.2, recoveryRate: 0, splitRate: 0 };

type SimulatedOptions = NonNullable<Extract<CampaignInput["models"][string], { readonly provider: "simulated" }>["options"]>;

interface Finished {
  readonly campaign: TestCampaign;
  readonly rows: Rows;
  readonly figures: Awaited<ReturnType<typeof finishHere>>["figures"];
}

/** With the embedded simulated model, which the run itself starts and stops. */
async function finish(
  label: string,
  {
    model = {},
    wire = "chat",
    problems = 4,
    ...change
  }: Partial<Omit<CampaignInput, "problems">> & {
    readonly model?: SimulatedModelOptions;
    readonly wire?: "chat" | "completions" | "anthropic";
    readonly problems?: Parameters<typeof makeCampaign>[0]["problems"];
    readonly columns?: NonNullable<CampaignInput["problems"]["columns"]>;
  },
): Promise<Finished> {
  const { columns, ...sections } = change;
  const campaign = await makeCampaign({
    label,
    problems,
    models: { solver: { provider: "simulated", wire, options: { ...skill, ...model } as SimulatedOptions } },
    change: { ...sections, ...(columns === undefined ? {} : { problems: { path: "problems.jsonl", columns } }) },
  });
  const { figures } = await finishHere(campaign);
  return { campaign, figures, rows: await readTables(campaign.folder) };
}

/** A solution of a problem that goes wrong in the step `at`, as every later value is; -1: right to its end. */
function solutionWith(reference: string, at: number): readonly string[] {
  const lines = reference.split("\n");
  let off = 0;
  return lines.map((line, index) => {
    const [, before, operator, operand] = /^Step \d+: (\d+) ([-+*/]) (\d+) = \d+$/.exec(line) ?? [];
    if (before === undefined || operand === undefined) return off === 0 ? line : `Answer: ${off}`;
    if (at === -1 || index < at) return line;
    const value = index === at ? Number(before) : off;
    const result = {
      "+": value + Number(operand),
      "-": value - Number(operand),
      "*": value * Number(operand),
      "/": value / Number(operand),
    }[operator as "+" | "-" | "*" | "/"];
    off = index === at ? result + 1 : result;
    return `Step ${index + 1}: ${value} ${operator} ${operand} = ${off}`;
  });
}

describe.skipIf(noTemporal)("campaigns of other kinds (needs a temporal executable, found or fetched)", () => {
  let given: Finished;
  let wires: Readonly<Record<"prefill" | "completion" | "instruct" | "anthropic", Finished>>;
  let easy: Finished;
  let hard: Finished;
  let firstSuccess: Finished;

  beforeAll(async () => {
    const rows = simulatedProblems({ seed: 9, count: 6, steps: [3, 3] }).map((problem, index) => ({
      ...problem,
      right: solutionWith(problem.reference_solution, -1),
      wrong: solutionWith(problem.reference_solution, index % 3),
      is_right: true,
      is_wrong: false,
      human: index % 3,
      none: -1,
    }));
    const sampling = (continuation: "prefill" | "completion" | "instruct") => ({ solver: "solver", maxTokens: 256, continuation });
    const [ofGiven, ofEasy, ofHard, ofFirst, prefill, completion, instruct, anthropic] = await Promise.all([
      finish("given", {
        problems: rows,
        columns: {
          solutions: [
            { steps: "right", mark: "is_right", firstError: "none" },
            { steps: "wrong", mark: "is_wrong", firstError: "human" },
          ],
        },
        solutions: { sample: 0 },
        strategy: { kind: "every-step", k: 8 },
      }),
      finish("easy", { model: { errorRate: 0 }, solutions: { sample: 4 } }),
      finish("hard", { model: { errorRate: 1 }, solutions: { sample: 4 } }),
      finish("first", { strategy: { kind: "every-step", k: 8, stop: "first_success" } }),
      finish("prefill", { sampling: sampling("prefill"), strategy: { kind: "every-step", k: 8 } }),
      finish("completion", { wire: "completions", sampling: sampling("completion"), strategy: { kind: "every-step", k: 8 } }),
      finish("instruct", { sampling: sampling("instruct"), strategy: { kind: "every-step", k: 8 } }),
      finish("anthropic", { wire: "anthropic", sampling: sampling("prefill"), strategy: { kind: "every-step", k: 8 } }),
    ]);
    given = ofGiven;
    easy = ofEasy;
    hard = ofHard;
    firstSuccess = ofFirst;
    wires = { prefill, completion, instruct, anthropic };
  });

  test("given solutions are graded and labelled without a sampled one, and what the file says of them is kept beside", () => {
    const { rows, campaign } = given;
    expect(rows.solutions).toHaveLength(2 * campaign.problems.length);
    expect(new Set(rows.solutions.map(({ origin }) => origin))).toEqual(new Set(["given"]));
    for (const { solution, outcome, mark, first_error, human_first_error } of rows.solutions) {
      expect({ outcome, mark }).toEqual(solution === 0 ? { outcome: "correct", mark: true } : { outcome: "wrong", mark: false });
      // Whether anything is right before the first step was not measured: no sampled solutions, no root rate.
      expect(first_error).toBe(human_first_error === 0 ? null : human_first_error);
    }
    expect(rows.problems.map(({ root_c, root_k }) => [root_c, root_k])).toEqual(rows.problems.map(() => [null, null]));
  });

  test.each(["prefill", "completion", "instruct", "anthropic"] as const)("%s: labels agree with the simulator's truth", (kind) => {
    const { rows, campaign, figures } = wires[kind];
    expect(figures.outcomes).toMatchObject({ finished: 4, failed: 0 });
    const questions = new Map(campaign.problems.map(({ id, question }) => [id, question]));
    const labelled = rows.solutions.filter(({ solution_id }) => rows.steps.some((step) => step.solution_id === solution_id));
    const exact = labelled.filter(({ problem_id, text, first_error }) => {
      const known = truth(questions.get(problem_id) ?? "", text, skill);
      return known.kind === "truth" && known.firstError === first_error;
    });
    expect(labelled.length).toBeGreaterThan(4);
    expect(exact.length).toBeGreaterThanOrEqual(labelled.length - 1);
    expect(rows.rollouts.filter(({ outcome }) => outcome === "invalid")).toEqual([]);
  });

  test("the gate: what every sample solves is too easy and is not probed", () => {
    expect(easy.figures.outcomes).toMatchObject({ too_easy: 4, finished: 0 });
    expect(easy.figures.draws).toBe(16);
    expect(easy.rows.steps).toEqual([]);
    expect(easy.rows.solutions.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 16 }, () => "correct"));
  });

  test("the gate: what no sample solves is quarantined with its reason and never labelled", () => {
    expect(hard.figures.outcomes).toMatchObject({ quarantined: 4, finished: 0 });
    expect(hard.figures.draws).toBe(16);
    expect(hard.rows.steps).toEqual([]);
    expect(new Set(hard.rows.problems.map(({ outcome_reason }) => outcome_reason))).toEqual(
      new Set(["too hard or bad gold: 0 of 4 sampled solutions are right"]),
    );
    expect(hard.rows.solutions.filter(({ first_error }) => first_error !== null)).toEqual([]);
  });

  test("first success: no rollout after the first right one is used, and such a prefix has no soft label", () => {
    const { rows } = firstSuccess;
    const stopped = rows.prefixes.filter(({ stop_rule }) => stop_rule === "first_success");
    expect(stopped.length).toBeGreaterThan(4);
    for (const { problem_id, solution, prefix_steps, c, k } of stopped) {
      const draws = rows.rollouts.filter(
        (rollout) => rollout.problem_id === problem_id && rollout.solution === solution && rollout.prefix_steps === prefix_steps,
      );
      expect(draws.slice(0, -1).filter(({ outcome }) => outcome === "correct")).toEqual([]);
      expect(c).toBe(draws.at(-1)?.outcome === "correct" ? 1 : 0);
      expect(c === 1 || k === 8).toBe(true);
    }
    const steps = rows.steps.filter(({ stop_rule }) => stop_rule === "first_success");
    expect(steps.filter(({ soft }) => soft !== null)).toEqual([]);
    expect(steps.filter(({ hard: label }) => label === true).length).toBeGreaterThan(0);
  });
});
