// Predictions from a campaign's tables: what it says of each given solution, and what it cost.
import { join } from "node:path";
import { fileListLiteral, openDatabase } from "../duckdb.ts";
import { DatasetError, readFailure } from "../error.ts";
import { listParts } from "../tables/layout.ts";
import type { TableName } from "../tables/rows.ts";
import type { Prediction } from "./join.ts";
import type { Cost } from "./score.ts";
import { countedVerdict, posteriorVerdict } from "./verdicts.ts";
import type { VerdictRule } from "./verdicts.ts";

export interface CampaignPredictions {
  /** One for each problem's first given solution; the id is the problem's own in its file. */
  readonly predictions: readonly Prediction[];
  readonly cost: Cost;
}

type Row = Readonly<Record<string, unknown>>;

/**
 * Reads the parts that are written. Rollouts are those of solutions, without the root's; dollars are those of all calls. Throws DatasetError `no_campaign`,
 * `missing_column` (posterior, where the tables were written without it), `unreadable` or `malformed`.
 */
export async function readPredictions(folder: string, rule: VerdictRule): Promise<CampaignPredictions> {
  const database = await openDatabase();
  const select = async (sql: string): Promise<readonly Row[]> => (await database.connection.runAndReadAll(sql)).getRowObjectsJS();
  try {
    const [steps, solutions, problems, prefixes, calls] = await Promise.all(
      (["steps", "solutions", "problems", "prefixes", "calls"] as const).map((table) => source(folder, table)),
    );
    const columns = await select(`DESCRIBE SELECT * FROM ${steps}`);
    const hasPosterior = columns.some(({ column_name: name }) => name === "p_first_error");
    if (rule.kind === "posterior" && !hasPosterior)
      throw new DatasetError("missing_column", `The tables in ${folder} have no column p_first_error; write them again with relabel.`);
    const rows = await select(
      `SELECT p.source_id AS id, p.domain, s.steps, s.first_error, l.labelled, l.posterior FROM ${solutions} s JOIN ${problems} p USING (problem_id) ` +
        `LEFT JOIN (SELECT solution_id, true AS labelled, ${hasPosterior ? "list(p_first_error ORDER BY step)" : "NULL"} AS posterior FROM ${steps} GROUP BY solution_id) l USING (solution_id) ` +
        `WHERE s.origin = 'given' AND s.solution = 0 AND p.source_id IS NOT NULL ORDER BY p.row`,
    );
    const [spent] = await select(
      `SELECT (SELECT coalesce(sum(draws), 0) FROM ${prefixes} WHERE solution >= 0) AS rollouts, ` +
        `(SELECT count(*) FROM ${calls} WHERE micro_usd IS NULL) AS unpriced, (SELECT coalesce(sum(micro_usd), 0) / 1e6 FROM ${calls}) AS usd`,
    );
    return {
      predictions: rows.map((row) => predictionOf(row, rule)),
      cost: { rollouts: Number(spent?.["rollouts"]), usd: Number(spent?.["unpriced"]) > 0 ? null : Number(spent?.["usd"]) },
    };
  } catch (error) {
    throw readFailure(folder, error);
  } finally {
    await database.close();
  }
}

async function source(folder: string, table: TableName): Promise<string> {
  const parts = await listParts(folder, table);
  if (parts.length === 0)
    throw new DatasetError("no_campaign", `There are no tables in ${folder} yet; name the folder of a campaign that has run.`);
  return `read_parquet(${fileListLiteral(parts.map((file) => join(folder, file)))})`;
}

function predictionOf({ id, domain, steps, first_error: firstError, labelled, posterior }: Row, rule: VerdictRule): Prediction {
  const isLabelled = labelled === true;
  return {
    id: String(id),
    domain: typeof domain === "string" ? domain : null,
    steps: Number(steps),
    verdict:
      rule.kind === "posterior" && isLabelled
        ? posteriorVerdict(probabilities(posterior), rule.confidence)
        : countedVerdict(rule.kind === "posterior" || firstError === null ? null : Number(firstError), isLabelled),
  };
}

function probabilities(list: unknown): readonly (number | null)[] {
  return Array.isArray(list) ? list.map((each) => (each === null ? null : Number(each))) : [];
}
