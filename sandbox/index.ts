// Runs code that a model wrote, so that nothing it does matters, and says what came of it.
export type { Engine, EngineProgram, Session } from "./engine.ts";
export { createEngine } from "./engine.ts";
export { bubblewrapPython } from "./engines/bubblewrap-python.ts";
export { javascript } from "./engines/javascript.ts";
export { pyodide } from "./engines/pyodide.ts";
export type { Job } from "./job.ts";
export { engineLimits } from "./limits.ts";
export type { Limits } from "./limits.ts";
export { createSandbox } from "./sandbox.ts";
export type { EngineReport, Sandbox, SandboxOptions } from "./sandbox.ts";
export { Slots } from "./slots.ts";
