// Last pass of the stepwise export: from temporary files to the files of a split.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { fileListLiteral, literal, query, queryOne } from "../duckdb.ts";
import type { StagedRows } from "./stepwise-collect.ts";

interface SplitWork {
  readonly split: "train" | "test";
  readonly staged: readonly StagedRows[];
  /** Folder of the export. */
  readonly folder: string;
  /** About so many bytes of text a file. */
  readonly fileBytes: number;
}

/** Writes the rows of one split in order, into files of about equal numbers of rows. Returns their names relative to the folder. */
export async function writeSplit(
  connection: DuckDBConnection,
  { split, staged, folder, fileBytes }: SplitWork,
): Promise<readonly string[]> {
  const condition = split === "test" ? "test" : "NOT test";
  const size = await queryOne<{ rows: bigint; bytes: bigint }>(
    connection,
    `SELECT count(*) AS rows, sum(bytes)::BIGINT AS bytes FROM example WHERE ${condition}`,
  );
  const rows = Number(size.rows);
  const count = Math.min(rows, Math.max(1, Math.ceil(Number(size.bytes) / fileBytes)));
  await mkdir(join(folder, "data"), { recursive: true });
  const files = Array.from({ length: count }, (_, index) => `data/${split}-${digits(index)}-of-${digits(count)}.parquet`);
  for (const [index, file] of files.entries()) {
    const first = await numberAt(connection, condition, Math.floor((index * rows) / count));
    const last = await numberAt(connection, condition, Math.floor(((index + 1) * rows) / count) - 1);
    const sources = staged.filter(({ from, next }) => from <= last && next > first).map(({ path }) => path);
    await connection.run(
      `COPY (SELECT prompt, completions, labels, problem_id, solution_id FROM read_parquet(${fileListLiteral(sources)})
        WHERE number IN (SELECT number FROM example WHERE ${condition} AND number BETWEEN ${first} AND ${last}) ORDER BY number)
        TO ${literal(join(folder, file))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 10240, USE_TMP_FILE false)`,
    );
  }
  return files;
}

/** Number of the split's row with this 0-based rank. */
async function numberAt(connection: DuckDBConnection, condition: string, rank: number): Promise<number> {
  const [row] = await query<{ number: bigint }>(
    connection,
    `SELECT number FROM example WHERE ${condition} ORDER BY number LIMIT 1 OFFSET ${rank}`,
  );
  return Number(row?.number);
}

function digits(number: number): string {
  return String(number).padStart(5, "0");
}
