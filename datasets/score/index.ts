// Scoring labels against gold: readers, the join, and the figures.
export type { Accuracy } from "./accuracy.ts";
export type { Calibration, CalibrationBin } from "./calibration.ts";
export type { ClassScore } from "./classes.ts";
export { readGold } from "./gold.ts";
export type { GoldItem } from "./gold.ts";
export { joinGold } from "./join.ts";
export type { Joined, Prediction, ScoredItem, Verdict } from "./join.ts";
export { readPredictions } from "./predictions.ts";
export type { CampaignPredictions } from "./predictions.ts";
export { countedVerdict, posteriorVerdict } from "./verdicts.ts";
export type { VerdictRule } from "./verdicts.ts";
export { scoreFirstErrors } from "./score.ts";
export type { Cost, Group, Score } from "./score.ts";
