// What the activities of one campaign work with. The worker makes it; tests make it with other parts.
import type { ProblemFile } from "../datasets/index.ts";
import type { Ledger } from "../ledger/index.ts";
import type { CampaignConfiguration } from "../schemas/index.ts";
import type { Grader } from "./grading/index.ts";
import type { CampaignModel } from "./models/index.ts";

export interface ActivityDependencies {
  readonly configuration: CampaignConfiguration;
  readonly configurationHash: string;
  /** The campaign's problem file, open for as long as the activities are served. */
  readonly problems: ProblemFile;
  /** The campaign's own folder. */
  readonly folder: string;
  readonly ledger: Ledger;
  readonly grader: Grader;
  /** By alias. */
  readonly models: ReadonlyMap<string, CampaignModel>;
}

/** The model of an alias. Throws when the worker does not have it: a configuration fault, found before any worker starts. */
export function modelOf({ models }: ActivityDependencies, alias: string): CampaignModel {
  const model = models.get(alias);
  if (model === undefined) throw new Error(`This worker has no model with the alias ${alias}.`);
  return model;
}
