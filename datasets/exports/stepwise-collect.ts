// First pass of the stepwise export: part by part, training rows go to temporary files and what the split needs to know of them to a small table.
import { join } from "node:path";
import { fileLiteral, literal, query, queryOne } from "../duckdb.ts";
import type { Database } from "../duckdb.ts";
import type { StepwiseOptions } from "./stepwise-options.ts";
import { solutionsSql, stepFatesSql, stepsSql } from "./stepwise-rows.ts";
import type { DroppedSolution, DroppedStep } from "./stepwise-rows.ts";

/** Kept and dropped ones add up to the total. */
export interface Kept<Reason extends string> {
  readonly total: number;
  readonly kept: number;
  readonly dropped: Readonly<Record<Reason, number>>;
}

/** A temporary file of rows [from, next) by number: number, prompt, completions, labels, problem_id, solution_id. */
export interface StagedRows {
  readonly path: string;
  readonly from: number;
  readonly next: number;
}

export interface Collected {
  readonly staged: readonly StagedRows[];
  readonly solutions: Kept<DroppedSolution>;
  readonly steps: Kept<DroppedStep>;
  /** Kept steps whose inner line breaks were replaced. */
  readonly replaced: number;
}

/**
 * Fills table `example`, one row a kept solution in the order of part, problem and solution: number, problem_id, split (as the data say), key (md5 of the
 * prompt), bytes, steps, "right" (steps labelled so), test (not decided yet). `parts` are paths of the table `steps` relative to the campaign's folder.
 */
export async function collectRows(
  { connection, folder }: Database,
  parts: readonly string[],
  options: StepwiseOptions,
): Promise<Collected> {
  await connection.run(
    `CREATE TABLE example (number BIGINT, problem_id VARCHAR, split VARCHAR, key VARCHAR, bytes BIGINT, steps BIGINT, "right" BIGINT, test BOOLEAN)`,
  );
  const staged: StagedRows[] = [];
  const solutions = { kept: 0, no_decided_step: 0, duplicate: 0, separator_in_step: 0, empty: 0 };
  const steps = { kept: 0, undecided: 0, after_first_error: 0, empty: 0, duplicate: 0, separator_in_step: 0 };
  let replaced = 0;
  for (const [index, part] of parts.entries()) {
    const from = solutions.kept;
    await cutPart({ connection, part, options });
    for (const row of await query<{ fate: keyof typeof solutions; count: bigint }>(
      connection,
      "SELECT fate, count(*) AS count FROM solution GROUP BY 1",
    ))
      solutions[row.fate] += Number(row.count);
    for (const row of await query<{ fate: keyof typeof steps; count: bigint; replaced: bigint }>(connection, stepFatesSql)) {
      steps[row.fate] += Number(row.count);
      replaced += Number(row.replaced);
    }
    if (solutions.kept === from) continue;
    const path = join(folder, `rows-${index}.parquet`);
    await stagePart({ connection, path, from, separator: options.separator });
    staged.push({ path, from, next: solutions.kept });
  }
  return { staged, solutions: keptOf(solutions), steps: keptOf(steps), replaced };
}

type Connection = Database["connection"];

/** Fills tables `step` and `solution` with one part, every kept solution with its prompt and the split that the data say. */
async function cutPart({ connection, part, options }: { connection: Connection; part: string; options: StepwiseOptions }): Promise<void> {
  const problems = fileLiteral(join(options.folder, part.replace("/steps/", "/problems/")));
  await connection.run(`CREATE OR REPLACE TABLE step AS ${stepsSql(fileLiteral(join(options.folder, part)), options)}`);
  await connection.run(
    `CREATE OR REPLACE TABLE solution AS SELECT cut.*, question AS prompt, split FROM (${solutionsSql}) cut JOIN read_parquet(${problems}) USING (problem_id)`,
  );
  const { lost } = await queryOne<{ lost: bigint }>(
    connection,
    "SELECT count(*) AS lost FROM step ANTI JOIN solution USING (problem_id, solution)",
  );
  if (lost > 0n) throw new Error(`${lost} rows of ${part} belong to problems that its part of the table problems lacks`);
}

async function stagePart({
  connection,
  path,
  from,
  separator,
}: {
  connection: Connection;
  path: string;
  from: number;
  separator: string;
}): Promise<void> {
  await connection.run(
    `COPY (SELECT ${from} + row_number() OVER (ORDER BY problem_id, solution) - 1 AS number, prompt, completions, labels, problem_id, solution_id, split
      FROM solution WHERE fate = 'kept' ORDER BY number) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 8192, USE_TMP_FILE false)`,
  );
  await connection.run(
    `INSERT INTO example SELECT number, problem_id, split, md5(prompt),
      strlen(prompt) + list_sum(list_transform(completions, lambda step: strlen(step) + strlen(${literal(separator)})))::BIGINT,
      len(labels), len(list_filter(labels, lambda label: label)), false FROM read_parquet(${fileLiteral(path)})`,
  );
}

function keptOf<Reason extends string>(counts: Readonly<Record<Reason, number>> & { readonly kept: number }): Kept<Reason> {
  const { kept, ...dropped } = counts;
  const total = Object.values<number>(counts).reduce((sum, count) => sum + count, 0);
  return { total, kept, dropped: dropped as unknown as Record<Reason, number> };
}
