// The one interface behind which every wire format stands: a prompt and a count in, draws and their usage out.
import type { FinishReason } from "../../schemas/index.ts";
import type { Prompt } from "../../methods/prompts/index.ts";

/** How a draw is sampled. maxTokens bounds one draw; `stop` joins the prompt's own stop texts. */
export interface DrawSampling {
  readonly temperature: number;
  readonly topP: number;
  readonly maxTokens: number;
  readonly stop: readonly string[];
}

export interface CompletionRequest {
  readonly prompt: Prompt;
  /** Draws wanted, 1 to the client's `drawsPerCall`. */
  readonly count: number;
  /** 32-bit seed; not sent where the endpoint takes none. */
  readonly seed: number;
  readonly sampling: DrawSampling;
  readonly signal: AbortSignal;
}

/** One completion as it came. meanLogprob: mean of the natural log-probabilities of its tokens, null where the endpoint gives none. */
export interface CompletedDraw {
  readonly text: string;
  readonly finish: FinishReason;
  readonly completionTokens: number;
  readonly meanLogprob: number | null;
}

/**
 * An endpoint's whole answer: fewer draws than asked for is allowed, more are cut off by the client (their tokens stay counted).
 * The draws' completionTokens add up to `completionTokens` unless draws were cut off. A count that the endpoint does not state is an upper one: the
 * prompt's bound, or the UTF-8 bytes of each text, at most maxTokens; an answer that has been paid for is never thrown away for want of it. cachedTokens: the part of promptTokens that the endpoint had cached.
 */
export interface Completion {
  readonly draws: readonly CompletedDraw[];
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cachedTokens?: number;
}

export interface ModelClient {
  /** Most draws that one call can bring: 1 where the endpoint takes no n. */
  readonly drawsPerCall: number;
  /** One HTTP request, never retried. Rejects with CallError and nothing else. */
  complete(request: CompletionRequest): Promise<Completion>;
}
