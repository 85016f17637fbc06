// What every input format offers to the stage: how its rows are selected and how a mapped column is taken out of a row.
import type { DuckDBConnection } from "@duckdb/node-api";
import type { MappedColumn } from "./mapping.ts";

export interface Source {
  /**
   * SQL that yields columns `line` (1-based, NULL without lines), `cells` (VARCHAR[]: for every given column the JSON text of its value, NULL
   * where the row has none) and `broken` (NULL, or why the row cannot be read), in the order of the file.
   */
  rowsSql(columns: readonly ResolvedColumn[]): string;
  /** How a column is reached; null when the file does not have it. */
  resolve(column: MappedColumn): Promise<string | null>;
  /** Names that the file has, nested ones as dotted paths, for messages. */
  readonly available: readonly string[];
}

/** A mapped column with what its format needs to reach it (a JSON pointer, an SQL expression). */
export interface ResolvedColumn extends MappedColumn {
  readonly access: string;
}

export interface SourceContext {
  readonly connection: DuckDBConnection;
  /** Absolute path, to read. */
  readonly path: string;
  /** The path as the user wrote it, for messages. */
  readonly shown: string;
}
