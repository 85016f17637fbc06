// Line labels by mutation (PRLCoder, arXiv 2502.01715): a teacher changes one line of a reference solution, execution alone decides its label.
import type { CodeTests, MutationKind, MutationLabel, MutationRecord, MutationSummary, Verdict } from "../schemas/sandbox.ts";
import type { StepSpan } from "../schemas/records.ts";
import { gradeVerdict, type Runner } from "./grade.ts";
import { candidateProgram, testJob } from "./problems.ts";

/** One changed line, as the teacher proposed it. `step` is 0-based. */
export interface MutationProposal {
  readonly step: number;
  readonly kind: MutationKind;
  readonly replacement: string;
}

export interface MutationRequest {
  readonly problem: string;
  readonly tests: CodeTests;
  /** The reference solution as the campaign holds it, and its steps. */
  readonly reference: string;
  readonly steps: readonly StepSpan[];
  readonly proposals: readonly MutationProposal[];
  readonly timeoutMs?: number;
}

/** The text with one step replaced; white space after the step stays as it was. Throws a RangeError for a step that is not there. Pure. */
export function replaceStep(text: string, steps: readonly StepSpan[], step: number, replacement: string): string {
  const span = steps[step];
  if (span === undefined) throw new RangeError(`The text has ${steps.length} steps, not ${step + 1}.`);
  const original = text.slice(span.start, span.end);
  const tail = original.slice(original.trimEnd().length);
  return text.slice(0, span.start) + replacement.trimEnd() + tail + text.slice(span.end);
}

/** Label of one changed line from two runs of it. Two runs that differ are `flaky`; the teacher's instruction plays no part. Pure. */
export function mutationLabel(tests: CodeTests, first: Verdict, second: Verdict): MutationLabel {
  const labels = [first, second].map((verdict) => oneLabel(tests, verdict));
  const [a = "invalid", b = "invalid"] = labels;
  if (a === "invalid" || b === "invalid") return "invalid";
  return a === b ? a : "flaky";
}

function oneLabel(tests: CodeTests, verdict: Verdict): MutationLabel {
  const grade = gradeVerdict(tests, verdict);
  switch (grade.kind) {
    case "correct":
      return "positive";
    case "invalid":
      return "invalid";
    case "wrong":
      if (grade.reason === "syntax") return "compile_error";
      return grade.reason === "timeout" ? "timeout" : "negative";
  }
}

/** Runs every proposal that changes its line twice. Cost: at most two runs a proposal. Never rejects for what a line does. */
export async function runMutations(run: Runner, request: MutationRequest): Promise<MutationRecord[]> {
  const { problem, tests, reference, steps, proposals } = request;
  const records: MutationRecord[] = [];
  for (const { step, kind, replacement } of proposals) {
    const changed = replaceStep(reference, steps, step, replacement);
    const span = steps[step];
    const original = span === undefined ? "" : reference.slice(span.start, span.end).trimEnd();
    const common = { problem, step, kind, original, replacement: replacement.trimEnd() };
    if (changed === reference) {
      records.push({ ...common, label: "unchanged", reason: "", status: null });
      continue;
    }
    const job = testJob(tests, candidateProgram(tests, changed), request.timeoutMs === undefined ? {} : { timeoutMs: request.timeoutMs });
    const first = await run(tests.language, job);
    // A line that does not compile fails the same way every time.
    const second = first.status === "syntax" ? first : await run(tests.language, job);
    records.push({ ...common, label: mutationLabel(tests, first, second), reason: first.reason, status: first.status });
  }
  return records;
}

/** Mutation score of one problem's tests: killed of the mutants that ran. Refactors, flaky and invalid runs are not in it. Pure. */
export function mutationSummary(problem: string, records: readonly MutationRecord[]): MutationSummary {
  const own = records.filter((record) => record.problem === problem);
  const killedLabels: readonly MutationLabel[] = ["negative", "timeout"];
  const mutants = own.filter(({ kind, label }) => kind === "mutate" && (label === "positive" || killedLabels.includes(label)));
  const killed = mutants.filter(({ label }) => killedLabels.includes(label)).length;
  const brokenRefactors = own.filter(
    ({ kind, label }) => kind === "refactor" && (killedLabels.includes(label) || label === "compile_error"),
  );
  return {
    problem,
    mutants: mutants.length,
    killed,
    survived: mutants.length - killed,
    brokenRefactors: brokenRefactors.length,
    score: mutants.length === 0 ? null : killed / mutants.length,
  };
}
