// The shared language: configuration, records, outcomes, ports. (hash.ts is imported by its own path: workflow code, which type-imports this file, knows no Node.)
export { campaignSchema, lockedSections } from "./configuration/campaign.ts";
export type {
  Budget,
  CampaignConfiguration,
  CampaignInput,
  SamplingConfiguration,
  SolutionsConfiguration,
  StrategyConfiguration,
} from "./configuration/campaign.ts";
export { capabilitiesSchema, modelSchema } from "./configuration/models.ts";
export type { Capabilities, ModelConfiguration, Price } from "./configuration/models.ts";
export { problemsSchema } from "./configuration/problems.ts";
export type { GivenSolutionColumns, ProblemsConfiguration } from "./configuration/problems.ts";
export type { PrefixCount, SolutionLabels, StepLabel } from "./label.ts";
export type {
  BudgetLimit,
  CallState,
  FinishReason,
  Grade,
  InvalidReason,
  ProblemOutcome,
  SolutionOutcome,
  StopRule,
  WrongReason,
} from "./outcome.ts";
export type {
  BudgetUpdate,
  CampaignFigures,
  CampaignPlan,
  DataPort,
  OpenProblemResult,
  OutcomeCounts,
  ProbeCount,
  ProblemReference,
  ProblemSettlement,
  RoundRequest,
  RoundResult,
  SamplerPort,
  ShardPage,
  ShardReference,
  SolutionSummary,
} from "./ports.ts";
export type {
  AnswerType,
  Call,
  Draw,
  DrawName,
  GradeRecord,
  InvalidRow,
  Probe,
  ProbeRecord,
  Problem,
  ProblemRecord,
  Solution,
  StepSpan,
} from "./records.ts";
export { searchAttributes } from "./search-attributes.ts";
export type { SearchAttributeName } from "./search-attributes.ts";
