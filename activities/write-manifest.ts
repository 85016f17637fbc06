// Writes the manifest over all parts: what the data set consists of, what was counted, what it cost.
import { writeManifest } from "../datasets/index.ts";
import type { Json } from "../schemas/hash.ts";
import type { CampaignFigures, DataPort, InvalidRow } from "../schemas/index.ts";
import { checkInput } from "./check-input.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { campaignFigures } from "./figures.ts";
import { goldReviews } from "./gold-review.ts";
import { withHeartbeat } from "./heartbeat.ts";
import { partGraders, staleProblems } from "./shard-state.ts";
import type { ProblemFile } from "../datasets/index.ts";

/** Rows, golds and problems that are named one by one; the rest are counted. */
const namedRows = 100;

export function writeManifestActivity(dependencies: ActivityDependencies): DataPort["writeManifest"] {
  return () => withHeartbeat(async () => writeCampaignManifest(dependencies, dependencies.problems));
}

type ManifestDependencies = Omit<ActivityDependencies, "models" | "problems" | "grader">;

export async function writeCampaignManifest(dependencies: ManifestDependencies, problems: ProblemFile): Promise<CampaignFigures> {
  const { ledger, configuration, configurationHash, folder } = dependencies;
  const { name: campaign } = configuration;
  const figures = await campaignFigures(ledger, campaign);
  const { invalid } = await checkInput(problems, configuration.problems);
  const spend = await ledger.spend(campaign);
  const shards = Math.ceil(problems.rows / configuration.shardSize);
  const review = await goldReviews(ledger, campaign, shards);
  const stale = await staleProblems(ledger, campaign, shards);
  await writeManifest(folder, {
    campaign,
    configurationHash,
    counts: {
      problems: figures.problems,
      outcomes: { ...figures.outcomes },
      graders: await partGraders(ledger, campaign, shards),
      goldsToReview: { count: review.length, first: review.slice(0, namedRows) },
      staleProblems: { count: stale.length, first: stale.slice(0, namedRows) },
      invalidRows: { count: invalid.length, first: invalid.slice(0, namedRows).map(rowJson) },
    },
    run: {
      draws: figures.draws,
      spend: spend.map(({ model, settled, unknown, failedCalls, droppedDraws }) => ({
        model,
        settled: { ...settled },
        unknown: { ...unknown },
        failedCalls,
        droppedDraws,
      })),
    },
  });
  return figures;
}

const rowJson = ({ row, line, reason }: InvalidRow): Json => ({ row, line, reason });
