// docs/tables.md is made from the definitions: `vitest run -u` on this file writes it anew.
import { expect, test } from "vitest";
import { tables, tablesVersion } from "../../../../datasets/index.ts";
import type { Column, Table } from "../../../../datasets/index.ts";

const introduction = `# Tables

A campaign's data set is \`<campaign folder>/data/<table>/part-<shard>.parquet\` (zstd), one part a shard, and \`manifest.json\`, which lists every part
with its rows, bytes and sha256. Read a table as a whole with \`SELECT * FROM 'data/steps/*.parquet'\` (DuckDB) or any other Parquet reader.

Equal draws give equal bytes in every table but \`calls\`, the only one that holds time, attempts and money; the manifest keeps it under \`run\`.
Rows of a part are sorted by the columns named as its order, which also tell rows apart.
Indices count from 0. A column that may be NULL says what NULL means; every other is never NULL.
\`start\` and \`end\` count UTF-16 code units, as JavaScript and Java do; Python counts code points, so there use \`text\`.

Version of the tables: ${tablesVersion} (\`schemaVersion\` of the manifest).
`;

function line(name: string, column: Column): string {
  const values = column.values === undefined ? "" : ` One of ${column.values.map((value) => `\`${value}\``).join(", ")}.`;
  return `| \`${name}\` | ${column.type} | ${column.unit ?? ""} | ${column.meaning}${values} | ${column.null ?? ""} |`;
}

function section(table: Table): string {
  return [
    `## ${table.name}`,
    `${table.row} Order: ${table.order.map((name) => `\`${name}\``).join(", ")}.`,
    [
      "| column | type | unit | meaning | NULL means |",
      "|---|---|---|---|---|",
      ...Object.entries(table.columns).map(([name, column]) => line(name, column)),
    ].join("\n"),
  ].join("\n\n");
}

test("docs/tables.md describes every column of every table as it is defined", async () => {
  const page = [introduction.trimEnd(), ...Object.values(tables).map(section)].join("\n\n");
  await expect(`${page}\n`).toMatchFileSnapshot("../../../../docs/tables.md");
});

test("every column explains itself, and every table is sorted by columns that it has and that are never NULL", () => {
  for (const table of Object.values(tables) as readonly Table[]) {
    for (const column of Object.values(table.columns)) expect(column.meaning).toMatch(/^[A-Za-z0-9].*\.$/);
    for (const name of table.order) expect(table.columns[name]).toBeDefined();
    for (const name of table.order) expect(table.columns[name]?.null).toBeUndefined();
  }
});
