// What a worker registers: the sampler's activities on every model's queue, and the data activities on one.
import type { DataPort, SamplerPort } from "../schemas/index.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { recordOutcomesActivity, setBudgetActivity } from "./figures.ts";
import { loadPageActivity, planCampaignActivity } from "./load-page.ts";
import { openProblemActivity } from "./open-problem.ts";
import { runRoundActivity } from "./run-round.ts";
import { nextShardActivity } from "./shard-state.ts";
import { writeManifestActivity } from "./write-manifest.ts";
import { writeShardActivity } from "./write-shard.ts";

export { checkInput } from "./check-input.ts";
export type { InputCheck } from "./check-input.ts";
export type { ActivityDependencies } from "./dependencies.ts";
export { campaignFigures } from "./figures.ts";
export { createGrader, graderVersion } from "./grading/index.ts";
export type { Grader } from "./grading/index.ts";
export { regradeShard } from "./regrade-shard.ts";
export type { RegradedShard } from "./regrade-shard.ts";
export { writeCampaignManifest } from "./write-manifest.ts";
export { problemEvidence } from "./problem-evidence.ts";
export type { LabelledSolution, MeasuredPrefix, ProblemEvidence } from "./problem-evidence.ts";

// Temporal wants a plain object of functions, which an interface is not.
type Functions<Port> = { [Name in keyof Port]: Port[Name] };

export function samplerActivities(dependencies: ActivityDependencies): Functions<SamplerPort> {
  return { openProblem: openProblemActivity(dependencies), runRound: runRoundActivity(dependencies) };
}

export function dataActivities(dependencies: ActivityDependencies): Functions<DataPort> {
  return {
    planCampaign: planCampaignActivity(dependencies),
    nextShard: nextShardActivity(dependencies),
    loadPage: loadPageActivity(dependencies),
    recordOutcomes: recordOutcomesActivity(dependencies),
    writeShard: writeShardActivity(dependencies),
    writeManifest: writeManifestActivity(dependencies),
    setBudget: setBudgetActivity(dependencies),
  };
}
