// What a caller asks an engine to run, checked before any worker sees it.
import type { CodeLanguage, Verdict } from "../schemas/sandbox.ts";
import { codeLimitBytes, maximumTimeoutMs, outputLimitBytes, stdoutLimitBytes, testsLimitBytes, type Limits } from "./limits.ts";
import type { WireJob } from "./protocol.ts";

interface JobCommon {
  readonly code: string;
  /** Default: the engine's. At most 60,000. */
  readonly timeoutMs?: number;
  /** Seeds the interpreter's random numbers; default 0. */
  readonly seed?: number;
}

/**
 * check: the code's own assertions count. tests: the code, then `tests`, where `call` (a function of the tests, or "") is applied to the first of
 * `entries`, the functions that the problem asks for. program: the code runs once for each input, read from its standard input.
 */
export type Job =
  | (JobCommon & { readonly kind: "check" })
  | (JobCommon & { readonly kind: "tests"; readonly tests: string; readonly entries: readonly string[]; readonly call: string })
  | (JobCommon & { readonly kind: "program"; readonly inputs: readonly string[] });

export type PreparedJob =
  | { readonly kind: "ready"; readonly wire: WireJob; readonly timeoutMs: number; readonly preload: readonly string[] }
  | { readonly kind: "refused"; readonly status: Verdict["status"]; readonly reason: string };

/** Checks sizes and text. What a candidate did wrong is its verdict; what its problem did wrong is `unavailable`. */
export function prepareJob(job: Job, language: CodeLanguage, limits: Limits): PreparedJob {
  const refuse = (status: Verdict["status"], reason: string): PreparedJob => ({ kind: "refused", status, reason });
  const bytes = Buffer.byteLength(job.code, "utf8");
  if (bytes > codeLimitBytes) return refuse("error", `the code has ${bytes} bytes, the limit is ${codeLimitBytes}`);
  if (!job.code.isWellFormed()) return refuse("syntax", "the code is no valid Unicode text");
  const tests = job.kind === "tests" ? job.tests : "";
  const inputs = job.kind === "program" ? job.inputs : [];
  const given = Buffer.byteLength(tests, "utf8") + inputs.reduce((sum, input) => sum + Buffer.byteLength(input, "utf8"), 0);
  if (given > testsLimitBytes) return refuse("unavailable", `the tests have ${given} bytes, the limit is ${testsLimitBytes}`);
  if (![tests, ...inputs].every((text) => text.isWellFormed())) return refuse("unavailable", "the tests are no valid Unicode text");
  if (job.kind === "tests" && job.call !== "" && job.entries.length === 0)
    return refuse("unavailable", "the tests name no function to call them with");
  const timeoutMs = Math.min(job.timeoutMs ?? limits.timeoutMs, maximumTimeoutMs);
  const wire: WireJob = {
    kind: job.kind,
    code: job.code,
    tests,
    entries: job.kind === "tests" ? job.entries : [],
    call: job.kind === "tests" ? job.call : "",
    inputs,
    seed: job.seed ?? 0,
    stdout_limit: stdoutLimitBytes,
    output_limit: outputLimitBytes,
  };
  return { kind: "ready", wire, timeoutMs, preload: language === "python" ? importedPackages(`${job.code}\n${tests}`) : [] };
}

/** Which of the optional packages a Python text imports: they are loaded before the clock starts. */
export function importedPackages(code: string): ("sympy" | "mpmath")[] {
  return (["sympy", "mpmath"] as const).filter((name) => new RegExp(`^[ \\t]*(?:import|from)[ \\t]+(?:.*[ ,])?${name}\\b`, "m").test(code));
}
