// What activities offer to workflows: interfaces of ids and small numbers. No text crosses them.
import type { BudgetLimit, ProblemOutcome } from "./outcome.ts";
import type { Probe } from "./records.ts";

/** Counts of one probe. tokens = completion tokens of its draws; reused = draws that were already in the ledger. */
export interface ProbeCount {
  readonly correct: number;
  readonly wrong: number;
  readonly invalid: number;
  readonly distinct: number;
  readonly tokens: number;
  readonly reused: number;
}

/** A solution in a workflow: outcome letter c(orrect), w(rong) or u(ngraded), steps, tokens, and the first solution with the same text. */
export interface SolutionSummary {
  readonly solution: number;
  readonly origin: "given" | "sampled";
  readonly outcome: "c" | "w" | "u";
  readonly steps: number;
  readonly tokens: number;
  readonly duplicateOf: number;
}

export interface ProblemReference {
  readonly campaign: string;
  readonly problem: string;
}

export type OpenProblemResult =
  | { readonly kind: "opened"; readonly root: ProbeCount; readonly solutions: readonly SolutionSummary[] }
  | { readonly kind: "budget"; readonly limit: BudgetLimit };

export interface RoundRequest extends ProblemReference {
  readonly probes: readonly Probe[];
}

export type RoundResult =
  | { readonly kind: "counted"; readonly counts: readonly ProbeCount[] }
  | { readonly kind: "budget"; readonly limit: BudgetLimit };

/** Served on `model-<alias>`. Both may be repeated: what the ledger holds is read, not asked again. */
export interface SamplerPort {
  /** Samples the problem's solutions, splits and grades them and the given ones. Cost: `sample` draws. */
  openProblem(request: ProblemReference & { readonly sample: number }): Promise<OpenProblemResult>;
  /** Rolls out and grades every probe of a round: at most 64 draws. */
  runRound(request: RoundRequest): Promise<RoundResult>;
}

/** The size of a campaign: its input rows, cut into shards. */
export interface CampaignPlan {
  readonly shards: number;
  readonly rows: number;
}

/** One page of a shard's problems that are still to be worked on. `next` is the cursor of the next page, null after the last. */
export interface ShardPage {
  readonly problems: readonly string[];
  readonly skipped: number;
  readonly next: number | null;
}

export interface ShardReference {
  readonly campaign: string;
  readonly shard: number;
}

/** How many problems came to what. */
export type OutcomeCounts = { readonly [outcome in ProblemOutcome]: number };

/** Served on `data`, by one worker, where the campaign's folder is. */
export interface DataPort {
  planCampaign(request: { readonly campaign: string }): Promise<CampaignPlan>;
  /** The first shard from `from` on whose part is not written or that holds a problem to do again; null when there is none. */
  nextShard(request: { readonly campaign: string; readonly from: number }): Promise<number | null>;
  /** Reads one page (at most 40 rows) of a shard into the ledger. */
  loadPage(request: ShardReference & { readonly cursor: number }): Promise<ShardPage>;
  /** Records what became of problems (at most 40 at once) and says where the campaign stands. */
  recordOutcomes(request: { readonly campaign: string; readonly outcomes: readonly ProblemSettlement[] }): Promise<CampaignFigures>;
  /** Writes the shard's part of every table; idempotent: same draws, same bytes. */
  writeShard(request: ShardReference): Promise<{ readonly rows: number }>;
  /** Writes the manifest over all parts. */
  writeManifest(request: { readonly campaign: string }): Promise<CampaignFigures>;
  setBudget(request: { readonly campaign: string; readonly budget: BudgetUpdate }): Promise<void>;
}

/** Where a campaign stands by its ledger. Money in millionths of a dollar; null = a price is unknown. */
export interface CampaignFigures {
  readonly problems: number;
  readonly outcomes: OutcomeCounts;
  readonly draws: number;
  readonly calls: number;
  readonly tokens: number;
  readonly settledMicroUsd: number | null;
  readonly unknownCalls: number;
  readonly unknownMicroUsd: number | null;
}

export interface ProblemSettlement {
  readonly problem: string;
  readonly outcome: ProblemOutcome;
  readonly reason: string | null;
}

/** New limits; a limit that is left out stays, null removes it. */
export interface BudgetUpdate {
  readonly usd?: number | null;
  readonly tokens?: number | null;
  readonly calls?: number | null;
}
