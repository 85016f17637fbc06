// The input of a campaign's workflow: what its problems decide with, taken from the configuration.
import type { CampaignConfiguration } from "../schemas/index.ts";
import type { CampaignInput, ModelBounds } from "../workflows/messages.ts";

export function campaignInput(configuration: CampaignConfiguration): CampaignInput {
  const { sampling, solutions, strategy, concurrency } = configuration;
  const bounds = (alias: string): ModelBounds => ({ alias, maximumAttempts: configuration.models[alias]?.maximumAttempts ?? 1 });
  return {
    campaign: configuration.name,
    window: concurrency.problems,
    plan: {
      solver: bounds(sampling.solver),
      completer: bounds(sampling.completer ?? sampling.solver),
      sample: solutions.sample,
      gate: solutions.gate,
      wrong: solutions.wrong,
      right: solutions.right,
      strategy,
    },
  };
}
