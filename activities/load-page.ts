// Reads a page of a shard's rows into the ledger, from where every other activity takes them.
import type { ProblemFile } from "../datasets/index.ts";
import type { CampaignPlan, DataPort, ProblemOutcome, ShardPage, ShardReference } from "../schemas/index.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { withHeartbeat } from "./heartbeat.ts";
import { problemRow } from "./problem-row.ts";

/** Ids of a page go through the history: 40 of at most 64 characters stay below 4 KB. */
const pageRows = 40;

/** Whether a problem is done for good: one that failed or ran into the budget is taken up by a later `run`. */
export function isSettled({ outcome }: { readonly outcome: ProblemOutcome | null }): boolean {
  return outcome !== null && outcome !== "failed" && outcome !== "budget";
}

export function planCampaignActivity({ ledger, configuration }: ActivityDependencies): DataPort["planCampaign"] {
  return async ({ campaign }): Promise<CampaignPlan> => {
    const record = await ledger.campaign(campaign);
    if (record === null) throw new Error(`The ledger has no campaign ${campaign}.`);
    return { shards: Math.ceil(record.rows / configuration.shardSize), rows: record.rows };
  };
}

export function loadPageActivity(
  { ledger, configuration }: ActivityDependencies,
  problems: () => Promise<ProblemFile>,
): DataPort["loadPage"] {
  return ({ campaign, shard, cursor }: ShardReference & { readonly cursor: number }) =>
    withHeartbeat(async (): Promise<ShardPage> => {
      const file = await problems();
      const first = shard * configuration.shardSize + cursor;
      const count = Math.min(pageRows, configuration.shardSize - cursor, file.rows - first);
      const rows = (await file.readPage(first, count)).map((raw) => problemRow(raw, configuration.problems));
      const usable = rows.flatMap((row) => (row.kind === "usable" ? [row] : []));
      await ledger.putProblems(
        campaign,
        shard,
        usable.map(({ problem }) => problem),
        usable.flatMap(({ given }) => given),
      );
      const page = new Set(usable.map(({ problem: { problem } }) => problem));
      const records = (await ledger.problems(campaign, shard)).filter(({ problem }) => page.has(problem));
      const open = records.filter((record) => !isSettled(record)).map(({ problem }) => problem);
      const next = cursor + count;
      return {
        problems: open,
        skipped: records.length - open.length,
        next: count > 0 && next < configuration.shardSize && first + count < file.rows ? next : null,
      };
    });
}
