// The ledger's interface: the one place where a text can be found, and where every paid call is accounted for.
// SQLite implements it for one machine; whatever else implements it passes the same contract tests.
import type {
  Budget,
  BudgetLimit,
  BudgetUpdate,
  Call,
  Draw,
  DrawName,
  FinishReason,
  GradeRecord,
  ProbeRecord,
  Problem,
  ProblemRecord,
  ProblemSettlement,
  Solution,
} from "../schemas/index.ts";

/** A campaign as it began: configuration as canonical JSON, sha256 of its locked sections, and of its problem file. */
export interface CampaignRecord {
  readonly campaign: string;
  readonly configuration: string;
  readonly configurationHash: string;
  readonly inputHash: string;
  readonly rows: number;
  readonly budget: Budget;
  readonly createdAt: number;
}

/** What is reserved before a call: draws [from, from + count) of a request, and the most that they can cost. */
export interface Reservation {
  readonly campaign: string;
  readonly problem: string;
  readonly model: string;
  readonly requestKey: string;
  readonly from: number;
  readonly count: number;
  /** Prompt tokens + count x max tokens. */
  readonly boundTokens: number;
  /** boundTokens at list price in millionths of a dollar, rounded up; null where the price is unknown. */
  readonly boundMicroUsd: number | null;
  /** Number of this attempt, from 1. */
  readonly attempt: number;
  /** Who asks: one name a process. */
  readonly owner: string;
  /** Milliseconds from now until the reservation counts as abandoned unless it is renewed. */
  readonly leaseMs: number;
}

/**
 * reserved: ask now, then settle, fail or abandon. busy: some draw of the range is being fetched by somebody else, wait and read again
 * (untilMs: when the last lease in the way ends, in milliseconds since the epoch).
 * present: some draw of the range is already in the ledger, read again. budget: this call could pass a limit, nothing was reserved.
 */
export type ReserveResult =
  | { readonly kind: "reserved"; readonly call: number }
  | { readonly kind: "busy"; readonly untilMs: number }
  | { readonly kind: "present" }
  | { readonly kind: "budget"; readonly limit: BudgetLimit };

/** A call's answer: its draws in order of their number (fewer than asked for is allowed) and its usage. */
export interface Settlement {
  readonly draws: readonly {
    readonly text: string;
    readonly finish: FinishReason;
    readonly completionTokens: number;
    readonly meanLogprob: number | null;
  }[];
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly microUsd: number | null;
  readonly latencyMs: number;
}

/**
 * settled: the answer is stored; `dropped` of its draws were already there (another call fetched them after this one's lease had expired).
 * repeated: it had been settled before, nothing changed.
 */
export type SettleResult = { readonly kind: "settled"; readonly stored: number; readonly dropped: number } | { readonly kind: "repeated" };

/** Spend of one model. Money in millionths of a dollar; null as soon as one price in it is unknown. */
export interface ModelSpend {
  readonly model: string;
  readonly settled: SpendFigures;
  /** Calls whose answer never came, at their bound. */
  readonly unknown: SpendFigures;
  /** Calls in flight, at their bound. */
  readonly reserved: SpendFigures;
  readonly failedCalls: number;
  /** Draws that were paid for and not kept, since another call had brought them meanwhile. */
  readonly droppedDraws: number;
}
export interface SpendFigures {
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly tokens: number;
  readonly microUsd: number | null;
}

/** What became of problems and draws so far; cheap enough for a progress bar. */
export interface ProgressFigures {
  readonly problems: number;
  readonly settled: Readonly<Record<"finished" | "quarantined" | "too_easy" | "budget" | "failed", number>>;
  readonly draws: number;
}

export interface Ledger {
  // campaigns
  createCampaign(record: CampaignRecord): Promise<void>;
  campaign(name: string): Promise<CampaignRecord | null>;
  updateCampaign(name: string, change: Pick<CampaignRecord, "configuration" | "configurationHash" | "inputHash" | "rows">): Promise<void>;
  setBudget(name: string, update: BudgetUpdate): Promise<Budget>;
  /** Small facts found out once (capabilities of an endpoint), by key. */
  fact(key: string): Promise<string | null>;
  putFact(key: string, value: string): Promise<void>;

  // problems and solutions; putting what is there already changes nothing
  putProblems(campaign: string, shard: number, problems: readonly Problem[], given: readonly Solution[]): Promise<void>;
  problem(campaign: string, problem: string): Promise<ProblemRecord | null>;
  /** In order of row. */
  problems(campaign: string, shard: number): Promise<readonly ProblemRecord[]>;
  settleProblems(campaign: string, settlements: readonly ProblemSettlement[]): Promise<void>;
  /** Takes outcomes back: the next run works on these problems again. */
  reopenProblems(campaign: string, problems: readonly string[]): Promise<void>;
  /** Why problems failed, the most frequent reason first; at most 3. */
  failureReasons(campaign: string): Promise<readonly { readonly reason: string; readonly problems: number }[]>;
  putSolutions(campaign: string, solutions: readonly Solution[]): Promise<void>;
  /** In order of solution index, texts included. */
  solutions(campaign: string, problem: string): Promise<readonly Solution[]>;

  // calls and draws
  reserve(reservation: Reservation): Promise<ReserveResult>;
  /** Stores the draws and the spend in one transaction, also of a call that became `unknown` or was reconciled meanwhile: an answer is an answer. */
  settle(call: number, settlement: Settlement): Promise<SettleResult>;
  /** The endpoint answered that it did nothing (an HTTP error): the reservation is given back. Reasons are kept without secrets, 200 characters long. */
  fail(call: number, reason: string): Promise<void>;
  /** No answer will come (connection lost, timed out, aborted): the call becomes `unknown` at its bound. */
  abandon(call: number, reason: string): Promise<void>;
  /** Extends every reservation of an owner. */
  renewLeases(owner: string, leaseMs: number): Promise<void>;
  /** Expired reservations become `unknown`. Returns how many. reserve() does this by itself for what it touches. */
  expireLeases(campaign: string): Promise<number>;
  /** Unknown calls are written off as not paid (released) or as paid at their bound (settled). Returns how many. */
  reconcile(campaign: string, decision: "released" | "paid"): Promise<number>;
  /** Draws [from, from + count) that are there, in order. */
  draws(requestKey: string, from: number, count: number): Promise<readonly Draw[]>;
  /** Of a campaign or of one of its problems, in order of call. */
  calls(campaign: string, problem?: string): Promise<readonly Call[]>;
  spend(campaign: string): Promise<readonly ModelSpend[]>;
  progress(campaign: string): Promise<ProgressFigures>;

  // evidence
  /** Replaces a probe of the same (problem, solution, step, from) by the later one. */
  putProbes(campaign: string, probes: readonly ProbeRecord[]): Promise<void>;
  /** Of one problem, in order of solution, step, from. */
  probes(campaign: string, problem: string): Promise<readonly ProbeRecord[]>;
  putGrades(campaign: string, problem: string, grades: readonly GradeRecord[]): Promise<void>;
  grades(campaign: string, problem: string, grader: string, names: readonly DrawName[]): Promise<readonly (GradeRecord | null)[]>;

  close(): Promise<void>;
}
