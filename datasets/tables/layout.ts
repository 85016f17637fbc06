// Where the files of a campaign's data set are.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { TableName } from "./rows.ts";

/** `data/<table>/part-00003.parquet`, relative to the campaign's folder. */
export function partFile(table: TableName, shard: number): string {
  return `data/${table}/part-${String(shard).padStart(5, "0")}.parquet`;
}

/** Parts of a table in order of shard, relative to the campaign's folder; half-written ones are not among them. */
export async function listParts(folder: string, table: TableName): Promise<readonly string[]> {
  const names = await readdir(join(folder, "data", table)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const shards = names.flatMap((name) => /^part-(\d{5,})\.parquet$/.exec(name)?.[1] ?? []).map(Number);
  return shards.sort((a, b) => a - b).map((shard) => partFile(table, shard));
}
