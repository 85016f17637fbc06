// Writes a shard's part of every table from the ledger, one problem at a time.
import { openShardWriter } from "../datasets/index.ts";
import type { DataPort } from "../schemas/index.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { gradeMissing } from "./grade-missing.ts";
import { goldReview, putGoldReviews } from "./gold-review.ts";
import type { GoldReview } from "./gold-review.ts";
import { withHeartbeat } from "./heartbeat.ts";
import { isSettled } from "./load-page.ts";
import { problemEvidence } from "./problem-evidence.ts";
import { problemRows } from "./shard-rows.ts";
import { setShardState, setStaleProblems } from "./shard-state.ts";

export function writeShardActivity(dependencies: ActivityDependencies): DataPort["writeShard"] {
  return ({ shard }) => withHeartbeat(async ({ signal }) => writePart(dependencies, shard, signal));
}

type PartDependencies = Omit<ActivityDependencies, "models" | "problems">;

/** What an older checker graded is graded by this one first. Returns the rows of the steps table. */
export async function writePart(dependencies: PartDependencies, shard: number, signal: AbortSignal): Promise<{ readonly rows: number }> {
  const { ledger, configuration, folder } = dependencies;
  const { name: campaign } = configuration;
  const problems = await ledger.problems(campaign, shard);
  const writer = await openShardWriter(folder, shard);
  const reviews: GoldReview[] = [];
  let rows = 0;
  try {
    for (const problem of problems) {
      signal.throwIfAborted();
      await gradeMissing(dependencies, problem);
      const evidence = await problemEvidence(ledger, configuration, problem);
      const tables = problemRows(dependencies, evidence, await ledger.calls(campaign, problem.problem));
      rows += tables.steps.length;
      const review = goldReview(evidence);
      if (review !== null) reviews.push(review);
      writer.append(tables);
    }
    await writer.finish();
  } finally {
    await writer.close();
  }
  await putGoldReviews(ledger, campaign, shard, reviews);
  await setStaleProblems(ledger, campaign, shard, []);
  await setShardState(ledger, campaign, shard, problems.every(isSettled) ? "complete" : "partial");
  return { rows };
}
