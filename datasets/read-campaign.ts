// Reads a campaign's tables back, for `show`, `status` and whoever wants rows instead of files.
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { fileListLiteral, identifier, literal, openDatabase } from "./duckdb.ts";
import { DatasetError, readFailure } from "./error.ts";
import type { RowOf, Table } from "./tables/column.ts";
import { listParts } from "./tables/layout.ts";
import { tables } from "./tables/rows.ts";
import type { TableName } from "./tables/rows.ts";

type RowsOf<Name extends TableName> = readonly RowOf<(typeof tables)[Name]>[];

export interface CampaignTables {
  /** The steps of a solution in order; empty when it is not labelled or not there. */
  readSteps(solutionId: string): Promise<RowsOf<"steps">>;
  readSolution(solutionId: string): Promise<RowsOf<"solutions">[number] | null>;
  /** All solutions of a problem, by index. */
  readSolutions(problemId: string): Promise<RowsOf<"solutions">>;
  readProblem(problemId: string): Promise<RowsOf<"problems">[number] | null>;
  readPrefixes(solutionId: string): Promise<RowsOf<"prefixes">>;
  readRollouts(solutionId: string): Promise<RowsOf<"rollouts">>;
  /** The first solutions that have labels, in the order of parts: examples to look at. */
  readLabelledSolutions(limit: number): Promise<RowsOf<"solutions">>;
  close(): Promise<void>;
}

/** Opens the parts that are written so far. Throws DatasetError `no_campaign` when there are none. Ids select by Parquet statistics, so a read touches few row groups. */
export async function openCampaignTables(folder: string): Promise<CampaignTables> {
  if ((await listParts(folder, "steps")).length === 0)
    throw new DatasetError(
      "no_campaign",
      `There are no tables in ${folder} yet; name the folder of a campaign whose first shard is written.`,
    );
  const database = await openDatabase();
  const read = async <Name extends TableName>(name: Name, condition: string): Promise<RowsOf<Name>> => {
    try {
      const rows = await selectRows(database.connection, folder, name, condition);
      return rows as RowsOf<Name>;
    } catch (error) {
      throw readFailure(join(folder, "data", name), error);
    }
  };
  const ofSolution = (id: string) =>
    `problem_id = ${literal(id.slice(0, Math.max(0, id.lastIndexOf("/"))))} AND solution_id = ${literal(id)}`;
  const ofProblem = (id: string) => `problem_id = ${literal(id)}`;
  return {
    readSteps: async (id) => read("steps", ofSolution(id)),
    readSolution: async (id) => (await read("solutions", ofSolution(id)))[0] ?? null,
    readSolutions: async (id) => read("solutions", ofProblem(id)),
    readProblem: async (id) => (await read("problems", ofProblem(id)))[0] ?? null,
    readPrefixes: async (id) => read("prefixes", ofSolution(id)),
    readRollouts: async (id) => read("rollouts", ofSolution(id)),
    readLabelledSolutions: async (limit) => {
      const steps = fileListLiteral((await listParts(folder, "steps")).map((file) => join(folder, file)));
      const first = `SELECT solution_id FROM (SELECT DISTINCT problem_id, solution, solution_id FROM read_parquet(${steps})) ORDER BY problem_id, solution LIMIT ${Math.trunc(limit)}`;
      return read("solutions", `solution_id IN (${first})`);
    },
    close: async () => database.close(),
  };
}

/** Rows of a table that meet an SQL condition, in the table's order, as the table's definition types them. */
async function selectRows(
  connection: DuckDBConnection,
  folder: string,
  name: TableName,
  condition: string,
): Promise<readonly Record<string, unknown>[]> {
  const table: Table = tables[name];
  const files = (await listParts(folder, name)).map((file) => join(folder, file));
  if (files.length === 0) return [];
  const columns = Object.entries(table.columns).map(([column, { type }]) =>
    type === "TIMESTAMP" ? `epoch_ms(${identifier(column)}) AS ${identifier(column)}` : identifier(column),
  );
  const result = await connection.runAndReadAll(
    `SELECT ${columns.join(", ")} FROM read_parquet(${fileListLiteral(files)}) WHERE ${condition} ORDER BY ${table.order.map(identifier).join(", ")}`,
  );
  return result
    .getRowObjectsJS()
    .map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, typeof value === "bigint" ? Number(value) : value])));
}
