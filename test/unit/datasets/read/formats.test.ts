// Every format that problems come in: JSON Lines, a JSON array, CSV, TSV, Parquet, packed or not.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { literal, openDatabase } from "../../../../datasets/duckdb.ts";
import { awkwardFolder } from "../folder.ts";
import { allRows, lines, openIn, openText, problemsOf, reasonsOf } from "./problem-file.ts";

const gsm8k = lines(
  {
    question: "Natalia sold 48 clips in April and half as many in May. How many?",
    answer: "48/2 = <<48/2=24>>24\n48+24 = <<48+24=72>>72\n#### 72",
  },
  { question: "Weng earns $12 an hour. What for 50 minutes?", answer: "12/60*50 = <<12/60*50=10>>10\n#### 10" },
);

test("JSON Lines in GSM8K's form give the gold column as it stands, and ids made from the content", async () => {
  const file = await openText("train.jsonl", gsm8k, { columns: { reference: "answer" } });
  const [first, second] = problemsOf(await allRows(file));
  expect(file.rows).toBe(2);
  expect(first).toMatchObject({
    row: 0,
    line: 1,
    sourceId: null,
    goldText: expect.stringContaining("#### 72"),
    reference: expect.stringContaining("<<48/2=24>>"),
    given: [],
  });
  expect(first?.id).toMatch(/^p-[0-9a-f]{24}$/);
  expect(second?.id).not.toBe(first?.id);
  const again = problemsOf(await allRows(await openText("renamed.jsonl", gsm8k)));
  expect(again.map(({ id }) => id)).toEqual([first?.id, second?.id]);
});

test("packed files read like plain ones, and the hash is that of the bytes on disk", async () => {
  const plain = await openText("a.jsonl", gsm8k);
  const gzip = await openText("a.jsonl.gz", gzipSync(gsm8k));
  const zstd = await openText("a.jsonl.zst", zstdCompressSync(gsm8k));
  expect(await allRows(gzip)).toEqual(await allRows(plain));
  expect(await allRows(zstd)).toEqual(await allRows(plain));
  expect(new Set([plain.sha256, gzip.sha256, zstd.sha256]).size).toBe(3);
});

test("a JSON array of objects, ProcessBench's own form, brings given steps, marks and human labels", async () => {
  const rows = [
    { id: "gsm8k-0", problem: "How many?", steps: ["First, 18.", "So 30.\n", "Done."], final_answer_correct: false, label: 1, gold: "24" },
    { id: "gsm8k-1", problem: "How much?", steps: ["It is 7."], final_answer_correct: true, label: -1, gold: "7" },
  ];
  const columns = { question: "problem", gold: "gold", solutions: [{ steps: "steps", mark: "final_answer_correct", firstError: "label" }] };
  const [first, second] = problemsOf(await allRows(await openText("gsm8k.json", JSON.stringify(rows, null, 2), { columns })));
  expect(first).toMatchObject({
    id: "gsm8k-0",
    line: null,
    given: [{ trace: { kind: "steps", steps: rows[0]?.steps }, mark: false, humanFirstError: 1 }],
  });
  expect(second?.given).toEqual([{ trace: { kind: "steps", steps: ["It is 7."] }, mark: true, humanFirstError: -1 }]);
});

test("several solutions a row are taken from nested columns, whatever their names", async () => {
  const row = {
    question: "How many eggs?",
    ground_truth: "A: 18",
    "175b_verification": { is_correct: true, solution: "16 - 7 = 9\nA: 18" },
    "a.b/c~d": { "x.y": "Nine.\nA: 9" },
  };
  const columns = {
    gold: "ground_truth",
    solutions: [{ text: "175b_verification.solution", mark: "175b_verification.is_correct" }, { text: "a.b/c~d.x.y" }],
  };
  const [problem] = problemsOf(await allRows(await openText("x.jsonl", lines(row), { columns })));
  expect(problem?.given).toEqual([
    { trace: { kind: "text", text: "16 - 7 = 9\nA: 18" }, mark: true, humanFirstError: null },
    { trace: { kind: "text", text: "Nine.\nA: 9" }, mark: null, humanFirstError: null },
  ]);
});

test("CSV keeps quotes, commas and line breaks in cells, and knows the line a row begins on", async () => {
  const csv = '\ufeffid,question,"the\ngold",steps\r\n1,"What, is\n""this""?",7,"[""a"", ""b""]"\r\n2,Plain?,8,"[""c""]"\r\n';
  const columns = { gold: "the\ngold", solutions: [{ steps: "steps" }] };
  const problems = problemsOf(await allRows(await openText("a.csv", csv, { columns })));
  expect(problems.map(({ id, line, question, goldText, given }) => ({ id, line, question, goldText, steps: given[0]?.trace }))).toEqual([
    { id: "1", line: 3, question: 'What, is\n"this"?', goldText: "7", steps: { kind: "steps", steps: ["a", "b"] } },
    { id: "2", line: 5, question: "Plain?", goldText: "8", steps: { kind: "steps", steps: ["c"] } },
  ]);
});

test("CSV with either line break, and TSV, read alike", async () => {
  const unix = 'question,answer\n"a\r\nb",1\nc,2\n';
  const windows = 'question,answer\r\n"a\r\nb",1\r\nc,2\r\n';
  const tabs = 'question\tanswer\n"a\r\nb"\t1\nc\t2';
  const read = async (name: string, text: string | Uint8Array) =>
    problemsOf(await allRows(await openText(name, text))).map(({ question, goldText }) => [question, goldText]);
  const expected = [
    ["a\r\nb", "1"],
    ["c", "2"],
  ];
  expect(await read("a.csv", unix)).toEqual(expected);
  expect(await read("b.csv.gz", gzipSync(windows))).toEqual(expected);
  expect(await read("c.tsv", tabs)).toEqual(expected);
});

test("Parquet with lists and structs is read by the same mapping", async () => {
  const folder = await awkwardFolder();
  const path = join(folder, "a [1].parquet");
  const database = await openDatabase();
  await database.connection.run(
    `COPY (SELECT i AS id, 'Question ' || i AS question, {'value': i * 1.5, 'odd.name': 'x' || i} AS gold, ['one', 'two' || chr(10)] AS steps, i % 2 = 0 AS fine, i - 1 AS "first"
      FROM range(3) t(i)) TO ${literal(path)} (FORMAT parquet)`,
  );
  await database.close();
  const columns = { gold: "gold.value", reference: "gold.odd.name", solutions: [{ steps: "steps", mark: "fine", firstError: "first" }] };
  const problems = problemsOf(await allRows(await openIn(folder, { path: "a [1].parquet", columns })));
  expect(problems).toHaveLength(3);
  expect(problems[1]).toEqual({
    kind: "problem",
    row: 1,
    line: null,
    id: "1",
    sourceId: "1",
    question: "Question 1",
    goldText: "1.5",
    reference: "x1",
    domain: null,
    split: null,
    given: [{ trace: { kind: "steps", steps: ["one", "two\n"] }, mark: false, humanFirstError: 0 }],
  });
});

test("pages cover the file in order, whatever their size, and a limit ends it early", async () => {
  const content = lines(...Array.from({ length: 25 }, (_, index) => ({ id: index, question: `Q${index}`, answer: index })));
  const file = await openText("a.jsonl", content);
  const whole = await allRows(file);
  const paged = [...(await file.readPage(0, 10)), ...(await file.readPage(10, 10)), ...(await file.readPage(20, 10))];
  expect(paged).toEqual(whole);
  expect(whole.map(({ row }) => row)).toEqual(Array.from({ length: 25 }, (_, index) => index));
  expect(await file.readPage(25, 10)).toEqual([]);
  const limited = await openText("a.jsonl", content, { limit: 7 });
  expect(limited.rows).toBe(7);
  expect(await allRows(limited)).toEqual(whole.slice(0, 7));
});

test("blank lines, a byte order mark and Windows line breaks are not rows", async () => {
  const content = '\ufeff{"question":"a","answer":"1"}\r\n\r\n  \n{"question":"b","answer":"2"}';
  const rows = problemsOf(await allRows(await openText("a.jsonl", content)));
  expect(rows.map(({ row, line, question }) => [row, line, question])).toEqual([
    [0, 1, "a"],
    [1, 4, "b"],
  ]);
});

test("a column that first appears far down the file is found", async () => {
  const content = lines(
    ...Array.from({ length: 1500 }, (_, index) => ({
      question: `Q${index}`,
      answer: "1",
      ...(index === 1400 ? { meta: { worked: "so" } } : {}),
    })),
  );
  const rows = await allRows(await openText("a.jsonl", content, { columns: { reference: "meta.worked" } }));
  expect(
    problemsOf(rows)
      .filter(({ reference }) => reference !== null)
      .map(({ row }) => row),
  ).toEqual([1400]);
  expect(reasonsOf(rows)).toEqual([]);
});

test("an absolute path, and a format named against the file's ending, are taken", async () => {
  const folder = await awkwardFolder();
  const path = join(folder, "problems.txt");
  await writeFile(path, gsm8k);
  expect((await openIn("/", { path, format: "jsonl" })).rows).toBe(2);
});
