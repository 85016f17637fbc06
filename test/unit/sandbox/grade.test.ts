// From verdicts to outcomes, controls and labels, with a runner that answers by the program's text.
import { describe, expect, it } from "vitest";
import { verdictStatuses, type CodeTests, type Verdict } from "../../../schemas/sandbox.ts";
import {
  checkControls,
  checkOutcome,
  gradeCandidate,
  gradeVerdict,
  mutationLabel,
  mutationSummary,
  replaceStep,
  runMutations,
  type Runner,
} from "../../../sandbox/index.ts";
import { verdictOf } from "./verdict.ts";

const tests: CodeTests = { kind: "humaneval", language: "python", prompt: "", test: "def check(c): assert c() == 1", entryPoint: "f" };
const stdio: CodeTests = { kind: "stdio", language: "python", pairs: [{ input: "1", output: "2\n3" }] };
const passed = verdictOf({ status: "pass", assertions: 1 });
const failed = verdictOf({ status: "fail" });

/** Answers by a mark in the program. */
const runner =
  (answers: Record<string, Verdict>, otherwise: Verdict): Runner =>
  (_language, job) =>
    Promise.resolve(Object.entries(answers).find(([mark]) => job.code.includes(mark))?.[1] ?? otherwise);

describe("gradeVerdict", () => {
  it("maps every status as stated: the candidate's doing is wrong, the sandbox's is invalid", () => {
    const grades = verdictStatuses.map((status) => {
      const grade = gradeVerdict(tests, verdictOf({ status, assertions: 1 }));
      return [status, grade.kind === "correct" ? "correct" : `${grade.kind} ${grade.reason}`];
    });
    expect(Object.fromEntries(grades)).toEqual({
      pass: "correct",
      fail: "wrong fail",
      error: "wrong error",
      syntax: "wrong syntax",
      timeout: "wrong timeout",
      memory: "wrong memory",
      output: "wrong output",
      forged: "wrong forged",
      crash: "invalid crash",
      unavailable: "invalid unavailable",
      infra: "invalid infra",
    });
  });
  it("calls a pass without an executed assertion invalid", () => {
    expect(gradeVerdict(tests, verdictOf({ status: "pass", assertions: 0 }))).toEqual({ kind: "invalid", reason: "no_assertion" });
  });
  it("compares outputs here, without regard to white space at line ends", () => {
    const grade = (outputs: string[], truncated = false) =>
      gradeVerdict(stdio, verdictOf({ status: "pass", outputs, stdoutTruncated: truncated }));
    expect(grade(["2 \r\n3\n\n"])).toEqual({ kind: "correct" });
    expect(grade(["2 3"])).toEqual({ kind: "wrong", reason: "fail" });
    expect(grade([])).toEqual({ kind: "wrong", reason: "fail" });
    expect(grade(["2\n3", "more"])).toEqual({ kind: "wrong", reason: "fail" });
    expect(grade([], true)).toEqual({ kind: "wrong", reason: "output" });
  });
});

describe("checkOutcome", () => {
  it("is evidence only with an executed assertion", () => {
    expect(checkOutcome(passed)).toBe("confirmed");
    expect(checkOutcome(failed)).toBe("refuted");
    expect(checkOutcome(verdictOf({ status: "pass", assertions: 0 }))).toBe("inconclusive");
    for (const status of verdictStatuses.filter((item) => item !== "pass" && item !== "fail"))
      expect(checkOutcome(verdictOf({ status, assertions: 3 }))).toBe("inconclusive");
  });
});

describe("controls", () => {
  const reference = "def f(): return 1";
  it("let a problem through whose reference passes and whose stub fails", async () => {
    const controls = await checkControls(runner({ "return 1": passed }, failed), tests, reference);
    expect(controls).toMatchObject({ positive: "passed", negative: "failed", quarantined: null });
    expect(await checkControls(runner({}, failed), tests, null)).toMatchObject({ positive: "absent", quarantined: null });
  });
  it("set a problem aside whose stub passes, whose tests never assert, or whose reference fails", async () => {
    expect(await checkControls(runner({}, passed), tests, reference)).toMatchObject({ negative: "passed", quarantined: "stub_passes" });
    expect(await checkControls(runner({}, verdictOf({ status: "pass" })), tests, reference)).toMatchObject({ quarantined: "stub_passes" });
    expect(await checkControls(runner({}, failed), tests, reference)).toMatchObject({ positive: "failed", quarantined: "reference_fails" });
    expect(await checkControls(runner({ "return 1": verdictOf({ status: "infra" }) }, failed), tests, reference)).toMatchObject({
      positive: "undecided",
      quarantined: "undecided",
    });
  });
  it("make every grade of such a problem invalid", async () => {
    const run = runner({}, passed);
    const stub = await checkControls(run, tests, reference);
    expect((await gradeCandidate(run, tests, "def f(): return 1", { controls: stub })).grade).toEqual({
      kind: "invalid",
      reason: "negative_control",
    });
    const broken = await checkControls(runner({}, failed), tests, reference);
    expect((await gradeCandidate(run, tests, "x", { controls: broken })).grade).toEqual({ kind: "invalid", reason: "positive_control" });
    expect((await gradeCandidate(run, tests, "x")).grade).toEqual({ kind: "correct" });
  });
});

describe("labels by mutation", () => {
  const reference = "def f():\n    x = 1\n    return x\n";
  const steps = [
    { start: 0, end: 9 },
    { start: 9, end: 19 },
    { start: 19, end: 32 },
  ];
  it("replaces one step and keeps the white space after it", () => {
    expect(replaceStep(reference, steps, 1, "    x = 2\n\n")).toBe("def f():\n    x = 2\n    return x\n");
    expect(() => replaceStep(reference, steps, 3, "")).toThrow(RangeError);
  });
  it("comes from execution alone: two runs that differ are flaky", () => {
    expect(mutationLabel(tests, passed, passed)).toBe("positive");
    expect(mutationLabel(tests, failed, failed)).toBe("negative");
    expect(mutationLabel(tests, verdictOf({ status: "error" }), failed)).toBe("negative");
    expect(mutationLabel(tests, passed, failed)).toBe("flaky");
    expect(mutationLabel(tests, verdictOf({ status: "timeout" }), verdictOf({ status: "timeout" }))).toBe("timeout");
    expect(mutationLabel(tests, verdictOf({ status: "syntax" }), verdictOf({ status: "syntax" }))).toBe("compile_error");
    expect(mutationLabel(tests, verdictOf({ status: "infra" }), passed)).toBe("invalid");
  });
  it("records every proposal and scores the tests by the mutants that they kill", async () => {
    const run = runner(
      { "x = 2": failed, "x = (": verdictOf({ status: "syntax", reason: "SyntaxError" }), "1 * 1": passed, "x = 0": failed },
      passed,
    );
    const proposals = [
      { step: 1, kind: "mutate", replacement: "    x = 2" },
      { step: 1, kind: "mutate", replacement: "    x = 1 * 1" },
      { step: 1, kind: "mutate", replacement: "    x = (" },
      { step: 1, kind: "mutate", replacement: "    x = 1" },
      { step: 1, kind: "refactor", replacement: "    x = 0" },
      { step: 2, kind: "refactor", replacement: "    return x + 0" },
    ] as const;
    const records = await runMutations(run, { problem: "p", tests, reference, steps, proposals });
    expect(records.map(({ label, status }) => [label, status])).toEqual([
      ["negative", "fail"],
      ["positive", "pass"],
      ["compile_error", "syntax"],
      ["unchanged", null],
      ["negative", "fail"],
      ["positive", "pass"],
    ]);
    expect(records[0]).toMatchObject({ problem: "p", step: 1, original: "    x = 1", replacement: "    x = 2" });
    expect(mutationSummary("p", records)).toEqual({ problem: "p", mutants: 2, killed: 1, survived: 1, brokenRefactors: 1, score: 0.5 });
    expect(mutationSummary("other", records)).toMatchObject({ mutants: 0, score: null });
  });
});
