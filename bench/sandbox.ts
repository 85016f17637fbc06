// Measures the sandbox: public code problems on both Python engines, JavaScript throughput, start-up, and the hostile suite.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { findBubblewrap, findSystemPython } from "../sandbox/bubblewrap.ts";
import {
  bubblewrapPython,
  createEngine,
  gradeCandidate,
  humanevalTests,
  javascript,
  mbppTests,
  pyodide,
  Slots,
  stubProgram,
  type Engine,
} from "../sandbox/index.ts";
import type { CodeGrade, CodeTests, Verdict } from "../schemas/sandbox.ts";
import { javascriptPrograms } from "../test/sandbox/programs/javascript.ts";
import { pythonPrograms } from "../test/sandbox/programs/python.ts";
import type { Figure } from "./run.ts";

const data = new URL("../../shared/data/", import.meta.url);
const cacheFolder = join(tmpdir(), "steplabel-bench-snapshots");
const out = (line: string): void => void process.stdout.write(`${line}\n`);

const figure = (value: number | null, goal: string, test: (value: number) => boolean): Figure => ({
  value,
  goal,
  reached: value !== null && test(value),
});

function rows(path: string): readonly unknown[] | null {
  const file = new URL(path, data);
  if (!existsSync(file)) return null;
  const bytes = readFileSync(file);
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
}

interface HumanevalRow {
  readonly task_id: string;
  readonly prompt: string;
  readonly canonical_solution: string;
  readonly test: string;
  readonly entry_point: string;
}
interface MbppRow {
  readonly task_id: number;
  readonly code: string;
  readonly test_list: readonly string[];
  readonly test_setup_code: string;
}
interface PackRow {
  readonly id: string;
  readonly question: string;
  readonly steps: readonly string[];
  readonly final_answer_correct: boolean;
  readonly meta: { readonly test: string; readonly entry_point: string };
}

interface Case {
  readonly name: string;
  readonly tests: CodeTests;
  readonly text: string;
}
interface Graded extends Case {
  readonly grade: CodeGrade;
  readonly verdict: Verdict;
}

async function gradeAll(engine: Engine, cases: readonly Case[]): Promise<Graded[]> {
  return Promise.all(
    cases.map(async (item) => ({ ...item, ...(await gradeCandidate((_language, job) => engine.run(job), item.tests, item.text)) })),
  );
}

/** How many of the cases have this outcome; every other one is named. */
function count(title: string, graded: readonly Graded[], wanted: CodeGrade["kind"]): number {
  for (const { name, grade, verdict } of graded)
    if (grade.kind !== wanted) out(`${title} ${name}: ${grade.kind}, ${verdict.status} ${verdict.reason.slice(0, 120)}`);
  return graded.filter(({ grade }) => grade.kind === wanted).length;
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.floor(sorted.length / 2)];
  return found === undefined ? null : Math.round(found * 10) / 10;
}

/** Processor time of all children that have ended, in seconds (Linux). */
function childrenSeconds(): number | null {
  if (process.platform !== "linux") return null;
  const stat = readFileSync("/proc/self/stat", "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

export async function run(): Promise<Record<string, Figure>> {
  return { ...(await bubblewrapFigures()), ...(await pyodideFigures()), ...(await javascriptFigures()), ...(await hostileFigures()) };
}

function humanevalCases(): { right: Case[]; stubs: Case[] } | null {
  const problems = rows("problems/humaneval/HumanEval.jsonl.gz") as readonly HumanevalRow[] | null;
  if (problems === null) return null;
  const right = problems.map((row) => ({ name: row.task_id, tests: humanevalTests(row), text: row.canonical_solution }));
  return { right, stubs: right.map(({ name, tests }) => ({ name, tests, text: stubProgram(tests) })) };
}

async function bubblewrapFigures(): Promise<Record<string, Figure>> {
  const [bubblewrap, python] = [findBubblewrap(), findSystemPython()];
  const program = bubblewrap === null || python === null ? null : bubblewrapPython({ bubblewrap, python, packages: null });
  const engine = program === null ? null : createEngine(program, new Slots(1));
  const grade = async (title: string, cases: readonly Case[] | undefined, wanted: CodeGrade["kind"]) => {
    if (engine === null || cases === undefined) return null;
    const graded = await gradeAll(engine, cases);
    return { graded, found: count(title, graded, wanted) };
  };
  const humaneval = humanevalCases();
  const right = await grade("py-bwrap", humaneval?.right, "correct");
  const stubs = await grade("py-bwrap stub", humaneval?.stubs, "wrong");
  const mbpp = await grade(
    "MBPP",
    (rows("problems/mbpp/mbpp.jsonl") as readonly MbppRow[] | null)?.map((row) => ({
      name: String(row.task_id),
      tests: mbppTests(row),
      text: row.code,
    })),
    "correct",
  );
  const pack = rows("human/humanevalpack_python.jsonl") as readonly PackRow[] | null;
  const packCases = (isRight: boolean) =>
    pack
      ?.filter((row) => row.final_answer_correct === isRight)
      .map((row): Case => {
        const { test, entry_point: entry } = row.meta;
        const tests: CodeTests = {
          kind: "asserts",
          language: "python",
          prompt: row.question,
          setup: "",
          asserts: [test],
          entryPoints: [entry],
        };
        return { name: row.id, tests, text: row.steps.join("\n") };
      });
  const packRight = await grade("humanevalpack", packCases(true), "correct");
  const packWrong = await grade("humanevalpack", packCases(false), "wrong");
  await engine?.close();
  return {
    humaneval_bwrap_right: figure(right?.found ?? null, "164 of 164 canonical solutions pass", (value) => value === 164),
    humaneval_bwrap_stubs_passing: figure(stubs === null ? null : 164 - stubs.found, "0 of 164 stubs pass", (value) => value === 0),
    humaneval_bwrap_median_ms: figure(
      median(right?.graded.map(({ verdict }) => verdict.wallMs) ?? []),
      "at most 60",
      (value) => value <= 60,
    ),
    humanevalpack_right: figure(packRight?.found ?? null, "164 of 164 right functions pass", (value) => value === 164),
    humanevalpack_bugged: figure(packWrong?.found ?? null, "164 of 164 bugged functions fail", (value) => value === 164),
    mbpp_right: figure(mbpp?.found ?? null, "at least 973 of 974", (value) => value >= 973),
  };
}

async function pyodideFigures(): Promise<Record<string, Figure>> {
  const humaneval = humanevalCases();
  const program = await pyodide({ cacheFolder, bubblewrap: null, wheels: [] });
  const fresh = createEngine(program, new Slots(Math.max(1, availableParallelism() - 1)));
  const before = childrenSeconds();
  const right = humaneval === null ? null : await gradeAll(fresh, humaneval.right);
  const stubs = humaneval === null ? null : await gradeAll(fresh, humaneval.stubs);
  await fresh.close();
  const after = childrenSeconds();
  const runs = (right?.length ?? 0) + (stubs?.length ?? 0);
  const seconds = before === null || after === null || runs === 0 ? null : Math.round(((after - before) / runs) * 1000) / 1000;

  // Warm: one interpreter for all, which a campaign does only within one session.
  const warm = createEngine({ ...program, spares: 0, limits: { ...program.limits, runs: 1000 } }, new Slots(1));
  const again = humaneval === null ? null : await gradeAll(warm, humaneval.right);
  await warm.close();

  // How long a job waits for an interpreter when the spare had time to start.
  const spared = createEngine(program, new Slots(1));
  const waits: number[] = [];
  for (let index = 0; index < 6; index += 1) {
    const started = performance.now();
    const verdict = await spared.run({ kind: "check", code: "assert True" });
    if (index > 0) waits.push(performance.now() - started - verdict.wallMs);
    await new Promise((resolve) => setTimeout(resolve, 5000));
  }
  await spared.close();
  return {
    humaneval_pyodide_right: figure(
      right === null ? null : count("py-pyodide", right, "correct"),
      "164 of 164 canonical solutions pass",
      (value) => value === 164,
    ),
    humaneval_pyodide_stubs_passing: figure(
      stubs === null ? null : 164 - count("py-pyodide stub", stubs, "wrong"),
      "0 of 164 stubs pass",
      (value) => value === 0,
    ),
    humaneval_pyodide_fresh_cpu_seconds: figure(
      seconds,
      "at most 1.5 for each fresh candidate, its start included",
      (value) => value <= 1.5,
    ),
    humaneval_pyodide_warm_median_ms: figure(
      median(again?.map(({ verdict }) => verdict.wallMs) ?? []),
      "at most 10",
      (value) => value <= 10,
    ),
    pyodide_wait_with_spare_ms: figure(median(waits), "at most 50: start-up is off the critical path", (value) => value <= 50),
  };
}

async function javascriptFigures(): Promise<Record<string, Figure>> {
  const engine = createEngine(javascript({ bubblewrap: null }), new Slots(1));
  const job = {
    kind: "tests",
    code: "const f = (x) => [x, 2 * x];",
    tests: "function check(candidate) { assert.deepEqual(candidate(2), [2, 4]); assert(candidate(3)[1] === 6); }",
    entries: ["f"],
    call: "check",
  } as const;
  await engine.run(job);
  const started = performance.now();
  let passed = 0;
  let runs = 0;
  for (; performance.now() - started < 5000; runs += 1) if ((await engine.run(job)).status === "pass") passed += 1;
  const perSecond = Math.round((runs / (performance.now() - started)) * 10_000) / 10;
  await engine.close();
  return {
    javascript_runs_per_second: figure(passed === runs ? perSecond : null, "at least 80, each in a fresh isolate", (value) => value >= 80),
  };
}

async function hostileFigures(): Promise<Record<string, Figure>> {
  const started = performance.now();
  const vitest = join(import.meta.dirname, "../node_modules/vitest/vitest.mjs");
  const text = await new Promise<string>((resolve, reject) => {
    const args = [vitest, "run", "--project", "sandbox", "--reporter=json"];
    const child = spawn(process.execPath, args, { cwd: join(import.meta.dirname, ".."), stdio: ["ignore", "pipe", "ignore"] });
    let found = "";
    child.stdout.on("data", (bytes: Buffer) => (found += bytes.toString("utf8")));
    child.once("error", reject);
    child.once("close", () => resolve(found));
  });
  const seconds = Math.round((performance.now() - started) / 1000);
  const start = text.indexOf("{");
  const report = (start < 0 ? null : JSON.parse(text.slice(start))) as {
    numFailedTests: number;
    numPassedTests: number;
    numPendingTests: number;
  } | null;
  if (report !== null)
    out(`hostile suite: ${report.numPassedTests} passed, ${report.numFailedTests} failed, ${report.numPendingTests} skipped`);
  return {
    hostile_javascript_programs: figure(javascriptPrograms.length, "at least 90", (value) => value >= 90),
    hostile_python_programs: figure(pythonPrograms.length, "at least 50", (value) => value >= 50),
    hostile_suite_failed: figure(
      report?.numFailedTests ?? null,
      "0: every program is contained",
      (value) => value === 0 && (report?.numPassedTests ?? 0) > 0,
    ),
    hostile_suite_seconds: figure(seconds, "under 240", (value) => value < 240),
  };
}
