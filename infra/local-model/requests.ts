// Reads requests in the OpenAI wire format and turns them into jobs. What this server cannot do is refused, never ignored.
import { z } from "zod";
import type { CompletionJob, PromptPiece } from "./engine.ts";

/** A refused request: HTTP status and OpenAI's error code. */
export interface Refusal {
  readonly kind: "refused";
  readonly status: 400 | 404;
  readonly code: string;
  readonly message: string;
}

export interface JobRequest {
  readonly kind: "jobs";
  readonly jobs: readonly CompletionJob[];
}

const absent = z.union([z.null(), z.literal(false)], "is not supported by the local model").optional();
const zeroOrAbsent = z.union([z.null(), z.literal(0)], "is not supported by the local model").optional();
const tokenLimit = z.int().min(1).max(1_000_000).nullish();

const shared = {
  model: z.string(),
  n: z.int().min(1).max(128).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  seed: z.int().nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(16)]).nullish(),
  stream: absent,
  logprobs: absent,
  logit_bias: z.union([z.null(), z.strictObject({})], "is not supported by the local model").optional(),
  presence_penalty: zeroOrAbsent,
  frequency_penalty: zeroOrAbsent,
};

const completionRequest = z.object({
  ...shared,
  prompt: z.string("must be one string"),
  max_tokens: tokenLimit,
  echo: absent,
  suffix: z.union([z.null(), z.literal("")], "is not supported by the local model").optional(),
  best_of: z.int().nullish(),
});

const textPart = z.object({ type: z.literal("text", "only text is supported by the local model"), text: z.string() });

const chatRequest = z.object({
  ...shared,
  messages: z
    .array(z.object({ role: z.enum(["system", "developer", "user", "assistant"]), content: z.union([z.string(), z.array(textPart)]) }))
    .min(1),
  max_tokens: tokenLimit,
  max_completion_tokens: tokenLimit,
  top_logprobs: zeroOrAbsent,
  tools: absent,
  response_format: z.union([z.null(), z.object({ type: z.literal("text") })], "is not supported by the local model").optional(),
});

/** OpenAI's own default for the completions endpoint. */
const defaultCompletionTokens = 16;

/** Jobs of a `/v1/completions` body. `drawSeed` gives the seed of a request without one, in [0, 2^32). */
export function readCompletionRequest(body: unknown, modelName: string, drawSeed: () => number): JobRequest | Refusal {
  const parsed = completionRequest.safeParse(body);
  if (!parsed.success) return invalid(parsed.error);
  const request = parsed.data;
  if ((request.best_of ?? request.n ?? 1) !== (request.n ?? 1)) return refusal("best_of", "is not supported by the local model");
  if (request.model !== modelName) return unknownModel(request.model, modelName);
  const prompt: PromptPiece[] = request.prompt === "" ? [] : [{ kind: "text", text: request.prompt }];
  return { kind: "jobs", jobs: jobsOf(request, prompt, request.max_tokens ?? defaultCompletionTokens, drawSeed) };
}

/** Jobs of a `/v1/chat/completions` body. A last message of the assistant is gone on with, as vLLM's continue_final_message does. */
export function readChatRequest(body: unknown, modelName: string, drawSeed: () => number): JobRequest | Refusal {
  const parsed = chatRequest.safeParse(body);
  if (!parsed.success) return invalid(parsed.error);
  const request = parsed.data;
  if (request.model !== modelName) return unknownModel(request.model, modelName);
  const maxTokens = request.max_completion_tokens ?? request.max_tokens ?? null;
  return { kind: "jobs", jobs: jobsOf(request, chatPrompt(request.messages), maxTokens, drawSeed) };
}

type ChatMessage = z.infer<typeof chatRequest>["messages"][number];

/** The ChatML template that SmolLM2-Instruct was trained with. */
function chatPrompt(messages: readonly ChatMessage[]): PromptPiece[] {
  const pieces: PromptPiece[] = [];
  for (const [index, message] of messages.entries()) {
    const role = message.role === "developer" ? "system" : message.role;
    const text = typeof message.content === "string" ? message.content : message.content.map((part) => part.text).join("");
    pieces.push({ kind: "control", text: `<|im_start|>${role}\n` });
    if (text !== "") pieces.push({ kind: "text", text });
    if (index === messages.length - 1 && role === "assistant") return pieces;
    pieces.push({ kind: "control", text: "<|im_end|>\n" });
  }
  return [...pieces, { kind: "control", text: "<|im_start|>assistant\n" }];
}

type SamplingFields = Pick<z.infer<typeof completionRequest>, "n" | "temperature" | "top_p" | "seed" | "stop">;

/** Choice i has the seed `seed + i`, so that it does not depend on how many choices are asked for. */
function jobsOf(
  request: SamplingFields,
  prompt: readonly PromptPiece[],
  maxTokens: number | null,
  drawSeed: () => number,
): CompletionJob[] {
  const seed = request.seed ?? drawSeed();
  const stop = typeof request.stop === "string" ? [request.stop] : (request.stop ?? []);
  const sampling = { temperature: request.temperature ?? 1, topP: request.top_p ?? 1 };
  return Array.from({ length: request.n ?? 1 }, (_, choice) => ({ prompt, maxTokens, ...sampling, seed: (seed + choice) >>> 0, stop }));
}

function invalid(error: z.ZodError): Refusal {
  const issue = error.issues[0];
  return refusal(issue?.path.join(".") ?? "", issue?.message ?? "is not valid");
}

const refusal = (field: string, message: string): Refusal => ({
  kind: "refused",
  status: 400,
  code: "invalid_request",
  message: `${field === "" ? "the body" : field}: ${message}`,
});

const unknownModel = (asked: string, served: string): Refusal => ({
  kind: "refused",
  status: 404,
  code: "model_not_found",
  message: `The model ${JSON.stringify(asked)} does not exist here; this server has ${JSON.stringify(served)}.`,
});
