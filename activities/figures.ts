// Where a campaign stands by its ledger, and what becomes of its problems.
import type { Ledger } from "../ledger/index.ts";
import type { CampaignFigures, DataPort } from "../schemas/index.ts";
import type { ActivityDependencies } from "./dependencies.ts";

/** Cost: indexed sums, no scan of draws. */
export async function campaignFigures(ledger: Ledger, campaign: string): Promise<CampaignFigures> {
  const [progress, spend] = await Promise.all([ledger.progress(campaign), ledger.spend(campaign)]);
  const sum = (pick: (model: (typeof spend)[number]) => number): number => spend.reduce((total, model) => total + pick(model), 0);
  const money = (pick: (model: (typeof spend)[number]) => number | null): number | null =>
    spend.reduce<number | null>((total, model) => {
      const value = pick(model);
      return total === null || value === null ? null : total + value;
    }, 0);
  return {
    problems: progress.problems,
    outcomes: progress.settled,
    draws: progress.draws,
    calls: sum(({ settled }) => settled.calls),
    tokens: sum(({ settled }) => settled.tokens),
    settledMicroUsd: money(({ settled }) => settled.microUsd),
    unknownCalls: sum(({ unknown }) => unknown.calls),
    unknownMicroUsd: money(({ unknown }) => unknown.microUsd),
  };
}

export function recordOutcomesActivity({ ledger }: ActivityDependencies): DataPort["recordOutcomes"] {
  return async ({ campaign, outcomes }) => {
    await ledger.settleProblems(campaign, outcomes);
    return campaignFigures(ledger, campaign);
  };
}

export function setBudgetActivity({ ledger }: ActivityDependencies): DataPort["setBudget"] {
  return async ({ campaign, budget }) => {
    await ledger.setBudget(campaign, budget);
  };
}
