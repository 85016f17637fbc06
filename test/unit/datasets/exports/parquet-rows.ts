// Reads what an export wrote.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileListLiteral, openDatabase, query } from "../../../../datasets/duckdb.ts";

export interface TrainingRow {
  readonly prompt: string;
  readonly completions: readonly string[];
  readonly labels: readonly boolean[];
  readonly problem_id: string;
  readonly solution_id: string;
}

/** Rows of one split in the order of its files; empty where the split has none. */
export async function trainingRows(out: string, split: "train" | "test"): Promise<readonly TrainingRow[]> {
  const files = readdirSync(join(out, "data"))
    .filter((name) => name.startsWith(`${split}-`))
    .sort();
  if (files.length === 0) return [];
  const database = await openDatabase();
  try {
    return await query<TrainingRow>(
      database.connection,
      `SELECT * FROM read_parquet(${fileListLiteral(files.map((name) => join(out, "data", name)))})`,
    );
  } finally {
    await database.close();
  }
}

export async function allTrainingRows(out: string): Promise<readonly TrainingRow[]> {
  return [...(await trainingRows(out, "train")), ...(await trainingRows(out, "test"))];
}
