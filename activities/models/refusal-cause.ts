// Which feature a refused request (400, 422) is about, from the parameter that the endpoint names or from its words.
import type { Capabilities } from "../../schemas/index.ts";
import type { CallFailure } from "./call-failure.ts";

export type Feature = keyof Capabilities;

const byParameter: Readonly<Record<string, Feature>> = {
  temperature: "temperature",
  top_p: "temperature",
  n: "n",
  best_of: "n",
  seed: "seed",
  logprobs: "logprobs",
  continue_final_message: "assistantPrefix",
  add_generation_prompt: "assistantPrefix",
};

// Words that endpoints without a named parameter use: llama.cpp and Groq of n, Anthropic and others of a last message of the assistant.
const byWords: readonly (readonly [RegExp, Feature])[] = [
  [/['"`]n['"`]|only one completion choice|multiple completions/i, "n"],
  [/prefill|(?:end|ends) with a user message|last message must|final message must/i, "assistantPrefix"],
];

/** null when it is about none of them. */
export function refusedFeature({ kind, parameter, sentence }: CallFailure): Feature | null {
  if (kind !== "bad_request") return null;
  const named = byParameter[parameter ?? ""];
  return named ?? byWords.find(([words]) => words.test(sentence))?.[1] ?? null;
}
