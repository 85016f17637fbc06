// manifest.json: what a campaign's data set consists of, file by file, and what its makers counted.
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { canonicalJson } from "../../schemas/hash.ts";
import type { Json } from "../../schemas/hash.ts";
import { fileListLiteral, openDatabase, query } from "../duckdb.ts";
import { DatasetError, readFailure } from "../error.ts";
import { sha256OfFile, writeAtomically } from "../files.ts";
import { listParts } from "./layout.ts";
import { tableNames, tablesVersion, volatileTables } from "./rows.ts";
import type { TableName } from "./rows.ts";

type JsonObject = Readonly<Record<string, Json>>;

export interface ManifestInput {
  readonly campaign: string;
  readonly configurationHash: string;
  /** What the same draws always give: outcomes, invalid rows, coverage, … */
  readonly counts: JsonObject;
  /** What differs from run to run: times, spend, attempts, … */
  readonly run: JsonObject;
}

export interface TableSummary {
  readonly rows: number;
  readonly bytes: number;
  readonly parts: readonly { readonly file: string; readonly rows: number; readonly bytes: number; readonly sha256: string }[];
}

export interface Manifest {
  readonly schemaVersion: number;
  readonly campaign: string;
  readonly configurationHash: string;
  /** Tables that the same draws always give. */
  readonly tables: Readonly<Partial<Record<TableName, TableSummary>>>;
  readonly counts: JsonObject;
  /** What the caller passed, and under `tables` the tables that hold time and money. */
  readonly run: JsonObject & { readonly tables: Readonly<Partial<Record<TableName, TableSummary>>> };
}

/**
 * Writes `manifest.json` over all parts in `folder`, atomically, with sorted keys: equal but for `run` when the draws are equal.
 * Cost: reads every part once for its sha256. Throws DatasetError.
 */
export async function writeManifest(folder: string, input: ManifestInput): Promise<Manifest> {
  const summaries = await summarise(folder);
  const tablesWhere = (isVolatile: boolean) => Object.fromEntries(summaries.filter(([name]) => volatileTables.has(name) === isVolatile));
  const manifest: Manifest = {
    schemaVersion: tablesVersion,
    campaign: input.campaign,
    configurationHash: input.configurationHash,
    tables: tablesWhere(false),
    counts: input.counts,
    run: { ...input.run, tables: tablesWhere(true) } as Manifest["run"],
  };
  const sorted: unknown = JSON.parse(canonicalJson(manifest as unknown as Json));
  await writeAtomically(manifestPath(folder), async (temporary) => writeFile(temporary, `${JSON.stringify(sorted, null, 2)}\n`));
  return manifest;
}

/** The manifest of a campaign's folder; null when none was written yet. Throws DatasetError when it cannot be read or is newer than this program. */
export async function readManifest(folder: string): Promise<Manifest | null> {
  const path = manifestPath(folder);
  try {
    const manifest = JSON.parse(await readFile(path, "utf8")) as Manifest;
    if (manifest.schemaVersion > tablesVersion)
      throw new DatasetError(
        "malformed",
        `${path} was written by a newer version (tables ${manifest.schemaVersion}, known ${tablesVersion}); update steplabel.`,
      );
    return manifest;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw readFailure(path, error);
  }
}

function manifestPath(folder: string): string {
  return join(folder, "manifest.json");
}

async function summarise(folder: string): Promise<readonly (readonly [TableName, TableSummary])[]> {
  const database = await openDatabase();
  try {
    const summaries: (readonly [TableName, TableSummary])[] = [];
    for (const name of tableNames) {
      const files = await listParts(folder, name);
      const rows = await countRows(
        database.connection,
        files.map((file) => join(folder, file)),
      );
      const parts: TableSummary["parts"][number][] = [];
      for (const file of files) {
        const path = join(folder, file);
        parts.push({ file, rows: rows.get(path) ?? 0, bytes: (await stat(path)).size, sha256: await sha256OfFile(path) });
      }
      const total = (of: "rows" | "bytes") => parts.reduce((sum, part) => sum + part[of], 0);
      summaries.push([name, { rows: total("rows"), bytes: total("bytes"), parts }]);
    }
    return summaries;
  } catch (error) {
    throw readFailure(folder, error);
  } finally {
    await database.close();
  }
}

/** Rows of Parquet files by path, from their footers. */
async function countRows(connection: DuckDBConnection, paths: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (paths.length === 0) return new Map();
  const counted = await query<{ path: string; rows: bigint }>(
    connection,
    `SELECT file_name AS path, num_rows AS rows FROM parquet_file_metadata(${fileListLiteral(paths)})`,
  );
  return new Map(counted.map(({ path, rows }) => [path, Number(rows)]));
}
