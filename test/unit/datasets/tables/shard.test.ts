// Parts of the tables: same rows, same bytes; whole or not at all; read back as they were.
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { DatasetError, openCampaignTables, openShardWriter, partFile, tableNames, writeShard } from "../../../../datasets/index.ts";
import type { ShardTables } from "../../../../datasets/index.ts";
import { openDatabase, fileLiteral, query } from "../../../../datasets/duckdb.ts";
import { shardOf } from "../../../fixtures/datasets/campaign.ts";
import type { ProblemPlan } from "../../../fixtures/datasets/campaign.ts";
import { awkwardFolder } from "../folder.ts";

const plans: readonly ProblemPlan[] = Array.from({ length: 5 }, (_, problem) => ({
  id: `p${problem}`,
  solutions: Array.from(
    { length: 3 },
    (_, solution) =>
      [
        [`We start with ${problem}.\n`, true],
        ["Then 'quoted' — “é\u0000𝔸”.\n", solution === 1 ? false : null, solution !== 1],
        [`A: ${solution}`, solution !== 1],
      ] as const,
  ),
}));
const rows = shardOf(plans);

function bytesOf(folder: string, shard: number): Record<string, string> {
  return Object.fromEntries(tableNames.map((name) => [name, readFileSync(join(folder, partFile(name, shard))).toString("base64")]));
}

function shuffled(tables: ShardTables, order: readonly number[]): ShardTables {
  const shuffle = <Row>(list: readonly Row[]) =>
    list
      .map((row, index) => ({ row, key: order[index % order.length] ?? 0, index }))
      .sort((a, b) => a.key - b.key || b.index - a.index)
      .map(({ row }) => row);
  return {
    problems: shuffle(tables.problems),
    solutions: shuffle(tables.solutions),
    steps: shuffle(tables.steps),
    prefixes: shuffle(tables.prefixes),
    rollouts: shuffle(tables.rollouts),
    calls: shuffle(tables.calls),
  };
}

test("the same rows give the same bytes, in whatever order and pieces they come", async () => {
  const folder = await awkwardFolder();
  await writeShard(folder, 0, rows);
  const expected = bytesOf(folder, 0);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { minLength: 1, maxLength: 40 }), async (order) => {
      const mixed = shuffled(rows, order);
      const writer = await openShardWriter(folder, 1);
      for (const name of tableNames) for (const row of mixed[name]) writer.append({ [name]: [row] });
      await writer.finish();
      expect(bytesOf(folder, 1)).toEqual(expected);
    }),
    { numRuns: 5 },
  );
});

test("rows come back as they were written, and only of the solution or problem asked for", async () => {
  const folder = await awkwardFolder();
  await writeShard(folder, 0, rows);
  await writeShard(folder, 1, shardOf([{ id: "other's", solutions: [[["A: 1", true]]] }], 1));
  const tables = await openCampaignTables(folder);
  const of = <Row extends { solution_id: string | null }>(list: readonly Row[]) => list.filter(({ solution_id }) => solution_id === "p3/1");
  expect(await tables.readSteps("p3/1")).toEqual(of(rows.steps));
  expect(await tables.readSolution("p3/1")).toEqual(of(rows.solutions)[0]);
  expect(await tables.readPrefixes("p3/1")).toEqual(of(rows.prefixes));
  expect(await tables.readRollouts("p3/1")).toEqual(of(rows.rollouts));
  expect(await tables.readProblem("p3")).toEqual(rows.problems[3]);
  expect((await tables.readSolutions("p3")).map(({ solution }) => solution)).toEqual([0, 1, 2]);
  expect(await tables.readSteps("other's/0")).toHaveLength(1);
  expect(await tables.readSteps("p3/9")).toEqual([]);
  expect(await tables.readSolution("nobody")).toBeNull();
  expect((await tables.readLabelledSolutions(2)).map(({ solution_id }) => solution_id)).toEqual(["other's/0", "p0/0"]);
  await tables.close();
});

test("calls keep time and money exactly", async () => {
  const folder = await awkwardFolder();
  await writeShard(folder, 0, rows);
  const database = await openDatabase();
  const [call] = await query(
    database.connection,
    `SELECT epoch_ms(started_at) AS at, micro_usd, usd, typeof(started_at) AS type FROM read_parquet(${fileLiteral(join(folder, partFile("calls", 0)))}) WHERE call = 2`,
  );
  await database.close();
  expect(call).toEqual({ at: 1_760_000_000_002n, micro_usd: 12n, usd: 0.000012, type: "TIMESTAMP" });
});

test("a finished writer says what it wrote, an empty table included", async () => {
  const folder = await awkwardFolder();
  const parts = await writeShard(folder, 12, { ...rows, calls: [] });
  expect(parts.map(({ table, file, rows: count }) => [table, file, count])).toEqual([
    ["problems", "data/problems/part-00012.parquet", 5],
    ["solutions", "data/solutions/part-00012.parquet", 15],
    ["steps", "data/steps/part-00012.parquet", 45],
    ["prefixes", "data/prefixes/part-00012.parquet", 35],
    ["rollouts", "data/rollouts/part-00012.parquet", 70],
    ["calls", "data/calls/part-00012.parquet", 0],
  ]);
  for (const { file, bytes } of parts) expect(readFileSync(join(folder, file))).toHaveLength(bytes);
});

test("a value that its column cannot hold is refused before any of its rows is taken", async () => {
  const folder = await awkwardFolder();
  const writer = await openShardWriter(folder, 0);
  const [step] = rows.steps;
  if (step === undefined) throw new Error("no step");
  const bad = [
    { c: 1.5 },
    { c: 2 ** 40 },
    { soft: Number.NaN },
    { hard: 1 },
    { text: null },
    { outcome: "right" },
    { prompt_version: undefined },
  ];
  for (const change of bad)
    expect(() => writer.append({ steps: [step, { ...step, step: 1, ...change } as never] })).toThrow(
      /Column steps\.\w+ \(\w+\) cannot hold/,
    );
  writer.append({ steps: [step] });
  const parts = await writer.finish();
  expect(parts.find(({ table }) => table === "steps")?.rows).toBe(1);
});

test("two rows with one key are refused and leave the old part alone", async () => {
  const folder = await awkwardFolder();
  await writeShard(folder, 0, rows);
  const before = bytesOf(folder, 0);
  const doubled = { ...rows, problems: [...rows.problems, ...rows.problems.slice(0, 1)] };
  await expect(writeShard(folder, 0, doubled)).rejects.toThrow(/Two rows of the table problems have the same key: problem_id p0/);
  expect(bytesOf(folder, 0)).toEqual(before);
});

test.skipIf(!existsSync("/dev/full"))(
  "a full disk ends in one sentence, and what was written before stays whole (needs /dev/full)",
  async () => {
    const folder = await awkwardFolder();
    await writeShard(folder, 0, rows);
    const before = bytesOf(folder, 0);
    symlinkSync("/dev/full", join(folder, "data/steps/.part-00000.parquet.tmp"));
    const error: unknown = await writeShard(folder, 0, rows).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DatasetError);
    expect(error).toMatchObject({
      code: "disk_full",
      message: expect.stringMatching(/^The disk is full: .*data\/steps\/part-00000\.parquet could not be written/),
    });
    expect(bytesOf(folder, 0)).toEqual(before);
    expect(await readdir(join(folder, "data/steps"))).toEqual(["part-00000.parquet"]);
  },
);

test("a folder that cannot be written to is named", async () => {
  const folder = await awkwardFolder();
  await writeFile(join(folder, "data"), "a file where a folder should be");
  await expect(writeShard(folder, 0, rows)).rejects.toMatchObject({
    code: "unwritable",
    message: expect.stringContaining("could not be written"),
  });
});

test("a campaign without tables is said to have none, and half-written parts do not count", async () => {
  const folder = await awkwardFolder();
  await mkdir(join(folder, "data/steps"), { recursive: true });
  await writeFile(join(folder, "data/steps/.part-00000.parquet.tmp"), "half");
  await expect(openCampaignTables(folder)).rejects.toMatchObject({ code: "no_campaign" });
});

test("a closed writer leaves nothing behind", async () => {
  const folder = await awkwardFolder();
  const writer = await openShardWriter(folder, 0);
  writer.append(rows);
  await writer.close();
  await writer.close();
  expect(await readdir(folder)).toEqual([]);
});
