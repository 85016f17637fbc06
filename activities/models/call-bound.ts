// The most tokens that a call can cost: what it reserves, and what it is settled at where the endpoint states no usage.
import { estimatePromptTokens } from "../../ledger/index.ts";
import type { Prompt } from "../../methods/prompts/index.ts";

/** Most tokens of a prompt: its UTF-8 bytes, and 32 a message for what a chat template adds, which is above every one seen. */
export function promptBound(prompt: Prompt): number {
  const texts =
    prompt.kind === "completion" ? [prompt.text] : [...prompt.messages.map(({ content }) => content), prompt.assistantPrefix ?? ""];
  return texts.reduce((sum, text) => sum + estimatePromptTokens(text) + 32, 0);
}

/**
 * Most tokens of a text that came: its UTF-8 bytes, never more than the `maxTokens` that it was asked with. Tokens that the endpoint does not show
 * (hidden reasoning) are not in it.
 */
export function textBound(text: string, maxTokens: number): number {
  return Math.min(maxTokens, Buffer.byteLength(text, "utf8"));
}
