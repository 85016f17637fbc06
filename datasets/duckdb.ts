// One place where DuckDB is opened and where names, texts and paths become SQL: everything else is built from these.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { DuckDBConnection } from "@duckdb/node-api";

export interface Database {
  readonly connection: DuckDBConnection;
  /** A temporary folder of its own. */
  readonly folder: string;
  /** Closes the connection and removes its temporary folder. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** 1 keeps the order of rows and so the bytes of a file; reading may use more. Default 1. */
  readonly threads?: number;
  /** Most memory that DuckDB's buffers take; beyond it they go to the temporary folder. Default 512. */
  readonly memoryMegabytes?: number;
  /** Where temporary files go. Default: the system's. */
  readonly temporaryFolder?: string;
}

/** Opens a private database that never fetches an extension and leaves nothing behind once closed. */
export async function openDatabase(options: DatabaseOptions = {}): Promise<Database> {
  const folder = await mkdtemp(join(options.temporaryFolder ?? tmpdir(), "steplabel-duckdb-"));
  try {
    const instance = await DuckDBInstance.create(":memory:", {
      threads: String(options.threads ?? 1),
      memory_limit: `${options.memoryMegabytes ?? 512}MB`,
      temp_directory: join(folder, "spill"),
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
    });
    const connection = await instance.connect();
    return {
      connection,
      folder,
      close: async () => {
        connection.closeSync();
        instance.closeSync();
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** A name as SQL, whatever characters it holds. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as SQL, whatever characters it holds. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A file to read as SQL: characters that DuckDB would take for a pattern stand for themselves. */
export function fileLiteral(path: string): string {
  return literal(path.replace(/[*?[]/g, "[$&]"));
}

/** Several files to read as SQL, in this order. */
export function fileListLiteral(paths: readonly string[]): string {
  return `[${paths.map(fileLiteral).join(", ")}]`;
}

/** Runs a query and returns its rows as plain objects; bigint stays bigint. The whole result is in memory. */
export async function query<Row>(connection: DuckDBConnection, sql: string): Promise<readonly Row[]> {
  return (await connection.runAndReadAll(sql)).getRowObjectsJS() as Row[];
}

/** The only row of a query. */
export async function queryOne<Row>(connection: DuckDBConnection, sql: string): Promise<Row> {
  const [row] = await query<Row>(connection, sql);
  if (row === undefined) throw new Error(`No row: ${sql}`);
  return row;
}
