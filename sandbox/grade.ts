// From verdicts to outcomes: a candidate by its problem's tests, a step by its check, a problem by its controls.
import type { CheckOutcome, CodeControls, CodeGrade, CodeLanguage, CodeTests, Verdict } from "../schemas/sandbox.ts";
import type { Job } from "./job.ts";
import { candidateProgram, stubProgram, testJob } from "./problems.ts";

/** Runs one job; `Sandbox` and a pair of language and engine both fit. */
export type Runner = (language: CodeLanguage, job: Job) => Promise<Verdict>;

export interface GradeOptions {
  readonly timeoutMs?: number;
  readonly seed?: number;
  /** The problem's controls, once they are known: nothing is wrong by tests that its reference fails or a stub passes. */
  readonly controls?: CodeControls;
}

/**
 * What a verdict says of a candidate. Pass with an executed assertion = correct; what the candidate did = wrong with its reason; what the sandbox,
 * the tests or a missing package did = invalid. For input/output tests the outputs are compared here, out of the candidate's reach. Pure.
 */
export function gradeVerdict(tests: CodeTests, verdict: Verdict): CodeGrade {
  switch (verdict.status) {
    case "pass": {
      if (tests.kind === "stdio") {
        if (verdict.stdoutTruncated) return { kind: "wrong", reason: "output" };
        const same = tests.pairs.every(({ output }, index) => normalOutput(output) === normalOutput(verdict.outputs[index] ?? ""));
        return same && verdict.outputs.length === tests.pairs.length ? { kind: "correct" } : { kind: "wrong", reason: "fail" };
      }
      return verdict.assertions > 0 ? { kind: "correct" } : { kind: "invalid", reason: "no_assertion" };
    }
    case "fail":
    case "error":
    case "syntax":
    case "timeout":
    case "memory":
    case "output":
    case "forged":
      return { kind: "wrong", reason: verdict.status };
    case "crash":
    case "unavailable":
    case "infra":
      return { kind: "invalid", reason: verdict.status };
  }
}

/** Output without the white space at line ends and without empty lines at the end. */
function normalOutput(text: string): string {
  return text.replace(/[ \t\r]+$/gm, "").replace(/\n+$/, "");
}

/** What an executed check says of its step: only an executed assertion is evidence. Pure. */
export function checkOutcome(verdict: Verdict): CheckOutcome {
  if (verdict.status === "fail") return "refuted";
  return verdict.status === "pass" && verdict.assertions > 0 ? "confirmed" : "inconclusive";
}

/** Runs and grades one text. Never rejects as long as `run` does not. Cost: one run. */
export async function gradeCandidate(
  run: Runner,
  tests: CodeTests,
  text: string,
  options: GradeOptions = {},
): Promise<{ grade: CodeGrade; verdict: Verdict }> {
  const { controls, ...limits } = options;
  const verdict = await run(tests.language, testJob(tests, candidateProgram(tests, text), limits));
  const quarantined = controls?.quarantined ?? null;
  if (quarantined === "stub_passes") return { grade: { kind: "invalid", reason: "negative_control" }, verdict };
  if (quarantined !== null) return { grade: { kind: "invalid", reason: "positive_control" }, verdict };
  return { grade: gradeVerdict(tests, verdict), verdict };
}

/** Runs a problem's controls: its reference solution (null = it has none), which must pass, and a stub, which must not. Cost: two runs. */
export async function checkControls(
  run: Runner,
  tests: CodeTests,
  reference: string | null,
  options: Omit<GradeOptions, "controls"> = {},
): Promise<CodeControls> {
  const negativeVerdict = await run(tests.language, testJob(tests, stubProgram(tests), options));
  const stub = gradeVerdict(tests, negativeVerdict);
  // Tests that ran to their end without one assertion let everything pass, the stub too.
  const passes = stub.kind === "correct" || (stub.kind === "invalid" && stub.reason === "no_assertion");
  const negative = passes ? "passed" : stub.kind === "wrong" ? "failed" : "undecided";
  const positiveRun = reference === null ? null : await gradeCandidate(run, tests, reference, options);
  const positive = positiveRun === null ? "absent" : positiveOf(positiveRun.grade);
  return {
    positive,
    negative,
    quarantined: quarantine(positive, negative),
    positiveVerdict: positiveRun?.verdict ?? null,
    negativeVerdict,
  };
}

function positiveOf(grade: CodeGrade): CodeControls["positive"] {
  if (grade.kind === "correct") return "passed";
  return grade.kind === "wrong" ? "failed" : "undecided";
}

function quarantine(positive: CodeControls["positive"], negative: CodeControls["negative"]): CodeControls["quarantined"] {
  if (negative === "passed") return "stub_passes";
  if (positive === "failed") return "reference_fails";
  return positive === "undecided" || negative === "undecided" ? "undecided" : null;
}
