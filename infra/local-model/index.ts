// The local model: a small language model on the CPU, served on loopback in the OpenAI wire format.
export type { Completion, CompletionEngine, CompletionJob, PromptPiece } from "./engine.ts";
export { type InstallOptions, type LocalModelFiles, prepareLocalModel } from "./install.ts";
export { type EngineServer, serveEngine } from "./server.ts";
export { type LocalModel, type LocalModelOptions, startLocalModel } from "./start.ts";
