// A prompt before any wire format: what activities/models turns into a request of one provider.

export interface ChatMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/** Messages of a chat. `assistantPrefix` is the assistant's unfinished message, which the model is to go on from. */
export interface ChatPrompt {
  readonly kind: "chat";
  readonly messages: readonly ChatMessage[];
  readonly assistantPrefix?: string;
}

/** A raw text to go on from, and the texts at which a draw ends (the endpoint leaves them out of the draw). */
export interface CompletionPrompt {
  readonly kind: "completion";
  readonly text: string;
  readonly stop: readonly string[];
}

export type Prompt = ChatPrompt | CompletionPrompt;
