// Which shards are complete: their part of every table is there and none of their problems is left to be done again.
import { access } from "node:fs/promises";
import { join } from "node:path";
import { partFile, tableNames } from "../datasets/index.ts";
import type { Ledger } from "../ledger/index.ts";
import type { DataPort } from "../schemas/index.ts";
import type { ActivityDependencies } from "./dependencies.ts";

const factKey = (campaign: string, shard: number): string => `shard/${campaign}/${shard}`;

export async function setShardState(ledger: Ledger, campaign: string, shard: number, state: "complete" | "partial"): Promise<void> {
  await ledger.putFact(factKey(campaign, shard), state);
}

/** A part that somebody removed is written again: its draws are in the ledger. */
export function nextShardActivity({ ledger, configuration, folder }: ActivityDependencies): DataPort["nextShard"] {
  return async ({ campaign, from }) => {
    const record = await ledger.campaign(campaign);
    const shards = Math.ceil((record?.rows ?? 0) / configuration.shardSize);
    for (let shard = from; shard < shards; shard++)
      if ((await ledger.fact(factKey(campaign, shard))) !== "complete" || !(await isWritten(folder, shard))) return shard;
    return null;
  };
}

async function isWritten(folder: string, shard: number): Promise<boolean> {
  return Promise.all(tableNames.map((table) => access(join(folder, partFile(table, shard))))).then(
    () => true,
    () => false,
  );
}
