// The engine on llama.cpp: a pool of sequences of one context that decode together, each keeping its last tokens for the next job with the same beginning.
import type { Completion, CompletionEngine, CompletionJob, PromptPiece } from "./engine.ts";
import type { LlamaModel, LlamaSequence, Token } from "./llama.ts";
import { SlotPool } from "./pool.ts";
import { textBeforeStop } from "./stop-text.ts";

export interface LlamaEngineOptions {
  readonly modelName: string;
  readonly sequences: number;
  /** Tokens of prompt and completion that one sequence holds. */
  readonly contextTokens: number;
  readonly threads: number;
}

/** llama.cpp reads its largest seed as "choose one yourself". */
const seedLimit = 2 ** 32 - 1;

/**
 * Makes an engine of a loaded model. The same job gives the same text while it runs alone; beside other jobs, sums are added in
 * another order and about one text in twenty differs. Without flash attention on purpose: with it, most would.
 */
export async function createLlamaEngine(model: LlamaModel, options: LlamaEngineOptions): Promise<CompletionEngine> {
  const { sequences, contextTokens, threads, modelName } = options;
  const context = await model.createContext({ sequences, contextSize: contextTokens, threads, batchSize: 512, flashAttention: false });
  const slots = Array.from({ length: sequences }, () => context.getSequence());
  const pool = new SlotPool<LlamaSequence, readonly Token[]>(slots, (sequence, tokens) => commonLength(sequence.contextTokens, tokens));
  return {
    modelName,
    complete: async (job, signal) => {
      const prompt = tokensOf(model, job.prompt);
      const room = contextTokens - prompt.length;
      if (room < 1) return { kind: "too-long", promptTokens: prompt.length, contextTokens };
      const limit = Math.min(job.maxTokens ?? room, room);
      return pool.use(prompt, signal, (sequence) => generate(model, sequence, prompt, { ...job, maxTokens: limit }, signal));
    },
  };
}

async function generate(
  model: LlamaModel,
  sequence: LlamaSequence,
  prompt: readonly Token[],
  job: CompletionJob & { readonly maxTokens: number },
  signal: AbortSignal,
): Promise<Completion> {
  // The last token of the prompt is always decoded anew: its output is what the first new token is drawn from.
  await sequence.adaptStateToTokens(prompt.slice(0, -1), false);
  const rest = prompt.slice(sequence.nextTokenIndex);
  const sampling = { temperature: job.temperature, topK: 0, topP: job.topP, seed: job.seed % seedLimit, yieldEogToken: true };
  const tokens: Token[] = [];
  const done = (text: string, finish: "stop" | "length"): Completion => ({
    kind: "completed",
    text,
    finish,
    promptTokens: prompt.length,
    completionTokens: tokens.length,
  });
  let text = "";
  for await (const token of sequence.evaluate(rest, sampling)) {
    signal.throwIfAborted();
    tokens.push(token);
    if (model.isEogToken(token)) return done(text, "stop");
    // All tokens at once, since one character may be spread over several.
    text = model.detokenize(tokens, false, prompt.slice(-1));
    const stopped = textBeforeStop(text, job.stop);
    if (stopped !== null) return done(stopped, "stop");
    if (tokens.length >= job.maxTokens) break;
  }
  return done(text, "length");
}

/** An empty prompt becomes a line break, since a model must have something to go on from. */
function tokensOf(model: LlamaModel, prompt: readonly PromptPiece[]): Token[] {
  const tokens = prompt.flatMap((piece) => model.tokenize(piece.text, piece.kind === "control"));
  return tokens.length > 0 ? tokens : model.tokenize("\n", false);
}

function commonLength(a: readonly Token[], b: readonly Token[]): number {
  const length = Math.min(a.length, b.length);
  let common = 0;
  while (common < length && a[common] === b[common]) common++;
  return common;
}
