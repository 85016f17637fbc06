// The rows that the ledger keeps and the tables are made of: problem, solution, draw, call, probe, rollout.
import type { CallState, FinishReason, Grade, ProblemOutcome, SolutionOutcome, StopRule } from "./outcome.ts";

/** How the answers of a problem are compared. */
export type AnswerType =
  | { kind: "math" }
  | { kind: "exact" }
  | { kind: "choice"; choices?: readonly string[] }
  | { kind: "numeric"; absoluteTolerance?: number; relativeTolerance?: number };

/** A problem as read from a file. `row` is its 0-based row of the input, `problem` its id (at most 64 characters). */
export interface Problem {
  readonly problem: string;
  readonly row: number;
  readonly sourceId: string | null;
  readonly question: string;
  readonly gold: string;
  readonly reference: string | null;
  readonly domain: string | null;
  readonly split: string | null;
  readonly answerType: AnswerType;
}

/** [start, end) in UTF-16 code units of the solution's text. Spans cover the text without a gap. */
export interface StepSpan {
  readonly start: number;
  readonly end: number;
}

/** One trace of a problem. `solution` is its index within the problem: given ones first, in file order, then the sampled ones by draw. */
export interface Solution {
  readonly problem: string;
  readonly solution: number;
  readonly origin: "given" | "sampled";
  readonly text: string;
  readonly steps: readonly StepSpan[];
  readonly outcome: SolutionOutcome;
  readonly grade: Grade;
  readonly answer: string | null;
  /** Completion tokens of a sampled solution; null for a given one. */
  readonly tokens: number | null;
  /** The lowest solution index whose text is the same; its own where the text is new. */
  readonly duplicateOf: number;
  /** Given solutions only: what the file says of it. */
  readonly mark: boolean | null;
  readonly humanFirstError: number | null;
  /** Sampled solutions only: where its draw stands in the ledger. */
  readonly draw: DrawName | null;
}

/** A draw's name: which request, which number. */
export interface DrawName {
  readonly requestKey: string;
  readonly draw: number;
}

/** One completion that a model returned. */
export interface Draw extends DrawName {
  readonly call: number;
  readonly text: string;
  readonly finish: FinishReason;
  readonly completionTokens: number;
  readonly meanLogprob: number | null;
}

/** One paid request. Money in millionths of a US dollar (exact integers); null = price unknown. */
export interface Call {
  readonly call: number;
  readonly model: string;
  readonly requestKey: string;
  readonly from: number;
  readonly count: number;
  readonly state: CallState;
  readonly attempt: number;
  readonly owner: string;
  readonly leaseUntil: number;
  readonly boundTokens: number;
  readonly boundMicroUsd: number | null;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  readonly microUsd: number | null;
  readonly latencyMs: number | null;
  readonly startedAt: number;
  readonly problem: string;
  readonly error: string | null;
}

/** A measurement that a strategy asked for: `count` rollouts from draw `from` on of the first `step` steps of a solution (solution -1, step 0 = the bare problem). */
export interface Probe {
  readonly solution: number;
  readonly step: number;
  readonly from: number;
  readonly count: number;
  readonly stop: Exclude<StopRule, "graded">;
}

/** A probe as the ledger keeps it: with the request that answered it and how many draws were really used. */
export interface ProbeRecord extends Probe {
  readonly problem: string;
  readonly model: string;
  readonly requestKey: string;
  readonly used: number;
}

/** A graded draw of a probe. */
export interface GradeRecord extends DrawName {
  readonly grader: string;
  readonly grade: Grade;
  readonly answer: string | null;
  readonly canonical: string | null;
  readonly method: string;
}

/** What the ledger knows of a problem beyond its text. */
export interface ProblemRecord extends Problem {
  readonly shard: number;
  readonly outcome: ProblemOutcome | null;
  readonly reason: string | null;
}

/** An input row that could not be used: where, and the one sentence that says why. */
export interface InvalidRow {
  readonly row: number;
  readonly line: number | null;
  readonly reason: string;
}
