// Export `stepwise`: prompt, completions, labels, as TRL's PRMTrainer and axolotl take them. Works part by part: memory does not grow with the data.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { fileListLiteral, fileLiteral, literal, openDatabase, query, queryOne } from "../duckdb.ts";
import { DatasetError } from "../error.ts";
import { listParts } from "../tables/layout.ts";
import { writeExport } from "./folder.ts";
import type { ExportRecord } from "./folder.ts";
import { stepwiseCard } from "./stepwise-card.ts";
import type { Provenance } from "./stepwise-card.ts";
import { stepwiseOptions } from "./stepwise-options.ts";
import type { StepwiseLabel, StepwiseOptions, StepwiseRequest } from "./stepwise-options.ts";
import { solutionsSql, stepFatesSql, stepsSql } from "./stepwise-rows.ts";
import type { DroppedSolution, DroppedStep } from "./stepwise-rows.ts";
import { assignSplits } from "./stepwise-split.ts";

/** Kept and dropped ones add up to the total. */
export interface Kept<Reason extends string> {
  readonly total: number;
  readonly kept: number;
  readonly dropped: Readonly<Record<Reason, number>>;
}

export interface StepwiseReport extends ExportRecord {
  readonly format: "stepwise";
  readonly label: StepwiseLabel;
  readonly separator: string;
  readonly splitBy: "column" | "hash";
  readonly splits: readonly { readonly split: "train" | "test"; readonly rows: number; readonly steps: number; readonly right: number }[];
  readonly solutions: Kept<DroppedSolution>;
  readonly steps: Kept<DroppedStep>;
  /** Kept steps whose inner line breaks were replaced. */
  readonly stepsWithBreaksReplaced: number;
  /** UTF-8 bytes of a row: prompt, steps and separators. */
  readonly rowBytes: { readonly p50: number; readonly p90: number; readonly p99: number; readonly max: number };
  /** Rows of more than 4,096 bytes: at 4 bytes a token over TRL's default length, beyond which it drops labels silently. */
  readonly rowsLikelyOver1024Tokens: number;
}

/**
 * Writes `out/README.md` and `out/data/{train,test}-00000-of-0000N.parquet`. Rows are in the order of shard, problem id, solution; same tables and
 * options, same bytes. Throws DatasetError: `no_campaign`, `nothing_to_export`, `bad_option`, `folder_in_use`, `disk_full`, `unwritable`.
 */
export async function exportStepwise(request: StepwiseRequest): Promise<StepwiseReport> {
  const options = stepwiseOptions(request);
  const parts = await listParts(options.folder, "steps");
  if (parts.length === 0)
    throw new DatasetError(
      "no_campaign",
      `There are no tables in ${options.folder} yet; name the folder of a campaign whose first shard is written.`,
    );
  return writeExport(options.out, async (folder) => {
    const database = await openDatabase({ storage: "file", temporaryFolder: dirname(resolve(options.out)) });
    try {
      return await buildExport(database.connection, { options, parts, folder });
    } finally {
      await database.close();
    }
  });
}

interface Work {
  readonly options: StepwiseOptions;
  readonly parts: readonly string[];
  /** Folder to fill. */
  readonly folder: string;
}

async function buildExport(connection: DuckDBConnection, work: Work): Promise<StepwiseReport> {
  const { options, folder } = work;
  const { solutions, steps, replaced } = await collectRows(connection, work);
  if (solutions.kept === 0) throw nothingToExport(options, solutions);
  const splitBy = await assignSplits(connection, options.testShare);
  const splits = await query<{ split: "train" | "test"; rows: bigint; steps: bigint; right: bigint }>(
    connection,
    `SELECT CASE WHEN test THEN 'test' ELSE 'train' END AS split, count(*) AS rows, sum(len(labels))::BIGINT AS steps,
      sum(len(list_filter(labels, lambda label: label)))::BIGINT AS right FROM example GROUP BY 1 ORDER BY 1 DESC`,
  );
  const files: string[] = [];
  for (const { split } of splits) files.push(...(await writeFiles(connection, split, work)));
  const lengths = await queryOne<{ bytes: readonly bigint[]; most: bigint; over: bigint }>(
    connection,
    "SELECT quantile_disc(bytes, [0.5, 0.9, 0.99]) AS bytes, max(bytes) AS most, count(*) FILTER (bytes > 4096) AS over FROM example",
  );
  const [p50 = 0, p90 = 0, p99 = 0] = lengths.bytes.map(Number);
  const report: StepwiseReport = {
    format: "stepwise",
    files: ["README.md", ...files],
    label: options.label,
    separator: options.separator,
    splitBy,
    splits: splits.map(({ split, rows, steps, right }) => ({ split, rows: Number(rows), steps: Number(steps), right: Number(right) })),
    solutions,
    steps,
    stepsWithBreaksReplaced: replaced,
    rowBytes: { p50, p90, p99, max: Number(lengths.most) },
    rowsLikelyOver1024Tokens: Number(lengths.over),
  };
  await writeFile(join(folder, "README.md"), stepwiseCard(report, await readProvenance(connection, work)));
  return report;
}

/** Fills table `example`, one row a kept solution, part by part. */
async function collectRows(connection: DuckDBConnection, { options, parts }: Work) {
  await connection.run(
    `CREATE TABLE example (number BIGINT, problem_id VARCHAR, solution_id VARCHAR, prompt VARCHAR, completions VARCHAR[], labels BOOLEAN[],
      split VARCHAR, key VARCHAR, bytes BIGINT, test BOOLEAN)`,
  );
  const solutions: Record<DroppedSolution, number> & { kept: number } = {
    kept: 0,
    no_decided_step: 0,
    duplicate: 0,
    separator_in_step: 0,
    empty: 0,
  };
  const steps: Record<DroppedStep, number> & { kept: number } = {
    kept: 0,
    undecided: 0,
    after_first_error: 0,
    empty: 0,
    duplicate: 0,
    separator_in_step: 0,
  };
  let replaced = 0;
  for (const part of parts) {
    const problems = fileLiteral(join(options.folder, part.replace("/steps/", "/problems/")));
    await connection.run(`CREATE OR REPLACE TEMP TABLE step AS ${stepsSql(fileLiteral(join(options.folder, part)), options)}`);
    await connection.run(`CREATE OR REPLACE TEMP TABLE solution AS ${solutionsSql}`);
    await connection.run(
      `INSERT INTO example SELECT (SELECT count(*) FROM example) + row_number() OVER (ORDER BY problem_id, solution) - 1, problem_id, solution_id,
        question, completions, labels, split, md5(question),
        strlen(question) + list_sum(list_transform(completions, lambda step: strlen(step) + strlen(${literal(options.separator)})))::BIGINT, false
        FROM solution JOIN read_parquet(${problems}) USING (problem_id) WHERE fate = 'kept' ORDER BY problem_id, solution`,
    );
    for (const { fate, count } of await query<{ fate: keyof typeof solutions; count: bigint }>(
      connection,
      "SELECT fate, count(*) AS count FROM solution GROUP BY 1",
    ))
      solutions[fate] += Number(count);
    for (const row of await query<{ fate: keyof typeof steps; count: bigint; replaced: bigint }>(connection, stepFatesSql)) {
      steps[row.fate] += Number(row.count);
      replaced += Number(row.replaced);
    }
  }
  return { solutions: keptOf(solutions), steps: keptOf(steps), replaced };
}

function keptOf<Reason extends string>(counts: Readonly<Record<Reason, number>> & { readonly kept: number }): Kept<Reason> {
  const { kept, ...dropped } = counts;
  const total = Object.values<number>(counts).reduce((sum, count) => sum + count, 0);
  return { total, kept, dropped: dropped as unknown as Record<Reason, number> };
}

/** Files of one split, of about equal numbers of rows. Returns their names. */
async function writeFiles(connection: DuckDBConnection, split: "train" | "test", { options, folder }: Work): Promise<readonly string[]> {
  const condition = split === "test" ? "test" : "NOT test";
  const { rows, bytes } = await queryOne<{ rows: bigint; bytes: bigint }>(
    connection,
    `SELECT count(*) AS rows, sum(bytes)::BIGINT AS bytes FROM example WHERE ${condition}`,
  );
  const count = Math.min(Number(rows), Math.max(1, Math.ceil(Number(bytes) / options.fileBytes)));
  await mkdir(join(folder, "data"), { recursive: true });
  const files = Array.from({ length: count }, (_, index) => `data/${split}-${digits(index)}-of-${digits(count)}.parquet`);
  for (const [index, file] of files.entries()) {
    const from = Math.floor((index * Number(rows)) / count);
    const next = Math.floor(((index + 1) * Number(rows)) / count);
    const edge = (rank: number) =>
      `coalesce((SELECT number FROM example WHERE ${condition} ORDER BY number LIMIT 1 OFFSET ${rank}), 9223372036854775807)`;
    await connection.run(
      `COPY (SELECT prompt, completions, labels, problem_id, solution_id FROM example WHERE ${condition} AND number >= ${edge(from)} AND number < ${edge(next)})
        TO ${literal(join(folder, file))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 10240, USE_TMP_FILE false)`,
    );
  }
  return files;
}

function digits(number: number): string {
  return String(number).padStart(5, "0");
}

async function readProvenance(connection: DuckDBConnection, { options, parts }: Work): Promise<Provenance> {
  const files = fileListLiteral(parts.map((part) => join(options.folder, part)));
  const found = await queryOne<Record<string, readonly string[] | null>>(
    connection,
    `SELECT list(DISTINCT campaign) AS campaigns, list(DISTINCT coalesce(solver, 'given')) AS solvers, list(DISTINCT completer) AS completers,
      list(DISTINCT prompt_version) AS prompts, list(DISTINCT checker_version) AS checkers, list(DISTINCT segmenter_version) AS segmenters,
      list(DISTINCT configuration_hash) AS hashes FROM read_parquet(${files})`,
  );
  const sorted = (...names: readonly string[]) => names.flatMap((name) => [...(found[name] ?? [])].sort());
  return {
    campaigns: sorted("campaigns"),
    solvers: sorted("solvers"),
    completers: sorted("completers"),
    versions: sorted("prompts", "checkers", "segmenters"),
    configurationHashes: sorted("hashes"),
  };
}

function nothingToExport({ folder, label }: StepwiseOptions, { total, dropped }: Kept<DroppedSolution>): DatasetError {
  const reasons = Object.entries(dropped).flatMap(([reason, count]) => (count === 0 ? [] : `${count} ${reason}`));
  return new DatasetError(
    "nothing_to_export",
    `${folder} has no row to export with label ${label}: ${total} labelled solutions${reasons.length === 0 ? "" : ` (${reasons.join(", ")})`}; try another label or measure more.`,
  );
}
