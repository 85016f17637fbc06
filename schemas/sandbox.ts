// Executed code as data: what came of one run, how a problem is tested by code, and what a test run says of a candidate.
import { z } from "zod";

/**
 * What came of one run. pass / fail: it ran to its end, or an assertion did not hold; error: an exception or a wrong exit; syntax: it does not
 * compile; timeout / memory / output: a limit was reached; forged: it tried to make its own verdict; crash: the interpreter died under it;
 * unavailable: something needed is not there (engine, module, usable tests); infra: the sandbox's own fault.
 */
export const verdictStatuses = [
  "pass",
  "fail",
  "error",
  "syntax",
  "timeout",
  "memory",
  "output",
  "crash",
  "forged",
  "unavailable",
  "infra",
] as const;
export type VerdictStatus = (typeof verdictStatuses)[number];

export type CodeLanguage = "python" | "javascript";
export type EngineName = "js-ivm" | "py-pyodide" | "py-bwrap";

/** What stood between the run and the host. */
export type Isolation = "isolate+process" | "isolate+process+namespaces" | "process+namespaces+seccomp" | "none";

/** One run's result. Times in milliseconds, memory in bytes; null = not known (the process was killed). */
export interface Verdict {
  readonly status: VerdictStatus;
  /** One sentence or an exception's type and message, at most 2,000 characters; "" for a plain pass. */
  readonly reason: string;
  /** Assertions that were executed and held; a failed one is not counted. */
  readonly assertions: number;
  /** The first bytes of what was printed (64 KiB). */
  readonly stdout: string;
  readonly stdoutTruncated: boolean;
  /** Programs only: what was printed for each input that was run to its end, in order, and for the one that failed. */
  readonly outputs: readonly string[];
  readonly wallMs: number;
  readonly cpuMs: number | null;
  readonly peakBytes: number | null;
  readonly engine: EngineName | "none";
  /** Interpreter and its version, for example "CPython 3.14.2"; "" when none answered. */
  readonly engineVersion: string;
  /** First 16 hexadecimal digits of the sha256 of the limits and flags that the run was under. */
  readonly profile: string;
  readonly isolation: Isolation;
  /** 1, or 2 where the first try was the sandbox's own fault. */
  readonly attempts: number;
}

/**
 * How a problem is tested by code.
 * humaneval: `prompt` + completion is the candidate, `test` defines `check(candidate)`, called with `entryPoint`.
 * asserts (MBPP): the candidate, then `setup`, then every assertion; `entryPoints` are the functions that the problem asks for.
 * stdio: the candidate is a program; its output is compared with the expected one on the host's side.
 */
export const codeTestsSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("humaneval"),
    language: z.enum(["python", "javascript"]),
    prompt: z.string(),
    test: z.string().min(1),
    entryPoint: z.string().regex(/^[A-Za-z_$][\w$]*$/),
  }),
  z.strictObject({
    kind: z.literal("asserts"),
    language: z.enum(["python", "javascript"]),
    prompt: z.string().default(""),
    setup: z.string().default(""),
    asserts: z.array(z.string()).min(1),
    entryPoints: z.array(z.string().regex(/^[A-Za-z_$][\w$]*$/)),
  }),
  z.strictObject({
    kind: z.literal("stdio"),
    language: z.enum(["python", "javascript"]),
    pairs: z.array(z.strictObject({ input: z.string(), output: z.string() })).min(1),
  }),
]);
export type CodeTests = z.output<typeof codeTestsSchema>;

/** Why a candidate is wrong: the statuses that are its own doing, and a printed output that differs. */
export type CodeWrongReason = Extract<VerdictStatus, "fail" | "error" | "syntax" | "timeout" | "memory" | "output" | "forged">;

/** Why nothing can be said of a candidate: the sandbox, its tests, or a control that failed. */
export type CodeInvalidReason =
  | Extract<VerdictStatus, "infra" | "unavailable" | "crash">
  | "no_assertion"
  | "positive_control"
  | "negative_control";

export type CodeGrade =
  | { readonly kind: "correct" }
  | { readonly kind: "wrong"; readonly reason: CodeWrongReason }
  | { readonly kind: "invalid"; readonly reason: CodeInvalidReason };

/** What an executed check says of a step. Only an executed assertion is evidence. */
export type CheckOutcome = "confirmed" | "refuted" | "inconclusive";

/** A problem's controls: its reference solution must pass, a stub that returns nothing must not. */
export interface CodeControls {
  readonly positive: "passed" | "failed" | "absent" | "undecided";
  readonly negative: "failed" | "passed" | "undecided";
  /** Why the problem is set aside; null = usable. */
  readonly quarantined: "reference_fails" | "stub_passes" | "undecided" | null;
  readonly positiveVerdict: Verdict | null;
  readonly negativeVerdict: Verdict;
}

/** What the teacher was asked to do to a line. The label never comes from it. */
export type MutationKind = "mutate" | "refactor";

/** positive: all tests pass (an equivalent line, or tests too weak to tell); negative: a test fails. */
export type MutationLabel = "positive" | "negative" | "compile_error" | "timeout" | "flaky" | "invalid" | "unchanged";

/** One changed line of a reference solution, labelled by execution (PRLCoder, arXiv 2502.01715). */
export interface MutationRecord {
  readonly problem: string;
  /** 0-based index of the replaced step of the reference. */
  readonly step: number;
  readonly kind: MutationKind;
  readonly original: string;
  readonly replacement: string;
  readonly label: MutationLabel;
  readonly reason: string;
  readonly status: VerdictStatus | null;
}

/** How well a problem's tests tell mutants from the reference. null where no mutant ran. */
export interface MutationSummary {
  readonly problem: string;
  readonly mutants: number;
  readonly killed: number;
  /** Mutants (asked to be wrong) that pass all tests: equivalent ones, or gaps in the tests. */
  readonly survived: number;
  /** Refactored lines that fail: the teacher's own errors. */
  readonly brokenRefactors: number;
  readonly score: number | null;
}
