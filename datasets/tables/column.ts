// How a table says what its columns are: one definition gives the Parquet type, the type of a row, and the line in docs/tables.md.

/** TIMESTAMP columns take milliseconds since 1970 in UTC; BIGINT columns take safe integers. */
export type ColumnType = "VARCHAR" | "BOOLEAN" | "INTEGER" | "BIGINT" | "DOUBLE" | "TIMESTAMP";

export interface Column {
  readonly type: ColumnType;
  /** What a value says; begins with a capital, ends with a full stop. */
  readonly meaning: string;
  readonly unit?: string;
  /** The only values of a VARCHAR column. */
  readonly values?: readonly string[];
  /** What NULL says. Left out: the column is never NULL. */
  readonly null?: string;
}

export interface Table {
  readonly name: string;
  /** What one row is. */
  readonly row: string;
  readonly columns: Readonly<Record<string, Column>>;
  /** The columns that tell rows apart, in the order that rows are sorted by. */
  readonly order: readonly string[];
}

type Value<C extends Column> = C extends { readonly values: readonly (infer Word)[] }
  ? Word
  : { VARCHAR: string; BOOLEAN: boolean; INTEGER: number; BIGINT: number; DOUBLE: number; TIMESTAMP: number }[C["type"]];

/** A row of a table, keyed by its column names. */
export type RowOf<T extends Table> = {
  readonly [Name in keyof T["columns"]]: Value<T["columns"][Name]> | (T["columns"][Name] extends { readonly null: string } ? null : never);
};
