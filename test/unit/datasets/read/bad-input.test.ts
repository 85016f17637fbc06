// Input that cannot be used: one clear sentence each, before anything is paid for.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DatasetError } from "../../../../datasets/index.ts";
import type { ProblemFile } from "../../../../datasets/index.ts";
import { awkwardFolder } from "../folder.ts";
import { allRows, lines, openIn, openText, problemsOf, reasonsOf } from "./problem-file.ts";

async function failureOf(opening: Promise<ProblemFile>): Promise<string> {
  const error: unknown = await opening.then(
    () => "opened",
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DatasetError);
  const { code, message } = error as DatasetError;
  expect(message).not.toContain("\n");
  return `${code}: ${message}`;
}

const good = { question: "a", answer: "1" };

test("a missing file, a folder and an empty file are named", async () => {
  const folder = await awkwardFolder();
  await mkdir(join(folder, "inner.jsonl"));
  expect(await failureOf(openIn(folder, { path: "none.jsonl" }))).toMatch(/^unreadable: There is no file .*none\.jsonl/);
  expect(await failureOf(openIn(folder, { path: "inner.jsonl" }))).toMatch(/^unreadable: .*inner\.jsonl is a folder/);
  expect(await failureOf(openText("a.jsonl", ""))).toMatch(/^empty_file: .*a\.jsonl is empty/);
  expect(await failureOf(openText("a.jsonl", "\n \n"))).toMatch(/^empty_file: .*holds no rows/);
  expect(await failureOf(openText("a.csv", "question,answer\n"))).toMatch(/^empty_file: .*holds no rows/);
  expect(await failureOf(openText("a.json", "[]"))).toMatch(/^empty_file: .*holds no rows/);
  expect(await failureOf(openText("a.txt", "x"))).toMatch(/^unknown_format: .*problems\.format/);
});

test("a missing column names its key in the configuration, what the file has, and the nearest name", async () => {
  const content = lines({ id: 1, problem: "a", answer: "1", meta: { level: 3 } });
  expect(await failureOf(openText("a.jsonl", content))).toBe(
    'missing_column: a.jsonl has no column "question" (problems.columns.question); it has: id, problem, answer, meta, meta.level.',
  );
  const columns = { question: "problm", solutions: [{ text: "meta.levle" }] };
  expect(await failureOf(openText("a.jsonl", content, { columns }))).toContain(
    '"problm" (problems.columns.question); did you mean "problem"?',
  );
  expect(await failureOf(openText("a.jsonl", content, { columns: { ...columns, question: "problem" } }))).toContain(
    '"meta.levle" (problems.columns.solutions[0].text); did you mean "meta.level"?',
  );
  expect(await failureOf(openText("a.csv", "qestion,answer\na,1\n"))).toContain('did you mean "qestion"?');
});

test("a column mapped twice is refused, but one worked solution may be gold, reference and given solution", async () => {
  expect(await failureOf(openText("a.jsonl", lines(good), { columns: { question: "answer" } }))).toBe(
    'column_mapped_twice: The column "answer" is mapped twice, by problems.columns.question and by problems.columns.gold; give each its own column.',
  );
  const twice = { solutions: [{ text: "s" }, { text: "s" }] };
  expect(await failureOf(openText("a.jsonl", lines({ ...good, s: "x" }), { columns: twice }))).toMatch(
    /^column_mapped_twice: The column "s"/,
  );
  expect(await failureOf(openText("a.csv", "question,answer,answer\na,1,2\n"))).toMatch(
    /^column_mapped_twice: a\.csv has two columns named "answer"/,
  );
  const shared = { reference: "answer", solutions: [{ text: "answer" }] };
  expect(problemsOf(await allRows(await openText("a.jsonl", lines(good), { columns: shared })))).toHaveLength(1);
});

test("a malformed JSON line is an invalid row with its line number, and the others stay usable", async () => {
  const rows = await allRows(
    await openText("a.jsonl", `${lines(good)}\n{"question": "b", "answer\n[1, 2]\n"text"\n${lines({ question: "c", answer: "3" })}`),
  );
  expect(reasonsOf(rows)).toEqual([
    '3: is not valid JSON: {"question": "b", "answer',
    "4: is not a JSON object: [1, 2]",
    '5: is not a JSON object: "text"',
  ]);
  expect(problemsOf(rows).map(({ line }) => line)).toEqual([1, 6]);
});

test("a file of another format than it claims is refused whole", async () => {
  expect(await failureOf(openText("a.jsonl", "question,answer\na,1\n"))).toMatch(
    /^malformed: a\.jsonl does not hold JSON objects, one a line: line 1 begins with "question,answer"/,
  );
  expect(await failureOf(openText("a.json", '[\n{"question":"a"},\n{"question":\n]'))).toMatch(/^malformed: .*a\.json cannot be read/);
  expect(await failureOf(openText("a.parquet", "no parquet at all, but long enough"))).toMatch(/^malformed: .*a\.parquet cannot be read/);
  expect(await failureOf(openText("a.jsonl.gz", "not packed"))).toMatch(/^malformed: .*a\.jsonl\.gz cannot be read/);
  expect(await failureOf(openText("a.csv", "question,answer\na,1\nb\n"))).toMatch(
    /^malformed: .*a\.csv, line 3 cannot be read: .*Columns: 2 Found: 1/,
  );
  expect(await failureOf(openText("a.jsonl", Buffer.from([0x7b, 0xff, 0xfe, 0x7d, 0x0a])))).toMatch(/^malformed: /);
});

test("a row that lacks what a problem needs says what, by line", async () => {
  const rows = [
    { question: "", answer: "1" },
    { question: 5, answer: "1" },
    { question: ["a"], answer: "1" },
    { question: "a" },
    { question: "b", answer: null },
    { question: "c", answer: "  " },
    { question: "d", answer: { value: 1 } },
    { question: "e", answer: 0.5 },
    { question: "f", answer: false },
  ];
  const read = await allRows(await openText("a.jsonl", lines(...rows)));
  expect(reasonsOf(read)).toEqual([
    '1: the question is empty (column "question")',
    '2: column "question" holds a number, not a text',
    '3: column "question" holds a list, not a text',
    '4: there is no gold answer (column "answer")',
    '5: there is no gold answer (column "answer")',
    '6: there is no gold answer (column "answer")',
    '7: column "answer" holds an object, not a text',
  ]);
  expect(problemsOf(read).map(({ goldText }) => goldText)).toEqual(["0.5", "false"]);
});

test("a given solution that is missing, empty or of another type makes its row invalid", async () => {
  const given = (s: unknown, extra: object = {}) => ({ question: JSON.stringify([s, extra]), answer: "1", s, ...extra });
  const rows = [
    given(undefined),
    given([]),
    given("text"),
    given(["a", 2]),
    given(["", " "]),
    given(["a"], { m: "maybe" }),
    given(["a"], { f: 1 }),
    given(["a"], { f: -2 }),
    given(["a"], { f: 0.5 }),
  ];
  const columns = { solutions: [{ steps: "s", mark: "m", firstError: "f" }] };
  const read = await allRows(
    await openText("a.jsonl", lines(...rows, given(["a", "", "b"], { m: "TRUE", f: "2" }), given(["a"], { m: null, f: null })), {
      columns,
    }),
  );
  expect(reasonsOf(read)).toEqual([
    '1: a given solution has no steps (column "s")',
    '2: a given solution has no steps (column "s")',
    '3: column "s" holds a text, not a list of step texts',
    '4: step 1 in column "s" is a number, not a text',
    '5: a given solution is empty (column "s")',
    '6: column "m" holds "maybe", not true or false',
    '7: column "f" says step 1 of a solution of 1 steps (the first is 0)',
    '8: column "f" holds -2, not a step\'s number (the first is 0, -1 means none)',
    '9: column "f" holds 0.5, not a step\'s number (the first is 0, -1 means none)',
  ]);
  expect(problemsOf(read).map(({ given: [solution] }) => [solution?.mark, solution?.humanFirstError])).toEqual([
    [true, 2],
    [null, null],
  ]);
  const texts = await allRows(
    await openText("b.jsonl", lines(given(" "), given(null), given("A: 1")), { columns: { solutions: [{ text: "s" }] } }),
  );
  expect(reasonsOf(texts)).toEqual(['1: a given solution is empty (column "s")', '2: a given solution is empty (column "s")']);
});

test("duplicate ids are known before a page is read: the id, both rows and both lines; the later row is invalid", async () => {
  const content = `${lines({ id: "x/1", ...good }, { id: 7, ...good })}\n${lines({ id: "7", question: "other", answer: "2" }, { id: "x/1", question: "third", answer: "3" }, { id: null, ...good })}`;
  const file = await openText("a.jsonl", content);
  expect(await file.duplicateIds()).toEqual([
    { id: "7", rows: [1, 2], lines: [2, 4] },
    { id: expect.stringMatching(/^x-1-[0-9a-f]{16}$/), rows: [0, 3], lines: [1, 5] },
  ]);
  expect(await file.duplicateIds(1)).toHaveLength(1);
  expect(reasonsOf(await allRows(file))).toEqual(["4: has the same id as row 2", "5: has the same id as row 1"]);
});

test("without ids the same question with the same gold answer is a duplicate; broken rows are none", async () => {
  const file = await openText("a.jsonl", `${lines(good, { ...good, answer: "2" }, good)}{\n{\n${lines({ answer: "1" }, { answer: "1" })}`);
  expect((await file.duplicateIds()).map(({ rows }) => rows)).toEqual([[0, 2]]);
  expect(await (await openText("b.jsonl", lines(good))).duplicateIds()).toEqual([]);
});
