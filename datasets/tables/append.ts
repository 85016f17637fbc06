// Rows into a DuckDB table, value by value and strictly by the table's definition.
import { DuckDBTimestampValue } from "@duckdb/node-api";
import type { DuckDBAppender, DuckDBConnection } from "@duckdb/node-api";
import { identifier } from "../duckdb.ts";
import type { Column, ColumnType, Table } from "./column.ts";

/** Creates the empty table. */
export async function createTable(connection: DuckDBConnection, table: Table): Promise<void> {
  const columns = Object.entries(table.columns).map(
    ([name, column]) => `${identifier(name)} ${column.type}${column.null === undefined ? " NOT NULL" : ""}`,
  );
  await connection.run(`CREATE TABLE ${identifier(table.name)} (${columns.join(", ")})`);
}

/** Appends rows. Throws a TypeError that names table, column and value when a value is not of its column's type. */
export function appendRows(appender: DuckDBAppender, table: Table, rows: readonly Readonly<Record<string, unknown>>[]): void {
  const columns = Object.entries(table.columns).map(([name, column]) => ({ name, column, put: putters[column.type] }));
  for (const row of rows) for (const { name, column } of columns) checkValue(table, name, column, row[name]);
  for (const row of rows) {
    for (const { name, put } of columns) {
      const value = row[name];
      if (value === null) appender.appendNull();
      else put(appender, value as never);
    }
    appender.endRow();
  }
}

const putters: { readonly [Type in ColumnType]: (appender: DuckDBAppender, value: never) => void } = {
  VARCHAR: (appender, value: string) => appender.appendVarchar(value),
  BOOLEAN: (appender, value: boolean) => appender.appendBoolean(value),
  INTEGER: (appender, value: number) => appender.appendInteger(value),
  BIGINT: (appender, value: number) => appender.appendBigInt(BigInt(value)),
  DOUBLE: (appender, value: number) => appender.appendDouble(value),
  TIMESTAMP: (appender, value: number) => appender.appendTimestamp(new DuckDBTimestampValue(BigInt(value) * 1000n)),
};

/** A half-appended row cannot be taken back, so values are checked before the first is appended. */
function checkValue(table: Table, name: string, column: Column, value: unknown): void {
  if (value === null ? column.null !== undefined : fits(column, value)) return;
  throw new TypeError(`Column ${table.name}.${name} (${column.type}) cannot hold ${JSON.stringify(value) ?? String(value)}`);
}

function fits({ type, values }: Column, value: unknown): boolean {
  switch (type) {
    case "VARCHAR":
      return typeof value === "string" && (values === undefined || values.includes(value));
    case "BOOLEAN":
      return typeof value === "boolean";
    case "INTEGER":
      return Number.isInteger(value) && Math.abs(value as number) <= 0x7fff_ffff;
    case "BIGINT":
    case "TIMESTAMP":
      return Number.isSafeInteger(value);
    case "DOUBLE":
      return typeof value === "number" && Number.isFinite(value);
  }
}
