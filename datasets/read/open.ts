// Opens a problem file of any format, checks all that can be known before a row is read, and serves its rows page by page.
import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { ProblemsConfiguration } from "../../schemas/index.ts";
import { fileLiteral, literal, openDatabase, query, queryOne } from "../duckdb.ts";
import type { Database } from "../duckdb.ts";
import { DatasetError, readFailure } from "../error.ts";
import { sha256OfFile } from "../files.ts";
import { openCsv } from "./csv.ts";
import { decodeRow } from "./decode-row.ts";
import { readHead } from "./head.ts";
import { openJson } from "./json.ts";
import { mappedColumns } from "./mapping.ts";
import type { MappedColumn, Meaning } from "./mapping.ts";
import { openParquet } from "./parquet.ts";
import { missingColumn } from "./paths.ts";
import { problemId } from "./problem-id.ts";
import type { RawRow } from "./raw-row.ts";
import type { ResolvedColumn, Source, SourceContext } from "./source.ts";

/** Two rows with one id. `id` is the problem id that both would have; rows are 0-based. */
export interface DuplicateId {
  readonly id: string;
  readonly rows: readonly [number, number];
  readonly lines: readonly [number | null, number | null];
}

export interface ProblemFile {
  /** Rows, blank lines not counted, up to the configured limit; unusable rows are counted. */
  readonly rows: number;
  /** sha256 of the file's bytes. */
  readonly sha256: string;
  /** Rows [from, from + count) in order. A later row with the id of an earlier one comes as invalid. Cost: O(count). */
  readPage(from: number, count: number): Promise<readonly RawRow[]>;
  /** Rows that repeat the id of an earlier row (without ids: its question and gold answer), in order; at most `limit` (default 20). */
  duplicateIds(limit?: number): Promise<readonly DuplicateId[]>;
  /** Frees the temporary copy. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Folder that a relative path starts from. */
  readonly baseFolder: string;
  /** Where the temporary copy of the mapped columns goes while the file is open. Default: the system's. */
  readonly temporaryFolder?: string;
}

/**
 * Opens the configured problem file: JSON Lines, a JSON array, CSV, TSV or Parquet, text formats also as .gz and .zst. The mapped columns are
 * copied once to a temporary Parquet file, so that pages and duplicates are cheap for any format and size; the file itself is never whole in
 * memory. Throws DatasetError: unreadable, empty_file, unknown_format, malformed, missing_column, column_mapped_twice.
 */
export async function openProblemFile(configuration: ProblemsConfiguration, options: OpenOptions): Promise<ProblemFile> {
  const shown = configuration.path;
  const path = resolve(options.baseFolder, shown);
  await refuseUnreadable(path);
  const format = formatOf(configuration);
  const mapping = mappedColumns(configuration.columns);
  const sha256 = await sha256OfFile(path).catch((error: unknown) => {
    throw readFailure(path, error);
  });
  const database = await openDatabase(options.temporaryFolder === undefined ? {} : { temporaryFolder: options.temporaryFolder });
  try {
    const source = await openSource(format, { connection: database.connection, path, shown });
    const columns = await resolveColumns(source, mapping, shown);
    const rows = await stage(database, source, columns, configuration.limit);
    if (rows === 0) throw new DatasetError("empty_file", `${path} holds no rows; name a file with at least one problem.`);
    return servePages(database, columns, { rows, sha256 });
  } catch (error) {
    await database.close();
    throw readFailure(path, error);
  }
}

type Format = NonNullable<ProblemsConfiguration["format"]>;

const endings: Readonly<Record<Format, RegExp>> = {
  jsonl: /\.(jsonl|ndjson|json)(\.gz|\.zst)?$/i,
  csv: /\.(csv|tsv)(\.gz|\.zst)?$/i,
  parquet: /\.parquet$/i,
};

function formatOf({ path, format }: ProblemsConfiguration): Format {
  if (format !== undefined) return format;
  const told = Object.entries(endings).find(([, ending]) => ending.test(path));
  if (told !== undefined) return told[0] as Format;
  throw new DatasetError(
    "unknown_format",
    `The format of ${path} cannot be told from its name; set problems.format to jsonl, csv or parquet.`,
  );
}

async function refuseUnreadable(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    throw readFailure(path, error);
  });
  if (found.isDirectory()) throw new DatasetError("unreadable", `${path} is a folder; name a file.`);
  if (found.size === 0) throw new DatasetError("empty_file", `${path} is empty; name a file with at least one problem.`);
}

async function openSource(format: Format, context: SourceContext): Promise<Source> {
  switch (format) {
    case "jsonl":
      return openJson(context, await readHead(context.path));
    case "csv":
      return openCsv(context, await readHead(context.path));
    case "parquet":
      return openParquet(context);
  }
}

async function resolveColumns(source: Source, mapping: readonly MappedColumn[], shown: string): Promise<readonly ResolvedColumn[]> {
  const resolved: ResolvedColumn[] = [];
  for (const column of mapping) {
    const access = await source.resolve(column);
    if (access !== null) resolved.push({ ...column, access });
    else if (!column.optional) throw missingColumn(shown, column, source.available);
  }
  return resolved;
}

/** Rows that a page must unpack at least: small enough for a page of 40 to be cheap. */
const stagedRowGroup = 8192;

/**
 * Copies the mapped cells of every row to a temporary Parquet file behind the view `input`, numbered, and fills the table `duplicate`.
 * (A table of DuckDB would take three times the time and memory.) Returns the number of rows.
 */
async function stage(
  { connection, folder }: Database,
  source: Source,
  columns: readonly ResolvedColumn[],
  limit: number | undefined,
): Promise<number> {
  const cell = (meaning: Meaning) =>
    `nullif(cells[${columns.findIndex((column) => column.meaning === meaning && column.solution === null) + 1}], 'null')`;
  const byContent = `${cell("question")} || chr(10) || ${cell("gold")}`;
  const byId = `CASE WHEN trim(${cell("id")} ->> '$') <> '' THEN 'id ' || (${cell("id")} ->> '$') END`;
  const key = columns.some((column) => column.meaning === "id") ? `coalesce(${byId}, ${byContent})` : byContent;
  const staged = join(folder, "input.parquet");
  await connection.run(
    `COPY (SELECT row_number() OVER () - 1 AS row, line, cells, broken, md5(${key})::UUID AS key FROM (${source.rowsSql(columns)}${limit === undefined ? "" : ` LIMIT ${limit}`})) ` +
      `TO ${literal(staged)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${stagedRowGroup}, USE_TMP_FILE false)`,
  );
  await connection.run(`CREATE VIEW input AS SELECT * FROM read_parquet(${fileLiteral(staged)})`);
  await connection.run(
    `CREATE TABLE duplicate AS SELECT input.row, first.row AS first_row FROM input JOIN ` +
      `(SELECT key, min(row) AS row FROM input WHERE key IS NOT NULL GROUP BY key HAVING count(*) > 1) first ON input.key = first.key WHERE input.row <> first.row ORDER BY 1`,
  );
  return Number((await queryOne<{ rows: bigint }>(connection, "SELECT count(*) AS rows FROM input")).rows);
}

interface InputRow {
  readonly row: bigint;
  readonly line: bigint | null;
  readonly cells: readonly (string | null)[] | null;
  readonly broken: string | null;
  readonly first_row: bigint | null;
}

function servePages(
  database: Database,
  columns: readonly ResolvedColumn[],
  { rows, sha256 }: { rows: number; sha256: string },
): ProblemFile {
  const { connection } = database;
  const read = async (condition: string): Promise<readonly RawRow[]> => {
    const found = await query<InputRow>(
      connection,
      `SELECT input.row, line, cells, broken, first_row FROM input LEFT JOIN duplicate USING (row) WHERE ${condition} ORDER BY input.row`,
    );
    return found.map(({ row, line, cells, broken, first_row }) =>
      decodeRow(
        {
          row: Number(row),
          line: line === null ? null : Number(line),
          cells,
          broken,
          duplicateOf: first_row === null ? null : Number(first_row),
        },
        columns,
      ),
    );
  };
  return {
    rows,
    sha256,
    readPage: async (from, count) => read(`input.row >= ${Math.trunc(from)} AND input.row < ${Math.trunc(from + count)}`),
    duplicateIds: async (limit = 20) => {
      const pairs = await query<{ row: bigint; first_row: bigint }>(
        connection,
        `SELECT row, first_row FROM duplicate ORDER BY row LIMIT ${Math.trunc(limit)}`,
      );
      const duplicates: DuplicateId[] = [];
      for (const { row, first_row } of pairs) {
        const [first] = await read(`input.row = ${first_row}`);
        const second = await queryOne<{ line: bigint | null }>(connection, `SELECT line FROM input WHERE row = ${row}`);
        const id = first?.kind === "problem" ? first.id : problemId(String(first_row), "", "");
        duplicates.push({
          id,
          rows: [Number(first_row), Number(row)],
          lines: [first?.line ?? null, second.line === null ? null : Number(second.line)],
        });
      }
      return duplicates;
    },
    close: async () => database.close(),
  };
}
