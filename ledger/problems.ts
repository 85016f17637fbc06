// Problems and their solutions. Every function runs inside its caller's transaction.
import type { DatabaseSync } from "node:sqlite";
import type { Grade, Problem, ProblemOutcome, ProblemRecord, ProblemSettlement, Solution, StepSpan } from "../schemas/index.ts";
import type { CampaignTable } from "./campaigns.ts";
import { LedgerError } from "./error.ts";
import type { Interning } from "./interning.ts";
import type { ProgressFigures } from "./port.ts";
import type { SpendTable } from "./spend.ts";

type ProblemRow = Omit<ProblemRecord, "answerType"> & { readonly answerType: string };

type SolutionRow = Omit<Solution, "problem" | "steps" | "grade" | "mark" | "draw"> & {
  readonly steps: string;
  readonly grade: string;
  readonly gradeReason: string | null;
  readonly mark: number | null;
  readonly requestKey: string | null;
  readonly draw: number | null;
};

const problemColumns = `problem, row, source_id AS sourceId, question.text AS question, gold, reference.text AS reference, domain, split,
  answer_type AS answerType, shard, outcome, reason`;
const problemTables = `problems JOIN texts AS question ON question.id = problems.question LEFT JOIN texts AS reference ON reference.id = problems.reference`;

export type ProblemTable = ReturnType<typeof problemTable>;

export function problemTable(database: DatabaseSync, campaigns: CampaignTable, intern: Interning, spend: SpendTable) {
  const selectId = database.prepare(`SELECT id FROM problems WHERE campaign_id = ? AND problem = ?`);
  const insert = database.prepare(
    `INSERT INTO problems (campaign_id, problem, shard, row, source_id, question, gold, reference, domain, split, answer_type)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const selectOne = database.prepare(`SELECT ${problemColumns} FROM ${problemTables} WHERE campaign_id = ? AND problem = ?`);
  const selectShard = database.prepare(
    `SELECT ${problemColumns} FROM ${problemTables} WHERE campaign_id = ? AND shard = ? ORDER BY row, problems.id`,
  );
  const settle = database.prepare(`UPDATE problems SET outcome = ?, reason = ? WHERE id = ?`);
  const countOutcomes = database.prepare(`SELECT outcome, count(*) AS problems FROM problems WHERE campaign_id = ? GROUP BY outcome`);
  const selectReasons = database.prepare(
    `SELECT coalesce(reason, 'no reason was recorded') AS reason, count(*) AS problems FROM problems
      WHERE campaign_id = ? AND outcome = 'failed' GROUP BY 1 ORDER BY problems DESC, reason LIMIT 3`,
  );
  const drawText = database.prepare(`SELECT text FROM draws WHERE request_id = ? AND draw = ?`);
  const putSolution = database.prepare(
    `INSERT INTO solutions (problem_id, solution, origin, text, request_id, draw, steps, outcome, grade, grade_reason, answer, tokens, duplicate_of, mark,
      human_first_error) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING`,
  );
  const selectSolutions = database.prepare(
    `SELECT solution, origin, coalesce(texts.text, draws.text) AS text, steps, outcome, grade, grade_reason AS gradeReason, answer, tokens,
      duplicate_of AS duplicateOf, mark, human_first_error AS humanFirstError, requests.key AS requestKey, solutions.draw
      FROM solutions LEFT JOIN texts ON texts.id = solutions.text LEFT JOIN requests ON requests.id = solutions.request_id
      LEFT JOIN draws ON draws.request_id = solutions.request_id AND draws.draw = solutions.draw
      WHERE problem_id = ? ORDER BY solution`,
  );

  function find(campaignId: number, problem: string): number | null {
    return (selectId.get(campaignId, problem) as { id: number } | undefined)?.id ?? null;
  }

  function id(campaign: string, problem: string): number {
    const found = find(campaigns.id(campaign), problem);
    if (found === null) throw new LedgerError("missing", `Campaign "${campaign}" has no problem "${problem}" in the ledger.`);
    return found;
  }

  function putSolutions(campaign: string, solutions: readonly Solution[]): void {
    for (const solution of solutions) {
      const { origin, text, steps, outcome, grade, answer, tokens, duplicateOf, mark, humanFirstError, draw } = solution;
      const requestId = draw === null ? null : intern.putRequest(draw.requestKey);
      const drawn = draw === null || requestId === null ? undefined : (drawText.get(requestId, draw.draw) as { text: string } | undefined);
      const textId = drawn?.text === text ? null : intern.putText(text);
      const bounds = JSON.stringify(steps.flatMap((span) => [span.start, span.end]));
      const gradeReason = "reason" in grade ? grade.reason : null;
      const first = [origin, textId, requestId, draw?.draw ?? null, bounds, outcome, grade.kind, gradeReason];
      const rest = [answer, tokens, duplicateOf, mark === null ? null : Number(mark), humanFirstError];
      putSolution.run(id(campaign, solution.problem), solution.solution, ...first, ...rest);
    }
  }

  return {
    /** Row number of a problem. Throws LedgerError `missing`. */
    id,
    putSolutions,

    putProblems(campaign: string, shard: number, problems: readonly Problem[], given: readonly Solution[]): void {
      const campaignId = campaigns.id(campaign);
      for (const problem of problems) {
        if (find(campaignId, problem.problem) !== null) continue;
        const { row, sourceId, question, gold, reference, domain, split, answerType } = problem;
        const texts = [intern.putText(question), gold, reference === null ? null : intern.putText(reference)];
        insert.run(campaignId, problem.problem, shard, row, sourceId, ...texts, domain, split, JSON.stringify(answerType));
      }
      putSolutions(campaign, given);
    },

    get(campaign: string, problem: string): ProblemRecord | null {
      const row = selectOne.get(campaigns.id(campaign), problem) as ProblemRow | undefined;
      return row === undefined ? null : problemOf(row);
    },

    list: (campaign: string, shard: number): ProblemRecord[] =>
      (selectShard.all(campaigns.id(campaign), shard) as unknown as ProblemRow[]).map(problemOf),

    settle(campaign: string, settlements: readonly ProblemSettlement[]): void {
      for (const { problem, outcome, reason } of settlements) settle.run(outcome, reason, id(campaign, problem));
    },

    reopen(campaign: string, problems: readonly string[]): void {
      for (const problem of problems) settle.run(null, null, id(campaign, problem));
    },

    failureReasons: (campaign: string): { reason: string; problems: number }[] =>
      (selectReasons.all(campaigns.id(campaign)) as unknown as { reason: string; problems: number }[]).map((row) => ({ ...row })),

    solutions: (campaign: string, problem: string): Solution[] =>
      (selectSolutions.all(id(campaign, problem)) as unknown as SolutionRow[]).map((row) => solutionOf(problem, row)),

    progress(campaign: string): ProgressFigures {
      const campaignId = campaigns.id(campaign);
      const settled = { finished: 0, quarantined: 0, too_easy: 0, budget: 0, failed: 0 };
      let problems = 0;
      for (const row of countOutcomes.all(campaignId) as unknown as { outcome: ProblemOutcome | null; problems: number }[]) {
        problems += row.problems;
        if (row.outcome !== null) settled[row.outcome] = row.problems;
      }
      return { problems, settled, draws: spend.draws(campaignId) };
    },
  };
}

function problemOf(row: ProblemRow): ProblemRecord {
  return { ...row, answerType: JSON.parse(row.answerType) as Problem["answerType"] };
}

function solutionOf(problem: string, row: SolutionRow): Solution {
  const { grade, gradeReason, requestKey, draw, ...rest } = row;
  const bounds = JSON.parse(row.steps) as number[];
  const steps: StepSpan[] = [];
  for (let index = 0; index + 1 < bounds.length; index += 2) steps.push({ start: bounds[index] ?? 0, end: bounds[index + 1] ?? 0 });
  return {
    ...rest,
    problem,
    steps,
    grade: (gradeReason === null ? { kind: grade } : { kind: grade, reason: gradeReason }) as Grade,
    mark: row.mark === null ? null : row.mark === 1,
    draw: requestKey === null || draw === null ? null : { requestKey, draw },
  };
}
