// Parquet: columns have types, nested ones are structs.
import { DuckDBTypeId } from "@duckdb/node-api";
import type { DuckDBType } from "@duckdb/node-api";
import { fileLiteral, identifier, literal } from "../duckdb.ts";
import { pathCuts } from "./paths.ts";
import type { Source, SourceContext } from "./source.ts";

/** Opens a Parquet file: reads its footer. */
export async function openParquet({ connection, path }: SourceContext): Promise<Source> {
  const result = await connection.run(`SELECT * FROM read_parquet(${fileLiteral(path)}) LIMIT 0`);
  const types = new Map(result.columnNames().map((name, index) => [name, result.columnType(index)]));
  return {
    available: [...types].flatMap(([name, type]) => [name, ...fieldsOf(type).map(([field]) => `${name}.${field}`)]),
    resolve: async (column) => {
      for (const steps of pathCuts(column.path)) {
        const access = accessOf(types, steps);
        if (access !== null) return access;
      }
      return null;
    },
    rowsSql: (columns) =>
      `SELECT NULL::BIGINT AS line, [${columns.map((column) => `to_json(${column.access})::VARCHAR`).join(", ")}]::VARCHAR[] AS cells, ` +
      `NULL::VARCHAR AS broken FROM read_parquet(${fileLiteral(path)})`,
  };
}

function accessOf(types: ReadonlyMap<string, DuckDBType>, steps: readonly string[]): string | null {
  const [first = "", ...rest] = steps;
  const column = types.get(first);
  if (column === undefined) return null;
  let type: DuckDBType = column;
  let access = identifier(first);
  for (const step of rest) {
    const field: readonly [string, DuckDBType] | undefined = fieldsOf(type).find(([name]) => name === step);
    if (field === undefined) return null;
    access = `struct_extract(${access}, ${literal(step)})`;
    type = field[1];
  }
  return access;
}

function fieldsOf(type: DuckDBType): readonly (readonly [string, DuckDBType])[] {
  if (type.typeId !== DuckDBTypeId.STRUCT) return [];
  return type.entryNames.flatMap((name, index) => {
    const entry = type.entryTypes[index];
    return entry === undefined ? [] : [[name, entry] as const];
  });
}
