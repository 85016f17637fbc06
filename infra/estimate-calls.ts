// How draws become calls, and how many tokens a prompt has before question and prefix are in it.
import { estimatePromptTokens } from "../ledger/index.ts";
import { continuePrompt, solvePrompt } from "../methods/prompts/index.ts";
import type { Prompt } from "../methods/prompts/index.ts";
import type { AnswerType, CampaignConfiguration, ModelConfiguration } from "../schemas/index.ts";
import { assumptions } from "./estimate-assumptions.ts";
import { span } from "./estimate-span.ts";
import type { Span } from "./estimate-span.ts";

/** Most draws that the clients ask of one call. */
export const drawsPerCall = 64;

/** Calls that bring ranges of draws of one request. What an endpoint can do may not be known yet: then the worst case is one draw a call. */
export function callsPerRequest(model: ModelConfiguration | undefined, ranges: readonly number[]): Span {
  const draws = ranges.reduce((total, count) => total + count, 0);
  const together = ranges.reduce((total, count) => total + Math.ceil(count / drawsPerCall), 0);
  switch (manyDraws(model)) {
    case "yes":
      return { expected: together, worst: together };
    case "no":
      return { expected: draws, worst: draws };
    case "not known":
      return { expected: together, worst: draws };
  }
}

/** Whether one call brings several draws. */
export function manyDraws(model: ModelConfiguration | undefined): "yes" | "no" | "not known" {
  switch (model?.provider) {
    case "local":
      return "yes";
    case "simulated":
      return model.wire === "anthropic" ? "no" : "yes";
    case "anthropic":
      return "no";
    case "openai":
    case undefined:
      return model?.capabilities === undefined ? "not known" : model.capabilities.n ? "yes" : "no";
  }
}

/** Tokens of a prompt without question and prefix; worst as the ledger bounds a call: bytes, and 32 a message for a chat template. */
export function templateTokens(configuration: CampaignConfiguration, purpose: "solve" | "continue"): Span {
  const { answerType } = configuration.problems;
  const { continuation } = configuration.sampling;
  // zod leaves optional members as undefined, which render as if they were absent.
  const type = (typeof answerType === "string" ? { kind: answerType } : answerType) as AnswerType;
  const task = { question: "", answerType: type, continuation };
  const texts = textsOf(purpose === "solve" ? solvePrompt(task) : continuePrompt({ ...task, prefix: "", steps: 1 }));
  const bytes = texts.reduce((total, text) => total + estimatePromptTokens(text), 0);
  // The number of the next step has a few more digits than here.
  return span(bytes / assumptions.bytesPerToken, bytes + 32 * texts.length + 8);
}

function textsOf(prompt: Prompt): readonly string[] {
  return prompt.kind === "completion" ? [prompt.text] : [...prompt.messages.map(({ content }) => content), prompt.assistantPrefix ?? ""];
}
