// Export `stepwise`: prompt, completions, labels, as TRL's PRMTrainer and axolotl take them. Works part by part: memory does not grow with the data.
import { writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { fileListLiteral, openDatabase, query, queryOne } from "../duckdb.ts";
import type { Database } from "../duckdb.ts";
import { DatasetError } from "../error.ts";
import { listParts } from "../tables/layout.ts";
import { writeExport } from "./folder.ts";
import type { ExportRecord } from "./folder.ts";
import { stepwiseCard } from "./stepwise-card.ts";
import type { Provenance } from "./stepwise-card.ts";
import { collectRows } from "./stepwise-collect.ts";
import type { Kept } from "./stepwise-collect.ts";
import { writeSplit } from "./stepwise-files.ts";
import { stepwiseOptions } from "./stepwise-options.ts";
import type { StepwiseLabel, StepwiseOptions, StepwiseRequest } from "./stepwise-options.ts";
import type { DroppedSolution, DroppedStep } from "./stepwise-rows.ts";
import { assignSplits } from "./stepwise-split.ts";

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
    const database = await openDatabase({ memoryMegabytes: 256, temporaryFolder: dirname(resolve(options.out)) });
    try {
      return await buildExport(database, { options, parts, folder });
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

async function buildExport(database: Database, work: Work): Promise<StepwiseReport> {
  const { options, parts, folder } = work;
  const { connection } = database;
  const { staged, solutions, steps, replaced } = await collectRows(database, parts, options);
  if (solutions.kept === 0) throw nothingToExport(options, solutions);
  const splitBy = await assignSplits(connection, options.testShare);
  const splits = await query<{ split: "train" | "test"; rows: bigint; steps: bigint; right: bigint }>(
    connection,
    `SELECT CASE WHEN test THEN 'test' ELSE 'train' END AS split, count(*) AS rows, sum(steps)::BIGINT AS steps, sum("right")::BIGINT AS "right"
      FROM example GROUP BY 1 ORDER BY 1 DESC`,
  );
  const files: string[] = [];
  for (const { split } of splits) files.push(...(await writeSplit(connection, { split, staged, folder, fileBytes: options.fileBytes })));
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
