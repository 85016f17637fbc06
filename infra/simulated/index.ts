// The simulated model: problems with known answers, a reasoner with known errors, and a server that speaks both wire formats.
export { startSimulatedModel } from "./server.ts";
export type { SimulatedModel } from "./server.ts";
export { simulatedModelOptions } from "./options.ts";
export type { FaultKind, SimulatedModelOptions, SimulatedModelSettings } from "./options.ts";
export type { Counts, ModelCounts } from "./counts.ts";
export { simulatedProblems } from "./problems.ts";
export type { SimulatedProblem, SimulatedProblemsOptions } from "./problems.ts";
export { parseQuestion } from "./questions.ts";
export type { ParsedQuestion } from "./questions.ts";
export type { Chain, Operation, Operator } from "./chain.ts";
export { truth } from "./truth.ts";
export type { Truth, TrueStep } from "./truth.ts";
export { ratesOf } from "./skill.ts";
export type { ErrorRate, Rates, RecoveryRate, Skill } from "./skill.ts";
export { preparePrompt, writeContinuation } from "./reasoner.ts";
export type { Continuation, Position, PreparedPrompt } from "./reasoner.ts";
export { randomFrom } from "./random.ts";
export type { Random } from "./random.ts";
