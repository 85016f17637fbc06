// Figures of a campaign for tests, any of which a test may name.
import type { CampaignFigures } from "../../../schemas/index.ts";

export const figures = (change: Partial<CampaignFigures> = {}): CampaignFigures => ({
  problems: 10,
  outcomes: { finished: 0, quarantined: 0, too_easy: 0, budget: 0, failed: 0 },
  draws: 0,
  calls: 0,
  tokens: 0,
  settledMicroUsd: 0,
  unknownCalls: 0,
  unknownMicroUsd: 0,
  ...change,
});

export const outcomes = (change: Partial<CampaignFigures["outcomes"]>): CampaignFigures["outcomes"] => ({
  ...figures().outcomes,
  ...change,
});
