// Search: what to probe next, from counts. Runs inside workflows: pure, no text, no clock.
export { chooseSolutions } from "./choose.ts";
export type { ChooseRequest } from "./choose.ts";
export { gate } from "./gate.ts";
export type { GateVerdict } from "./gate.ts";
export { firstSuccessSchedule, splitIntoRounds } from "./rounds.ts";
export { decide, strategies } from "./strategies.ts";
export type {
  AbstainReason,
  Abstention,
  Observation,
  RootCount,
  SearchDecision,
  SearchProblem,
  SearchSolution,
  Strategy,
} from "./types.ts";
