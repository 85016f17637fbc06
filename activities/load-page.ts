// Reads a page of a shard's rows into the ledger, from where every other activity takes them.
import type {
  CampaignPlan,
  GradeRecord,
  DataPort,
  ProblemOutcome,
  ProblemsConfiguration,
  ShardPage,
  ShardReference,
  Solution,
} from "../schemas/index.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { withHeartbeat } from "./heartbeat.ts";
import { givenGrade } from "./grade-missing.ts";
import { solutionOutcome } from "./grading/index.ts";
import type { Grader } from "./grading/index.ts";
import { answerOptions, problemRow } from "./problem-row.ts";
import type { ProblemRow } from "./problem-row.ts";

/** Ids of a page go through the history: 40 of at most 64 characters stay below 4 KB. */
const pageRows = 40;

/** Whether a problem is done for good: one that failed or ran into the budget is taken up by a later `run`. */
export function isSettled({ outcome }: { readonly outcome: ProblemOutcome | null }): boolean {
  return outcome !== null && outcome !== "failed" && outcome !== "budget";
}

export function planCampaignActivity({ ledger, configuration }: ActivityDependencies): DataPort["planCampaign"] {
  return async ({ campaign }): Promise<CampaignPlan> => {
    const record = await ledger.campaign(campaign);
    if (record === null) throw new Error(`The ledger has no campaign ${campaign}.`);
    return { shards: Math.ceil(record.rows / configuration.shardSize), rows: record.rows };
  };
}

export function loadPageActivity({ ledger, configuration, grader, problems }: ActivityDependencies): DataPort["loadPage"] {
  return ({ campaign, shard, cursor }: ShardReference & { readonly cursor: number }) =>
    withHeartbeat(async (): Promise<ShardPage> => {
      const first = shard * configuration.shardSize + cursor;
      const count = Math.min(pageRows, configuration.shardSize - cursor, problems.rows - first);
      const rows = (await problems.readPage(first, count)).map((raw) => problemRow(raw, configuration.problems));
      const usable = rows.flatMap((row) => (row.kind === "usable" ? [row] : []));
      const given: { readonly solution: Solution; readonly grade: GradeRecord }[] = [];
      for (const row of usable) given.push(...(await gradedSolutions(grader, row, configuration.problems)));
      await ledger.putProblems(
        campaign,
        shard,
        usable.map(({ problem }) => problem),
        given.map(({ solution }) => solution),
      );
      for (const { solution, grade } of given) await ledger.putGrades(campaign, solution.problem, [grade]);
      const page = new Set(usable.map(({ problem: { problem } }) => problem));
      const records = (await ledger.problems(campaign, shard)).filter(({ problem }) => page.has(problem));
      const open = records.filter((record) => !isSettled(record)).map(({ problem }) => problem);
      const next = cursor + count;
      return {
        problems: open,
        skipped: records.length - open.length,
        next: count > 0 && next < configuration.shardSize && first + count < problems.rows ? next : null,
      };
    });
}

async function gradedSolutions(
  grader: Grader,
  { problem, given }: Extract<ProblemRow, { kind: "usable" }>,
  configuration: ProblemsConfiguration,
): Promise<readonly { readonly solution: Solution; readonly grade: GradeRecord }[]> {
  const texts = given.map(({ text }) => ({ text, finish: "stop" as const }));
  const graded = await grader.grade({ gold: problem.gold, options: answerOptions(problem.answerType, configuration), texts });
  return given.flatMap((solution, index) => {
    const found = graded[index];
    if (found === undefined) return [];
    const whole = { ...solution, outcome: solutionOutcome(found.grade), grade: found.grade, answer: found.answer };
    return [{ solution: whole, grade: givenGrade(whole, found) }];
  });
}
