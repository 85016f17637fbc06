// The shape of a rendered prompt: neutral of any wire, so that every client renders the same one.

export interface PromptMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/** `assistantPrefix` is the assistant's unfinished last message, without trailing white space: the reply goes on from it. */
export interface ChatPrompt {
  readonly kind: "chat";
  readonly messages: readonly PromptMessage[];
  readonly assistantPrefix?: string;
}

/** A raw text to be continued, cut at the first of the stop sequences. */
export interface CompletionPrompt {
  readonly kind: "completion";
  readonly text: string;
  readonly stop: readonly string[];
}

export type Prompt = ChatPrompt | CompletionPrompt;
