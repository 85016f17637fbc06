// Runs code that a model wrote, so that nothing it does matters, and says what came of it.
export { lastCodeBlock, sessionText } from "./code-block.ts";
export type { Engine, EngineProgram, Session } from "./engine.ts";
export { createEngine } from "./engine.ts";
export { bubblewrapPython } from "./engines/bubblewrap-python.ts";
export { javascript } from "./engines/javascript.ts";
export { pyodide } from "./engines/pyodide.ts";
export { checkControls, checkOutcome, gradeCandidate, gradeVerdict } from "./grade.ts";
export type { GradeOptions, Runner } from "./grade.ts";
export type { Job } from "./job.ts";
export { engineLimits } from "./limits.ts";
export type { Limits } from "./limits.ts";
export { mutationLabel, mutationSummary, replaceStep, runMutations } from "./mutation.ts";
export type { MutationProposal, MutationRequest } from "./mutation.ts";
export { candidateProgram, humanevalTests, mbppTests, stubProgram, testJob } from "./problems.ts";
export { createSandbox } from "./sandbox.ts";
export type { EngineReport, Sandbox, SandboxOptions } from "./sandbox.ts";
export { Slots } from "./slots.ts";
