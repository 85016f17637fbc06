// The prompt that asks for the rest of a solution whose first steps are given.
import { nextStepNumber } from "../steps/index.ts";
import { continueInstruction } from "./instructions.ts";
import type { Prompt } from "./prompt.ts";
import { fewShotText, solveChat } from "./solve.ts";
import type { ContinueTask } from "./task.ts";

/**
 * The reply is joined to the prefix by `joinContinuation` of methods/steps. White space at the end of a prefix is left out where a wire refuses it
 * (`prefill`: Anthropic's) or where it would split a token (blanks in `completion`; line breaks stay). Linear in question and prefix.
 */
export function continuePrompt(task: ContinueTask): Prompt {
  switch (task.continuation) {
    case "prefill":
      return { ...solveChat(task), assistantPrefix: task.prefix.trimEnd() };
    case "completion":
      return fewShotText(task, task.prefix.replace(/[ \t]{1,1000}$/, ""));
    case "instruct":
      return quoteSteps(task);
  }
}

function quoteSteps(task: ContinueTask): Prompt {
  const chat = solveChat(task);
  const next = nextStepNumber(task.prefix, task.steps);
  const messages = chat.messages.map((message) =>
    message.role === "user"
      ? { ...message, content: `${message.content}\n\nGiven steps:\n${task.prefix.trim()}\n\n${continueInstruction(next)}` }
      : message,
  );
  return { ...chat, messages };
}
