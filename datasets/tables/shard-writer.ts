// Writes one shard's part of every table. Rows come in any order and in pieces; the same rows give the same bytes.
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { DuckDBAppender, DuckDBConnection } from "@duckdb/node-api";
import { identifier, literal, openDatabase, query, queryOne } from "../duckdb.ts";
import { DatasetError, writeFailure } from "../error.ts";
import { sha256OfFile, writeAtomically } from "../files.ts";
import { appendRows, createTable } from "./append.ts";
import type { Table } from "./column.ts";
import { partFile } from "./layout.ts";
import { tableNames, tables } from "./rows.ts";
import type { ShardTables, TableName } from "./rows.ts";

/** A written part. */
export interface Part {
  readonly table: TableName;
  /** Path relative to the campaign's folder. */
  readonly file: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

export interface ShardWriter {
  /** Adds rows to any of the tables. Rows live in DuckDB from here on, which spills them to disk when they are many. */
  append(rows: Partial<ShardTables>): void;
  /** Writes one part a table, each atomically, empty ones too, and closes the writer. */
  finish(): Promise<readonly Part[]>;
  /** Drops the rows. After finish() it does nothing. */
  close(): Promise<void>;
}

/** Rows that a reader must hold at once, a multiple of DuckDB's vector of 2,048. */
const rowGroupSize = 20_480;

/**
 * Opens a writer of shard `shard` (0-based) of the campaign in `folder`. finish() throws DatasetError `disk_full` or `unwritable` (what was
 * written before stays whole), or `duplicate_key` when two rows have one key, which would leave their order to chance.
 */
export async function openShardWriter(folder: string, shard: number): Promise<ShardWriter> {
  const database = await openDatabase({ memoryMegabytes: 128 });
  const { connection } = database;
  const appenders = new Map<TableName, DuckDBAppender>();
  try {
    for (const name of tableNames) {
      await createTable(connection, tables[name]);
      appenders.set(name, await connection.createAppender(name));
    }
  } catch (error) {
    await database.close();
    throw writeFailure(folder, error);
  }
  let open = true;
  const close = async () => {
    if (!open) return;
    open = false;
    for (const appender of appenders.values()) appender.closeSync();
    await database.close();
  };
  return {
    append: (rows) => {
      for (const [name, appender] of appenders) appendRows(appender, tables[name], rows[name] ?? []);
    },
    finish: async () => {
      try {
        for (const appender of appenders.values()) appender.flushSync();
        const parts: Part[] = [];
        for (const name of tableNames) parts.push(await writePart(connection, name, { folder, shard }));
        return parts;
      } catch (error) {
        throw writeFailure(folder, error);
      } finally {
        await close();
      }
    },
    close,
  };
}

/** Writes a shard whose rows are all at hand: see openShardWriter. */
export async function writeShard(folder: string, shard: number, rows: ShardTables): Promise<readonly Part[]> {
  const writer = await openShardWriter(folder, shard);
  try {
    writer.append(rows);
    return await writer.finish();
  } finally {
    await writer.close();
  }
}

async function writePart(connection: DuckDBConnection, name: TableName, place: { folder: string; shard: number }): Promise<Part> {
  const table: Table = tables[name];
  const order = table.order.map(identifier).join(", ");
  await refuseDoubleKeys(connection, table, order);
  const file = partFile(name, place.shard);
  const path = join(place.folder, file);
  await writeAtomically(path, async (temporary) => {
    await connection.run(
      `COPY (SELECT * FROM ${identifier(name)} ORDER BY ${order}) TO ${literal(temporary)} ` +
        `(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rowGroupSize}, USE_TMP_FILE false)`,
    );
  });
  const { rows } = await queryOne<{ rows: bigint }>(connection, `SELECT count(*) AS rows FROM ${identifier(name)}`);
  await connection.run(`DROP TABLE ${identifier(name)}`);
  return { table: name, file, rows: Number(rows), bytes: (await stat(path)).size, sha256: await sha256OfFile(path) };
}

async function refuseDoubleKeys(connection: DuckDBConnection, table: Table, order: string): Promise<void> {
  const [double] = await query<Record<string, unknown>>(
    connection,
    `SELECT ${order} FROM ${identifier(table.name)} GROUP BY ${order} HAVING count(*) > 1 LIMIT 1`,
  );
  if (double === undefined) return;
  const key = Object.entries(double).map(([name, value]) => `${name} ${String(value)}`);
  throw new DatasetError("duplicate_key", `Two rows of the table ${table.name} have the same key: ${key.join(", ")}.`);
}
