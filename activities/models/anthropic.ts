// Anthropic's messages wire format: one draw a call, no seed, no log-probabilities.
import Anthropic from "@anthropic-ai/sdk";
import * as z from "zod";
import type { FinishReason } from "../../schemas/index.ts";
import { promptBound, textBound } from "./call-bound.ts";
import type { CompletionRequest, ModelClient } from "./client.ts";
import { callOnce } from "./openai-client.ts";
import type { ClientOptions } from "./openai-client.ts";
import { readReply, statedTokens } from "./openai-reply.ts";
import { misplacedPrompt } from "./prompt-mismatch.ts";
import { transport } from "./transport.ts";

const messageReply = z.object({
  content: z.array(z.object({ type: z.string(), text: z.string().optional() })),
  stop_reason: z.string().nullable(),
  usage: z
    .object({
      input_tokens: statedTokens,
      output_tokens: statedTokens,
      cache_creation_input_tokens: statedTokens,
      cache_read_input_tokens: statedTokens,
    })
    .nullable()
    .catch(null),
});

/** `seedHeader`: send the seed as x-steplabel-seed, which the simulated model reads; no other endpoint knows it. */
export function anthropicClient(options: ClientOptions & { readonly seedHeader: "send" | "none" }): ModelClient {
  const sdk = new Anthropic({
    apiKey: options.apiKey ?? "none",
    webhookKey: null,
    baseURL: options.baseUrl,
    timeout: options.timeoutMs,
    maxRetries: 0,
    logLevel: "off",
    openTelemetry: false,
    fetch: transport,
  });
  return {
    drawsPerCall: 1,
    complete: (request) =>
      callOnce(options, request, async () => {
        const headers = options.seedHeader === "send" ? { "x-steplabel-seed": String(request.seed) } : {};
        const reply = await sdk.messages.create(messageBody(options, request), { signal: request.signal, headers });
        const { content, stop_reason, usage } = readReply(messageReply, reply, options.endpoint);
        const text = content.map((block) => (block.type === "text" ? (block.text ?? "") : "")).join("");
        const cached = usage?.cache_read_input_tokens ?? 0;
        const input = usage?.input_tokens;
        const completionTokens = usage?.output_tokens ?? textBound(text, request.sampling.maxTokens);
        return {
          draws: [{ text, finish: finishReason(stop_reason), completionTokens, meanLogprob: null }],
          promptTokens: input === undefined ? promptBound(request.prompt) : input + (usage?.cache_creation_input_tokens ?? 0) + cached,
          completionTokens,
          cachedTokens: cached,
        };
      }),
  };
}

/** The SDK's types no longer know temperature and top_p, which newer models refuse; older ones still take them. */
type MessageBody = Anthropic.MessageCreateParamsNonStreaming & { temperature?: number; top_p?: number };

function messageBody({ endpoint, capabilities }: ClientOptions, { prompt, sampling }: CompletionRequest): MessageBody {
  if (prompt.kind !== "chat") throw misplacedPrompt(endpoint, "Anthropic's wire format cannot take a raw prompt");
  const system = prompt.messages.filter(({ role }) => role === "system").map(({ content }) => content);
  const messages = prompt.messages.flatMap(({ role, content }) => (role === "system" ? [] : [{ role, content }]));
  // The wire refuses a last message that ends in white space.
  const prefix = prompt.assistantPrefix?.trimEnd() ?? "";
  if (prefix !== "") messages.push({ role: "assistant", content: prefix });
  return {
    model: endpoint.model,
    max_tokens: sampling.maxTokens,
    messages,
    ...(system.length === 0 ? {} : { system: system.join("\n\n") }),
    // Sent as configured: a model that takes only one of the two, or no temperature above 1, refuses in its own words.
    ...(capabilities.temperature ? { temperature: sampling.temperature, ...(sampling.topP < 1 ? { top_p: sampling.topP } : {}) } : {}),
    ...(sampling.stop.length === 0 ? {} : { stop_sequences: [...sampling.stop] }),
  };
}

function finishReason(reason: string | null): FinishReason {
  switch (reason ?? "") {
    case "end_turn":
    case "stop_sequence":
      return "stop";
    case "max_tokens":
    case "model_context_window_exceeded":
      return "length";
    case "refusal":
      return "refusal";
    default:
      return "other";
  }
}
