// Export `arrow`: a table as one Arrow IPC stream, batch by batch. Types and NULLs stay what they are.
import { join } from "node:path";
import {
  Bool,
  Field,
  Float64,
  Int32,
  Int64,
  RecordBatch,
  Schema,
  Struct,
  TimestampMillisecond,
  Utf8,
  makeData,
  vectorFromArray,
} from "apache-arrow";
import type { DataType } from "apache-arrow";
import type { DuckDBConnection } from "@duckdb/node-api";
import { fileListLiteral, identifier, openDatabase } from "../duckdb.ts";
import { DatasetError } from "../error.ts";
import type { ColumnType, Table } from "../tables/column.ts";
import { listParts } from "../tables/layout.ts";
import { tables } from "../tables/rows.ts";
import type { TableName } from "../tables/rows.ts";
import { writeArrowFile } from "./arrow-file.ts";
import { writeExport } from "./folder.ts";
import type { ExportRecord } from "./folder.ts";

export interface ArrowRequest {
  /** The campaign's folder. */
  readonly folder: string;
  /** Folder that the export becomes. */
  readonly out: string;
  /** Which table. Default `steps`. */
  readonly table?: TableName;
}

export interface ArrowReport extends ExportRecord {
  readonly format: "arrow";
  readonly table: TableName;
  readonly rows: number;
  readonly batches: number;
}

/**
 * Writes `out/<table>.arrows` in the order of parts and rows, in batches of at most 2,048 rows; one batch is in memory at a time.
 * Throws DatasetError: `no_campaign`, `folder_in_use`, `disk_full`, `unwritable`.
 */
export async function exportArrow({ folder, out, table = "steps" }: ArrowRequest): Promise<ArrowReport> {
  const parts = await listParts(folder, table);
  if (parts.length === 0)
    throw new DatasetError(
      "no_campaign",
      `There is no table ${table} in ${folder} yet; name the folder of a campaign whose first shard is written.`,
    );
  const file = `${table}.arrows`;
  return writeExport(out, async (building) => {
    const database = await openDatabase();
    const counted = { rows: 0, batches: 0 };
    try {
      const paths = parts.map((part) => join(folder, part));
      await writeArrowFile(join(building, file), batchesOf(database.connection, tables[table], { paths, counted }));
    } finally {
      await database.close();
    }
    return { format: "arrow", files: [file], table, ...counted };
  });
}

/** Arrow's types of our columns; a new Arrow type object for every column, as the library wants it. */
const arrowTypes: { readonly [Type in ColumnType]: () => DataType } = {
  VARCHAR: () => new Utf8(),
  BOOLEAN: () => new Bool(),
  INTEGER: () => new Int32(),
  BIGINT: () => new Int64(),
  DOUBLE: () => new Float64(),
  TIMESTAMP: () => new TimestampMillisecond(),
};

async function* batchesOf(
  connection: DuckDBConnection,
  table: Table,
  { paths, counted }: { paths: readonly string[]; counted: { rows: number; batches: number } },
): AsyncGenerator<RecordBatch> {
  const columns = Object.entries(table.columns);
  const schema = new Schema(columns.map(([name, column]) => new Field(name, arrowTypes[column.type](), column.null !== undefined)));
  const selected = columns.map(([name, { type }]) => (type === "TIMESTAMP" ? `epoch_ms(${identifier(name)})` : identifier(name)));
  const result = await connection.stream(`SELECT ${selected.join(", ")} FROM read_parquet(${fileListLiteral(paths)})`);
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    yield batchOf(schema, chunk.getColumns(), chunk.rowCount);
    counted.rows += chunk.rowCount;
    counted.batches++;
  }
  // A stream without rows still says what its columns are.
  if (counted.batches === 0) yield batchOf(schema, [], 0);
}

function batchOf(schema: Schema, columns: readonly (readonly unknown[])[], length: number): RecordBatch {
  const children = schema.fields.flatMap((field, index) => vectorFromArray(columns[index] ?? [], field.type as DataType).data);
  return new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length, nullCount: 0, children }));
}
