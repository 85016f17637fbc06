// Which shards are complete: their part of every table is there and none of their problems is left to be done again.
import { access } from "node:fs/promises";
import { join } from "node:path";
import { partFile, tableNames } from "../datasets/index.ts";
import type { Ledger } from "../ledger/index.ts";
import type { DataPort } from "../schemas/index.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { graderVersion } from "./grading/index.ts";

const factKey = (campaign: string, shard: number): string => `shard/${campaign}/${shard}`;

interface ShardState {
  readonly state: "complete" | "partial";
  /** Version of the grader whose grades the part holds. */
  readonly grader: string;
}

export async function setShardState(ledger: Ledger, campaign: string, shard: number, state: ShardState["state"]): Promise<void> {
  const written: ShardState = { state, grader: graderVersion };
  await ledger.putFact(factKey(campaign, shard), JSON.stringify(written));
}

async function shardState(ledger: Ledger, campaign: string, shard: number): Promise<ShardState | null> {
  const fact = await ledger.fact(factKey(campaign, shard));
  return fact === null ? null : (JSON.parse(fact) as ShardState);
}

/** The graders of the written parts, each once. */
export async function partGraders(ledger: Ledger, campaign: string, shards: number): Promise<readonly string[]> {
  const graders = new Set<string>();
  for (let shard = 0; shard < shards; shard++) {
    const written = await shardState(ledger, campaign, shard);
    if (written !== null) graders.add(written.grader);
  }
  return [...graders].sort();
}

const staleKey = (campaign: string, shard: number): string => `stale/${campaign}/${shard}`;

/** Problems of a shard that a re-grade leads elsewhere, until a run has gone on with them. */
export async function setStaleProblems(ledger: Ledger, campaign: string, shard: number, problems: readonly string[]): Promise<void> {
  await ledger.putFact(staleKey(campaign, shard), JSON.stringify(problems));
}

export async function staleProblems(ledger: Ledger, campaign: string, shards: number): Promise<readonly string[]> {
  const stale: string[] = [];
  for (let shard = 0; shard < shards; shard++)
    stale.push(...(JSON.parse((await ledger.fact(staleKey(campaign, shard))) ?? "[]") as string[]));
  return stale;
}

/** A part that somebody removed is written again: its draws are in the ledger. */
export function nextShardActivity({ ledger, configuration, folder }: ActivityDependencies): DataPort["nextShard"] {
  return async ({ campaign, from }) => {
    const record = await ledger.campaign(campaign);
    const shards = Math.ceil((record?.rows ?? 0) / configuration.shardSize);
    for (let shard = from; shard < shards; shard++)
      if ((await shardState(ledger, campaign, shard))?.state !== "complete" || !(await isWritten(folder, shard))) return shard;
    return null;
  };
}

async function isWritten(folder: string, shard: number): Promise<boolean> {
  return Promise.all(tableNames.map((table) => access(join(folder, partFile(table, shard))))).then(
    () => true,
    () => false,
  );
}
