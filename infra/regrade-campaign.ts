// Grades a campaign's ledger with the current checker and writes its tables anew: no call, no server.
import { createGrader, regradeShard, writeCampaignManifest } from "../activities/index.ts";
import type { CampaignFile } from "./configuration.ts";
import { holdCampaign, openCampaign } from "./open-campaign.ts";

export interface RegradeReport {
  readonly problems: number;
  /** Grades that were added beside the older ones. */
  readonly grades: number;
  /** Problems that the next run goes on with, since the new grades lead elsewhere. */
  readonly stale: readonly string[];
  readonly folder: string;
}

/** Throws as openCampaign does, and InfrastructureError when the campaign is being run. */
export async function regradeCampaign(file: CampaignFile, { signal }: { readonly signal: AbortSignal }): Promise<RegradeReport> {
  const campaign = await openCampaign(file, Date.now);
  const grader = createGrader();
  const closing: (() => Promise<void>)[] = [() => campaign.close(), () => grader.close()];
  try {
    const lock = await holdCampaign(campaign);
    closing.push(() => lock.release());
    const dependencies = {
      configuration: file.configuration,
      configurationHash: campaign.configurationHash,
      folder: campaign.folder.path,
      ledger: campaign.ledger,
      grader,
    };
    const stale: string[] = [];
    let [problems, grades] = [0, 0];
    for (let shard = 0; shard * file.configuration.shardSize < campaign.problems.rows; shard++) {
      const regraded = await regradeShard(dependencies, shard, signal);
      problems += regraded.problems;
      grades += regraded.grades;
      stale.push(...regraded.stale);
    }
    await writeCampaignManifest(dependencies, campaign.problems);
    return { problems, grades, stale, folder: campaign.folder.path };
  } finally {
    for (const close of closing.toReversed()) await close();
  }
}
