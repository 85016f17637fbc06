// Search: what to probe next, from counts. Runs inside workflows: pure, no text, no clock.
export { chooseSolutions } from "./choose.ts";
export type { ChooseRequest } from "./choose.ts";
export { searchCost } from "./cost.ts";
export type { SearchCost } from "./cost.ts";
export { gate } from "./gate.ts";
export type { GateVerdict } from "./gate.ts";
export { omegaSearches } from "./omega.ts";
export type { OmegaSearch } from "./omega.ts";
export { firstSuccessSchedule, splitIntoRounds } from "./rounds.ts";
export { decide, strategies } from "./strategies.ts";
export type {
  AbstainReason,
  Abstention,
  DrawSummary,
  Observation,
  RolloutPath,
  RootCount,
  SearchConfiguration,
  SearchDecision,
  SearchProblem,
  SearchSolution,
  Strategy,
} from "./types.ts";
