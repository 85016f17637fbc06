// Export `stepwise`: which steps go out, with which labels and texts, into which split; everything left out is counted.
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { exportStepwise, writeShard } from "../../../../datasets/index.ts";
import type { StepwiseReport, StepwiseRequest } from "../../../../datasets/index.ts";
import { fileLiteral, openDatabase, query } from "../../../../datasets/duckdb.ts";
import { shardOf } from "../../../fixtures/datasets/campaign.ts";
import type { ProblemPlan, StepPlan } from "../../../fixtures/datasets/campaign.ts";
import { awkwardFolder } from "../folder.ts";
import { allTrainingRows, trainingRows } from "./parquet-rows.ts";

type Exported = StepwiseReport & { readonly out: string; readonly folder: string };

/** Writes one shard a list of plans and exports them. */
async function exported(shards: readonly (readonly ProblemPlan[])[], options: Partial<StepwiseRequest> = {}): Promise<Exported> {
  const folder = await awkwardFolder();
  for (const [shard, plans] of shards.entries()) await writeShard(folder, shard, shardOf(plans, shard));
  const out = join(folder, "an export");
  return { ...(await exportStepwise({ folder, out, ...options })), out, folder };
}

const one = (...solutions: readonly (readonly StepPlan[])[]): readonly (readonly ProblemPlan[])[] => [[{ id: "p", solutions }]];
const withoutZeros = (counts: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));

describe("cutting", () => {
  test("ends a solution after its first wrong step and before its first undecided one, and counts what is left out", async () => {
    const report = await exported(
      one(
        [
          ["a", true],
          ["b", false],
          ["c", false],
          ["d", true],
        ],
        [
          ["e", true],
          ["f", null],
          ["g", false],
        ],
        [
          ["h", null],
          ["i", true],
        ],
        [
          ["j", true],
          ["k", true],
        ],
        [
          ["l", false],
          ["m", null],
        ],
      ),
    );
    expect((await allTrainingRows(report.out)).map(({ solution_id, completions, labels }) => [solution_id, completions, labels])).toEqual([
      ["p/0", ["a", "b"], [true, false]],
      ["p/1", ["e"], [true]],
      ["p/3", ["j", "k"], [true, true]],
      ["p/4", ["l"], [false]],
    ]);
    expect(report.solutions).toMatchObject({ total: 5, kept: 4 });
    expect(withoutZeros(report.solutions.dropped)).toEqual({ no_decided_step: 1 });
    expect(report.steps).toMatchObject({ total: 13, kept: 6 });
    expect(withoutZeros(report.steps.dropped)).toEqual({ after_first_error: 3, undecided: 4 });
  });

  test("takes the view that is asked for; the default fills a missing hard label with the implied one", async () => {
    const plans = one([
      ["a", null, true],
      ["b", true, null],
      ["c", false, false],
      ["d", null, false],
    ]);
    const labels = async (label?: "hard" | "implied") =>
      (await allTrainingRows((await exported(plans, label === undefined ? {} : { label })).out)).map((row) => row.labels);
    expect(await labels()).toEqual([[true, true, false]]);
    expect(await labels("implied")).toEqual([[true]]);
    await expect(exported(plans, { label: "hard" })).rejects.toMatchObject({
      code: "nothing_to_export",
      message: expect.stringContaining("1 no_decided_step"),
    });
  });

  test("drops steps without text, and solutions that come to the same row", async () => {
    const report = await exported(
      one(
        [
          ["a", true],
          [" \n\t\u00a0\u3000", true],
          ["b", true],
        ],
        [
          ["a\n", true],
          ["b ", true],
          ["c", null],
        ],
        [[" ", true]],
      ),
    );
    expect((await allTrainingRows(report.out)).map(({ completions }) => completions)).toEqual([["a", "b"]]);
    expect(withoutZeros(report.solutions.dropped)).toEqual({ duplicate: 1, empty: 1 });
    expect(withoutZeros(report.steps.dropped)).toEqual({ empty: 2, duplicate: 2, undecided: 1 });
  });

  test("every kept row is well formed and every step is accounted for, whatever the labels and texts", async () => {
    const text = fc.string({ unit: fc.constantFrom("a", " ", "\n", "\r\n", "\u00a0", "\t", "é", "'", '"', "ки"), maxLength: 6 });
    const step = fc.tuple(text, fc.constantFrom(true, true, false, null), fc.constantFrom(true, false, null)) as fc.Arbitrary<StepPlan>;
    const problem = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(problem, { minLength: 1, maxLength: 4 }),
        fc.constantFrom("\n", "\n\n", "\n\n\n", "ки"),
        async (problems, separator) => {
          const sure: ProblemPlan = { id: "sure", solutions: [[["sure", true]]] };
          const plans = [sure, ...problems.map((solutions, index) => ({ id: `p${index}`, solutions }))];
          const report = await exported([plans], { separator });
          const rows = await allTrainingRows(report.out);
          for (const { prompt, completions, labels, problem_id, solution_id } of rows) {
            expect(prompt).not.toBe("");
            expect(completions).toHaveLength(labels.length);
            expect(labels.length).toBeGreaterThan(0);
            expect(labels.slice(0, -1)).not.toContain(false);
            for (const completion of completions)
              expect([completion.includes(separator), completion.trim() === ""]).toEqual([false, false]);
            const planned = plans.find(({ id }) => id === problem_id)?.solutions[Number(solution_id.split("/")[1])];
            const views = planned?.map(([, hard, implied]) => hard ?? implied ?? null) ?? [];
            const wrong = views.indexOf(false);
            const undecided = views.indexOf(null);
            const end = Math.min(wrong < 0 ? views.length : wrong + 1, undecided < 0 ? views.length : undecided);
            expect(labels.length).toBeLessThanOrEqual(end);
            expect(labels.includes(false)).toBe(wrong >= 0 && wrong < end && (planned?.[wrong]?.[0] ?? "").trim() !== "");
          }
          const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((total, count) => total + count, 0);
          const solutions = plans.flatMap((plan) => plan.solutions as readonly (readonly StepPlan[])[]);
          expect(report.solutions.total).toBe(solutions.length);
          expect(report.steps.total).toBe(solutions.flat().length);
          expect(report.solutions.kept + sum(report.solutions.dropped)).toBe(report.solutions.total);
          expect(report.steps.kept + sum(report.steps.dropped)).toBe(report.steps.total);
          expect(rows).toHaveLength(report.solutions.kept);
          expect(rows.flatMap(({ labels }) => labels)).toHaveLength(report.steps.kept);
        },
      ),
      { numRuns: 12 },
    );
  });
});

describe("separator", () => {
  const steps: readonly StepPlan[] = [
    ["\n\n  First\n  line.\n\n\nThen.\n", true],
    ["Second.\r\n\r\nMore.", true],
    ["Third.", true],
  ];

  test("a line break inside a step becomes a space when the separator is a line break", async () => {
    const report = await exported(one(steps));
    expect((await allTrainingRows(report.out))[0]?.completions).toEqual(["  First line. Then.", "Second. More.", "Third."]);
    expect(report.stepsWithBreaksReplaced).toBe(2);
  });

  test("several line breaks become one fewer when the separator is several", async () => {
    const report = await exported(one(steps), { separator: "\n\n" });
    expect((await allTrainingRows(report.out))[0]?.completions).toEqual(["  First\n  line.\nThen.", "Second.\nMore.", "Third."]);
  });

  test("any other separator is never replaced: a solution that holds it is dropped", async () => {
    const report = await exported(
      one(steps, [
        ["has <step> in it", true],
        ["b", true],
      ]),
      { separator: "<step>" },
    );
    expect((await allTrainingRows(report.out)).map(({ completions }) => completions)).toEqual([
      ["  First\n  line.\n\n\nThen.", "Second.\n\nMore.", "Third."],
    ]);
    expect(withoutZeros(report.solutions.dropped)).toEqual({ separator_in_step: 1 });
    expect(withoutZeros(report.steps.dropped)).toEqual({ separator_in_step: 2 });
  });

  test("one that cannot be told from spaces, and a test share out of range, are refused", async () => {
    for (const separator of ["", " ", "\t\n"])
      await expect(exported(one(steps), { separator })).rejects.toMatchObject({ code: "bad_option" });
    for (const testShare of [-0.1, 1, Number.NaN])
      await expect(exported(one(steps), { testShare })).rejects.toMatchObject({ code: "bad_option" });
  });
});

describe("splits", () => {
  const right: readonly StepPlan[] = [["Right.", true]];
  const problems = (count: number, plan: (index: number) => Partial<ProblemPlan> = () => ({})): readonly ProblemPlan[] =>
    Array.from({ length: count }, (_, index) => ({ id: `p${index}`, solutions: [right, [["Wrong.", false]]], ...plan(index) }));
  const ids = async (out: string, split: "train" | "test") => [
    ...new Set((await trainingRows(out, split)).map(({ problem_id }) => problem_id)),
  ];

  test("keep a problem's rows together, and no prompt is in both even when two problems ask the same", async () => {
    const report = await exported(
      [problems(40, (index) => ({ question: `Question ${index % 20}?` })), problems(40).map((plan) => ({ ...plan, id: `x${plan.id}` }))],
      { testShare: 0.3 },
    );
    const [train, test] = [await trainingRows(report.out, "train"), await trainingRows(report.out, "test")];
    const prompts = new Set(train.map(({ prompt }) => prompt));
    expect(test.filter(({ prompt }) => prompts.has(prompt))).toEqual([]);
    expect(train.length + test.length).toBe(160);
    expect(test.length).toBeGreaterThan(20);
    expect(test.length).toBeLessThan(80);
    expect(report.splits.map(({ split, rows }) => [split, rows])).toEqual([
      ["train", train.length],
      ["test", test.length],
    ]);
  });

  test("are both filled from two problems on, and one problem is trained on", async () => {
    for (const testShare of [0.000001, 0.999999]) {
      const report = await exported([problems(2)], { testShare });
      expect([await ids(report.out, "train"), await ids(report.out, "test")].map((list) => list.length)).toEqual([1, 1]);
    }
    const alone = await exported([problems(1)]);
    expect(alone.splits.map(({ split }) => split)).toEqual(["train"]);
    expect((await exported([problems(9)], { testShare: 0 })).splits.map(({ split }) => split)).toEqual(["train"]);
  });

  test("follow the data's own split when it names both sides, and only then", async () => {
    const said = (index: number) => ({ split: ["train", "Validation", "train"][index % 3] ?? "train" });
    const report = await exported([problems(6, said)]);
    expect(report.splitBy).toBe("column");
    expect(await ids(report.out, "test")).toEqual(["p1", "p4"]);
    const onesided = await exported([problems(40, () => ({ split: "test" }))]);
    expect(onesided.splitBy).toBe("hash");
    expect((await ids(onesided.out, "train")).length).toBeGreaterThan(20);
  });

  test("stay as they were when problems are added", async () => {
    const [few, many] = [
      await exported([problems(60)], { testShare: 0.2 }),
      await exported([problems(60), problems(60).map((plan) => ({ ...plan, id: `x${plan.id}` }))], { testShare: 0.2 }),
    ];
    expect((await ids(many.out, "test")).filter((id) => !id.startsWith("x"))).toEqual(await ids(few.out, "test"));
  });
});

describe("files", () => {
  const plans: readonly ProblemPlan[] = Array.from({ length: 30 }, (_, index) => ({
    id: `p${index}`,
    solutions: [
      [
        [`Step of ${index}.`, true],
        ["é".repeat(50), false],
      ],
    ],
  }));

  test("big data go to several files that hold every row once, in order of shard, problem and solution", async () => {
    const report = await exported([plans.slice(0, 17), plans.slice(17)], { fileBytes: 1000, testShare: 0 });
    const names = (await readdir(join(report.out, "data"))).sort();
    expect(names).toHaveLength(4);
    expect(names[1]).toBe("train-00001-of-00004.parquet");
    const byName = (from: number, to: number) =>
      plans
        .slice(from, to)
        .map(({ id }) => id)
        .sort();
    expect((await trainingRows(report.out, "train")).map(({ problem_id }) => problem_id)).toEqual([...byName(0, 17), ...byName(17, 30)]);
  });

  test("have the columns and types that trainers take, and the same bytes each time", async () => {
    const [first, second] = [await exported([plans]), await exported([plans])];
    for (const file of first.files) expect(readFileSync(join(second.out, file)).equals(readFileSync(join(first.out, file)))).toBe(true);
    const database = await openDatabase();
    const described = await query<{ column_name: string; column_type: string }>(
      database.connection,
      `DESCRIBE SELECT * FROM read_parquet(${fileLiteral(join(first.out, "data/train-00000-of-00001.parquet"))})`,
    );
    await database.close();
    expect(described.map(({ column_name, column_type }) => `${column_name} ${column_type}`)).toEqual([
      "prompt VARCHAR",
      "completions VARCHAR[]",
      "labels BOOLEAN[]",
      "problem_id VARCHAR",
      "solution_id VARCHAR",
    ]);
  });

  test("the card's front matter names the splits that exist and the features; the card says what was left out", async () => {
    const report = await exported([plans]);
    const card = readFileSync(join(report.out, "README.md"), "utf8");
    const [, frontMatter = "", body = ""] = card.split(/^---\n/m);
    expect(parse(frontMatter)).toMatchObject({
      license: "unknown",
      configs: [
        {
          data_files: [
            { split: "train", path: "data/train-*" },
            { split: "test", path: "data/test-*" },
          ],
        },
      ],
      dataset_info: {
        features: [{ name: "prompt" }, { name: "completions", sequence: "string" }, { name: "labels", sequence: "bool" }, {}, {}],
      },
    });
    expect(body).toContain("| after_first_error | 0 | 0 |");
    expect(body).toContain("`answers@1`");
    const alone = readFileSync(join((await exported([plans.slice(0, 1)])).out, "README.md"), "utf8");
    expect(alone).not.toContain("data/test-");
  });

  test("the report measures rows in bytes, and counts those that a trainer would cut", async () => {
    const long: ProblemPlan = { id: "long", question: "Q", solutions: [[["é".repeat(2500), true]]] };
    const report = await exported([
      [
        long,
        {
          id: "short",
          question: "Q?",
          solutions: [
            [
              ["ab", true],
              ["c", false],
            ],
          ],
        },
      ],
    ]);
    expect(report.rowBytes).toEqual({ p50: 2 + 3 + 2, p90: 1 + 5000 + 1, p99: 5002, max: 5002 });
    expect(report.rowsLikelyOver1024Tokens).toBe(1);
    expect(JSON.parse(readFileSync(join(report.out, "steplabel-export.json"), "utf8"))).toMatchObject({
      format: "stepwise",
      rowsLikelyOver1024Tokens: 1,
    });
  });
});

describe("the folder", () => {
  const plans = one([["a", true]]);

  test("an earlier export is replaced, an empty folder is taken, and nothing is left beside it", async () => {
    const { folder, out } = await exported(plans);
    await exportStepwise({ folder, out, separator: "\n\n" });
    expect(readFileSync(join(out, "README.md"), "utf8")).toContain('step_separator="\\n\\n"');
    await mkdir(join(folder, "empty"));
    await exportStepwise({ folder, out: join(folder, "empty") });
    expect((await readdir(folder)).sort()).toEqual(["an export", "data", "empty"]);
  });

  test("a folder with anybody's files is refused and stays as it is, an export with a note in it too", async () => {
    const { folder, out } = await exported(plans);
    await writeFile(join(out, "notes.txt"), "mine");
    const before = (await readdir(out, { recursive: true })).sort();
    for (const taken of [out, folder, join(folder, "data")])
      await expect(exportStepwise({ folder, out: taken })).rejects.toMatchObject({
        code: "folder_in_use",
        message: expect.stringContaining("name an empty or a new folder"),
      });
    expect((await readdir(out, { recursive: true })).sort()).toEqual(before);
  });

  test("a campaign without tables, an unwritable place: one sentence, and nothing is made", async () => {
    const folder = await awkwardFolder();
    await expect(exportStepwise({ folder, out: join(folder, "out") })).rejects.toMatchObject({ code: "no_campaign" });
    expect(existsSync(join(folder, "out"))).toBe(false);
    const { folder: campaign } = await exported(plans);
    await writeFile(join(campaign, "file"), "");
    await expect(exportStepwise({ folder: campaign, out: join(campaign, "file", "out") })).rejects.toMatchObject({ code: "unwritable" });
  });
});
