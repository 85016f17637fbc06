// The registry of tables: a new table is one file and one line in each of the two lists here.
import { callsTable } from "./calls.ts";
import type { CallRow } from "./calls.ts";
import type { Table } from "./column.ts";
import { prefixesTable } from "./prefixes.ts";
import type { PrefixRow } from "./prefixes.ts";
import { problemsTable } from "./problems.ts";
import type { ProblemRow } from "./problems.ts";
import { rolloutsTable } from "./rollouts.ts";
import type { RolloutRow } from "./rollouts.ts";
import { solutionsTable } from "./solutions.ts";
import type { SolutionRow } from "./solutions.ts";
import { stepsTable } from "./steps.ts";
import type { StepRow } from "./steps.ts";

export const tables = {
  problems: problemsTable,
  solutions: solutionsTable,
  steps: stepsTable,
  prefixes: prefixesTable,
  rollouts: rolloutsTable,
  calls: callsTable,
} as const satisfies Readonly<Record<string, Table>>;

/** Rows of a shard, of every table: all of them or a piece (say, one problem's). Their order does not matter. */
export interface ShardTables {
  readonly problems: readonly ProblemRow[];
  readonly solutions: readonly SolutionRow[];
  readonly steps: readonly StepRow[];
  readonly prefixes: readonly PrefixRow[];
  readonly rollouts: readonly RolloutRow[];
  readonly calls: readonly CallRow[];
}

export type TableName = keyof typeof tables;
export const tableNames = Object.keys(tables) as readonly TableName[];

/** The tables that differ between two runs of the same draws: they hold time, attempts and money. */
export const volatileTables: ReadonlySet<TableName> = new Set(["calls"]);

/** Version of names, types and meanings of the tables' columns; raised with every change that a reader would notice. */
export const tablesVersion = 1;

/** A solution's id: problem ids hold no slash. */
export function solutionId(problem: string, solution: number): string {
  return `${problem}/${solution}`;
}
