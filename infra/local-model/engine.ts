// What the local server asks of a language model: one completion at a time, as data. The real engine runs llama.cpp; tests put a fake.

/** A piece of a prompt. `control` pieces may hold the model's control tokens (turn marks); a user's `text` never becomes one. */
export interface PromptPiece {
  readonly kind: "text" | "control";
  readonly text: string;
}

export interface CompletionJob {
  readonly prompt: readonly PromptPiece[];
  /** At least 1; null: as many as the context holds. */
  readonly maxTokens: number | null;
  /** 0: the likeliest token always. */
  readonly temperature: number;
  /** In (0, 1]. */
  readonly topP: number;
  /** In [0, 2^32). */
  readonly seed: number;
  /** The text ends before the first of these. */
  readonly stop: readonly string[];
}

export type Completion =
  | {
      readonly kind: "completed";
      readonly text: string;
      readonly finish: "stop" | "length";
      readonly promptTokens: number;
      readonly completionTokens: number;
    }
  /** The prompt leaves no room for a token. */
  | { readonly kind: "too-long"; readonly promptTokens: number; readonly contextTokens: number };

export interface CompletionEngine {
  readonly modelName: string;
  /** Rejects with the signal's reason when it is aborted. */
  readonly complete: (job: CompletionJob, signal: AbortSignal) => Promise<Completion>;
}
