// Prompts: what a model is asked, neutral of any wire.
export { continuePrompt } from "./continue.ts";
export type { ChatPrompt, CompletionPrompt, Prompt, PromptMessage } from "./prompt.ts";
export { solvePrompt } from "./solve.ts";
export type { Continuation, ContinueTask, SolveTask } from "./task.ts";
export { promptVersion } from "./version.ts";
