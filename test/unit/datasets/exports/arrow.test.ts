// Export `arrow`: read back by apache-arrow, it is the table, types and NULLs included.
import { createReadStream } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RecordBatchReader, tableFromIPC } from "apache-arrow";
import { expect, test } from "vitest";
import { DatasetError, exportArrow, tables, writeShard } from "../../../../datasets/index.ts";
import type { ShardTables, TableName } from "../../../../datasets/index.ts";
import { writeArrowFile } from "../../../../datasets/exports/arrow-file.ts";
import { shardOf } from "../../../fixtures/datasets/campaign.ts";
import type { StepPlan } from "../../../fixtures/datasets/campaign.ts";
import { awkwardFolder } from "../folder.ts";

const plain = (value: unknown) => (typeof value === "bigint" ? Number(value) : value);

/** `count` problems of two steps each, the second of every other one not measured, in id order. */
function manyRows(count: number): ShardTables {
  const steps = (index: number): readonly StepPlan[] => [
    [`Step — “é𝔸” ${index}.\n`, true],
    ["A: 1", index % 2 === 0 ? null : false],
  ];
  return shardOf(Array.from({ length: count }, (_, index) => ({ id: `p${String(index).padStart(6, "0")}`, solutions: [steps(index)] })));
}

test.each(["steps", "rollouts", "calls", "solutions"] as const)("table %s comes back value by value", async (table: TableName) => {
  const folder = await awkwardFolder();
  const rows = manyRows(40);
  await writeShard(folder, 0, rows);
  const report = await exportArrow({ folder, out: join(folder, "out"), table });
  const read = await tableFromIPC(createReadStream(join(folder, "out", `${table}.arrows`)));
  expect(
    read
      .toArray()
      .map((row: { toJSON(): object } | null) =>
        Object.fromEntries(Object.entries(row?.toJSON() ?? {}).map(([name, value]) => [name, plain(value)])),
      ),
  ).toEqual(rows[table]);
  expect(report).toEqual({ format: "arrow", files: [`${table}.arrows`], table, rows: rows[table].length, batches: 1 });
});

test("types stay what they are, and only columns that may be NULL are nullable", async () => {
  const folder = await awkwardFolder();
  await writeShard(folder, 0, manyRows(2));
  await exportArrow({ folder, out: join(folder, "steps") });
  await exportArrow({ folder, out: join(folder, "calls"), table: "calls" });
  const schemaOf = async (name: string) =>
    (await RecordBatchReader.from(createReadStream(join(folder, name, `${name}.arrows`)))).open().then(({ schema }) => schema);
  const types = new Map(
    [...(await schemaOf("steps")).fields, ...(await schemaOf("calls")).fields].map((field) => [
      field.name,
      `${String(field.type)}${field.nullable ? "?" : ""}`,
    ]),
  );
  expect([
    types.get("hard"),
    types.get("soft"),
    types.get("step"),
    types.get("text"),
    types.get("micro_usd"),
    types.get("call"),
    types.get("started_at"),
  ]).toEqual(["Bool?", "Float64?", "Int32", "Utf8", "Int64?", "Int64", "Timestamp<MILLISECOND>"]);
  expect((await schemaOf("steps")).names).toEqual(Object.keys(tables.steps.columns));
});

test("many rows go out in batches that can be read one at a time, in order over the parts", async () => {
  const folder = await awkwardFolder();
  for (const shard of [0, 1]) await writeShard(folder, shard, manyRows(2500));
  const report = await exportArrow({ folder, out: join(folder, "out") });
  expect(report.rows).toBe(10_000);
  let rows = 0;
  let batches = 0;
  for await (const batch of await RecordBatchReader.from(createReadStream(join(folder, "out/steps.arrows")))) {
    expect(batch.numRows).toBeLessThanOrEqual(2048);
    expect(batch.getChild("step")?.get(0)).toBe(rows % 2);
    rows += batch.numRows;
    batches++;
  }
  expect([rows, batches]).toEqual([report.rows, report.batches]);
});

test("a table without rows still has its columns", async () => {
  const folder = await awkwardFolder();
  await writeShard(folder, 0, { ...manyRows(1), calls: [] });
  const report = await exportArrow({ folder, out: join(folder, "out"), table: "calls" });
  expect(report).toMatchObject({ rows: 0, batches: 0 });
  const read = await tableFromIPC(createReadStream(join(folder, "out/calls.arrows")));
  expect(read.schema.names).toEqual(Object.keys(tables.calls.columns));
});

test("an error of the batches or of the disk is thrown, not lost", async () => {
  const folder = await awkwardFolder();
  async function* broken(): AsyncGenerator<never> {
    yield* [];
    throw new Error("no more batches");
  }
  await expect(writeArrowFile(join(folder, "a.arrows"), broken())).rejects.toThrow("no more batches");
  await writeShard(folder, 0, manyRows(1));
  await writeFile(join(folder, "data/steps/part-00000.parquet"), "damaged");
  await expect(exportArrow({ folder, out: join(folder, "out") })).rejects.toBeInstanceOf(DatasetError);
  expect(await readdir(folder)).not.toContain("out");
});

test("a missing campaign and a folder in use are refused", async () => {
  const folder = await awkwardFolder();
  await expect(exportArrow({ folder, out: join(folder, "out") })).rejects.toMatchObject({ code: "no_campaign" });
  await writeShard(folder, 0, manyRows(1));
  await writeFile(join(folder, "mine"), "");
  await expect(exportArrow({ folder, out: folder })).rejects.toMatchObject({ code: "folder_in_use" });
});
