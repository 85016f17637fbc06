// Which shards are complete: their part is written and none of their problems is left to be done again.
import type { Ledger } from "../ledger/index.ts";
import type { DataPort } from "../schemas/index.ts";
import type { ActivityDependencies } from "./dependencies.ts";

const factKey = (campaign: string, shard: number): string => `shard/${campaign}/${shard}`;

export async function setShardState(ledger: Ledger, campaign: string, shard: number, state: "complete" | "partial"): Promise<void> {
  await ledger.putFact(factKey(campaign, shard), state);
}

export function nextShardActivity({ ledger, configuration }: ActivityDependencies): DataPort["nextShard"] {
  return async ({ campaign, from }) => {
    const record = await ledger.campaign(campaign);
    const shards = Math.ceil((record?.rows ?? 0) / configuration.shardSize);
    for (let shard = from; shard < shards; shard++) if ((await ledger.fact(factKey(campaign, shard))) !== "complete") return shard;
    return null;
  };
}
