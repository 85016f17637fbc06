// What is scored comes from files: gold in two formats, predictions from a campaign's tables, and what is wrong with either.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DatasetError, partFile, writeShard } from "../../../../datasets/index.ts";
import type { DatasetErrorCode } from "../../../../datasets/index.ts";
import { fileLiteral, literal, openDatabase } from "../../../../datasets/duckdb.ts";
import { readGold, readPredictions } from "../../../../datasets/score/index.ts";
import { shardOf } from "../../../fixtures/datasets/campaign.ts";
import { awkwardFolder } from "../folder.ts";

async function goldFile(text: string): Promise<string> {
  const path = join(await awkwardFolder(), "gold.json");
  await writeFile(path, text);
  return path;
}

const own = { id: "a", steps: ["x", "y"], label: 1, final_answer_correct: false, generator: "someone" };
const common = { id: "b", steps: ["x", "y"], first_error: -1, final_answer_correct: null, domain: "code" };

describe("gold", () => {
  it("is read in ProcessBench's own format and in the common one, also mixed", async () => {
    const expected = [
      { id: "a", steps: 2, firstError: 1, finalAnswerCorrect: false, domain: null },
      { id: "b", steps: 2, firstError: -1, finalAnswerCorrect: null, domain: "code" },
    ];
    expect(await readGold(await goldFile(JSON.stringify([own, common], null, 2)))).toEqual(expected);
    expect(await readGold(await goldFile(`${JSON.stringify(own)}\n\n${JSON.stringify(common)}\n`))).toEqual(expected);
  });

  it.each<[string, string, DatasetErrorCode, RegExp]>([
    ["an empty file", "", "empty_file", /holds no row/],
    ["an empty list", "[]", "empty_file", /holds no row/],
    ["a broken list", "[{]", "malformed", /the file is no JSON/],
    ["a broken line", `${JSON.stringify(own)}\n{`, "malformed", /line 2 is no JSON/],
    ["a row of neither format", '{"id": "a", "steps": []}', "malformed", /row 1: first_error/],
    ["a label that is no step", JSON.stringify({ ...own, label: 2 }), "malformed", /row 1: the first error 2 is no step of 2/],
    ["a label that is no whole number", JSON.stringify({ ...own, label: 0.5 }), "malformed", /row 1: label/],
    ["an id that comes twice", JSON.stringify([own, own]), "duplicate_key", /the id a twice/],
  ])("%s is refused in one sentence", async (_, text, code, message) => {
    const path = await goldFile(text);
    const error: unknown = await readGold(path).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DatasetError);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it("that is not there is unreadable", async () => {
    await expect(readGold(join(await awkwardFolder(), "none.json"))).rejects.toMatchObject({ code: "unreadable" });
  });
});

/** A campaign of three given solutions: an error in step 1, none, not measured. */
async function campaignFolder(): Promise<string> {
  const folder = await awkwardFolder();
  const rows = shardOf([
    {
      id: "wrong",
      solutions: [
        [
          ["one\n", true],
          ["two", false],
        ],
      ],
    },
    {
      id: "right",
      solutions: [
        [
          ["one\n", true],
          ["two", true],
        ],
      ],
    },
    {
      id: "open",
      solutions: [
        [
          ["one\n", null],
          ["two", null],
        ],
      ],
    },
    { id: "sampled", solutions: [[["one", true]]] },
  ]);
  const solutions = rows.solutions.map((row) => (row.problem_id === "sampled" ? row : { ...row, origin: "given" as const }));
  await writeShard(folder, 0, { ...rows, solutions });
  return folder;
}

/** Gives the steps a posterior of this expression, or takes it away. */
async function withPosterior(folder: string, expression: string | null): Promise<void> {
  const database = await openDatabase();
  const part = join(folder, partFile("steps", 0));
  await database.connection.run(
    `CREATE TABLE old AS SELECT COLUMNS(name -> name <> 'p_first_error') FROM read_parquet(${fileLiteral(part)})`,
  );
  const column = expression === null ? "" : `, CAST(${expression} AS DOUBLE) AS p_first_error`;
  await database.connection.run(`COPY (SELECT *${column} FROM old) TO ${literal(part)} (FORMAT parquet)`);
  await database.close();
}

describe("predictions", () => {
  it("are the first errors of given solutions, with what the campaign cost", async () => {
    const { predictions, cost } = await readPredictions(await campaignFolder(), { kind: "first_error" });
    expect(predictions.map(({ id, steps, domain, verdict }) => [id, steps, domain, verdict])).toEqual([
      ["wrong", 2, "math", { kind: "decided", firstError: 1, probability: null }],
      ["right", 2, "math", { kind: "decided", firstError: -1, probability: null }],
      ["open", 2, "math", { kind: "abstained", reason: "undetermined", likeliest: null }],
    ]);
    expect(cost.rollouts).toBe(10);
  });

  it("by the posterior carry its probability, in order of steps", async () => {
    const folder = await campaignFolder();
    await withPosterior(
      folder,
      "CASE WHEN problem_id = 'open' THEN NULL WHEN problem_id = 'right' THEN 0.02 WHEN step = 1 THEN 0.95 ELSE 0.05 END",
    );
    const { predictions } = await readPredictions(folder, { kind: "posterior", confidence: 0.9 });
    expect(predictions.map(({ verdict }) => verdict)).toEqual([
      { kind: "decided", firstError: 1, probability: 0.95 },
      { kind: "decided", firstError: -1, probability: expect.closeTo(0.96, 12) },
      { kind: "abstained", reason: "no_posterior", likeliest: null },
    ]);
  });

  it("by a posterior that the tables do not have are refused", async () => {
    const folder = await campaignFolder();
    await withPosterior(folder, null);
    await expect(readPredictions(folder, { kind: "posterior", confidence: 0.9 })).rejects.toMatchObject({ code: "missing_column" });
  });

  it("of a folder without tables are refused", async () => {
    await expect(readPredictions(await awkwardFolder(), { kind: "first_error" })).rejects.toMatchObject({ code: "no_campaign" });
  });
});
