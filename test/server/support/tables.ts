// Reads what a campaign has written: rows by SQL, and the sha256 of every part.
import { join } from "node:path";
import { fileListLiteral, openDatabase, query } from "../../../datasets/duckdb.ts";
import { sha256OfFile } from "../../../datasets/files.ts";
import { listParts, tableNames, volatileTables } from "../../../datasets/index.ts";
import type { ShardTables, TableName } from "../../../datasets/index.ts";

export type Rows = ShardTables;

/** Every row of every table, in the order of parts; integers as numbers. */
export async function readTables(folder: string): Promise<Rows> {
  const database = await openDatabase();
  try {
    const read = async (name: TableName): Promise<[TableName, unknown[]]> => {
      const files = (await listParts(folder, name)).map((file) => join(folder, file));
      if (files.length === 0) return [name, []];
      const rows = await query<Record<string, unknown>>(database.connection, `SELECT * FROM read_parquet(${fileListLiteral(files)})`);
      const plain = (value: unknown): unknown => (typeof value === "bigint" ? Number(value) : value);
      return [name, rows.map((row) => Object.fromEntries(Object.entries(row).map(([column, value]) => [column, plain(value)])))];
    };
    const entries: [TableName, unknown[]][] = [];
    for (const name of tableNames) entries.push(await read(name));
    return Object.fromEntries(entries) as unknown as Rows;
  } finally {
    await database.close();
  }
}

/** sha256 by file of every part whose bytes follow from its draws: all tables but `calls`. */
export async function partHashes(folder: string): Promise<Readonly<Record<string, string>>> {
  const hashes: Record<string, string> = {};
  for (const name of tableNames)
    if (!volatileTables.has(name)) for (const file of await listParts(folder, name)) hashes[file] = await sha256OfFile(join(folder, file));
  return hashes;
}

/** Everything that is decided, but for the campaign's name and configuration: equal for two campaigns with the same draws. */
export function decided({ problems, solutions, steps, prefixes, rollouts }: Rows): unknown {
  const unnamed = (rows: readonly object[]): unknown =>
    rows.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([column]) => column !== "campaign" && column !== "configuration_hash")),
    );
  return [problems, solutions, steps, prefixes, rollouts].map(unnamed);
}
