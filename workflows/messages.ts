// Names and types by which the outside speaks to the workflows. The CLI imports this file and nothing else of the room.
import { defineQuery, defineSignal, defineUpdate } from "@temporalio/workflow";
import type { BudgetUpdate, CampaignFigures, ProblemOutcome, StrategyConfiguration } from "../schemas/index.ts";

export const workflowTaskQueue = "steplabel";
/** Activities need their campaign's ledger and folder: each campaign has queues of its own, so that several share a server. */
export const dataTaskQueue = (campaign: string): string => `${campaign}/data`;
export const modelTaskQueue = (campaign: string, alias: string): string => `${campaign}/model-${alias}`;
export const campaignWorkflowType = "campaign";

/** How the activities of one model are bounded. */
export interface ModelBounds {
  readonly alias: string;
  readonly maximumAttempts: number;
}

/** Everything that a problem's workflow decides with: small numbers, no text. */
export interface ProblemPlan {
  readonly solver: ModelBounds;
  readonly completer: ModelBounds;
  readonly sample: number;
  readonly gate: "on" | "off";
  readonly wrong: number;
  readonly right: number;
  readonly strategy: StrategyConfiguration;
}

export interface CampaignInput {
  readonly campaign: string;
  readonly plan: ProblemPlan;
  /** Problems worked on at once. */
  readonly window: number;
  /** Carried over by continue-as-new; absent at the start. */
  readonly carried?: { readonly progress: CampaignProgress; readonly nextShard: number };
}

export interface ShardInput {
  readonly campaign: string;
  readonly shard: number;
  readonly plan: ProblemPlan;
  readonly window: number;
  readonly paused: boolean;
  /** Carried over by continue-as-new: where the page begins that was being worked on, and which of its problems were settled in this run. */
  readonly carried?: { readonly cursor: number; readonly settled: readonly string[] };
}

export interface ProblemInput {
  readonly campaign: string;
  readonly problem: string;
  readonly plan: ProblemPlan;
  readonly paused: boolean;
}

/** What a problem came to. `stop` tells the shard to start no more. */
export interface ProblemResult {
  readonly outcome: ProblemOutcome;
  readonly reason: string | null;
  readonly stop: CampaignStop | null;
}

export interface ShardResult {
  readonly stop: CampaignStop | null;
}

/** Why a campaign stopped before its last problem. */
export type CampaignStop = { readonly kind: "budget"; readonly limit: string } | { readonly kind: "fatal"; readonly reason: string };

export interface CampaignProgress {
  readonly phase: "planning" | "labelling" | "paused" | "stopping" | "finished";
  readonly shards: number;
  readonly finishedShards: number;
  readonly openShards: readonly number[];
  readonly figures: CampaignFigures | null;
  readonly stop: CampaignStop | null;
  readonly startedAtMs: number;
}

export interface CampaignResult {
  readonly figures: CampaignFigures;
  readonly stop: CampaignStop | null;
}

export const progressQuery = defineQuery<CampaignProgress>("progress");
export const pauseSignal = defineSignal("pause");
export const resumeSignal = defineSignal("resume");
export const setConcurrencySignal = defineSignal<[number]>("setConcurrency");
export const setBudgetUpdate = defineUpdate<void, [BudgetUpdate]>("setBudget");

/** From a shard to its campaign. */
export const shardReportSignal = defineSignal<[ShardReport]>("shardReport");
export interface ShardReport {
  readonly shard: number;
  /** The shard has started its last problem: the next one may begin. */
  readonly draining: boolean;
  readonly figures: CampaignFigures | null;
  /** Why the shard starts no more of its problems: then no other shard may begin either. */
  readonly stop: CampaignStop | null;
}
