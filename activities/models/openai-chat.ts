// OpenAI's wire format, /chat/completions: OpenAI itself and the many servers that speak as it does (vLLM, llama.cpp, SGLang, ...).
import type OpenAI from "openai";
import * as z from "zod";
import type { ModelClient, CompletionRequest } from "./client.ts";
import { callOnce, largestN, openaiSdk, stopTexts } from "./openai-client.ts";
import type { ClientOptions } from "./openai-client.ts";
import { completionOf, drawsOrCost, finishReason, neitherDrawsNorCost, openaiUsage, readReply } from "./openai-reply.ts";
import { misplacedPrompt } from "./prompt-mismatch.ts";

const chatReply = z
  .object({
    choices: z.array(
      z.object({
        index: z.int().nonnegative(),
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
        logprobs: z.object({ content: z.array(z.object({ logprob: z.number() })).nullish() }).nullish(),
      }),
    ),
    usage: openaiUsage,
  })
  .refine(drawsOrCost, neitherDrawsNorCost);

/** vLLM's way to go on from a last message of the assistant; servers that do so by themselves ignore it. */
type ChatBody = OpenAI.ChatCompletionCreateParamsNonStreaming & { continue_final_message?: true; add_generation_prompt?: false };

/** A client of one model at one endpoint. Sends only what the capabilities say is taken; a chat prompt only. */
export function openaiChatClient(options: ClientOptions): ModelClient {
  const sdk = openaiSdk(options);
  return {
    drawsPerCall: options.capabilities.n ? largestN : 1,
    complete: (request) =>
      callOnce(options, request, async () => {
        const reply = await sdk.chat.completions.create(chatBody(options, request), { signal: request.signal });
        const { choices, usage } = readReply(chatReply, reply, options.endpoint);
        const read = choices.map(({ index, finish_reason, message, logprobs }) => ({
          index,
          text: message.content ?? "",
          finish: message.refusal ? ("refusal" as const) : finishReason(finish_reason),
          logprobs: logprobs?.content?.map(({ logprob }) => logprob) ?? null,
        }));
        return completionOf(read, usage, request);
      }),
  };
}

function chatBody({ endpoint, baseUrl, capabilities }: ClientOptions, { prompt, count, seed, sampling }: CompletionRequest): ChatBody {
  if (prompt.kind !== "chat") throw misplacedPrompt(endpoint, "a chat endpoint cannot take a raw prompt");
  const prefix = prompt.assistantPrefix;
  const messages: OpenAI.ChatCompletionMessageParam[] = prompt.messages.map(({ role, content }) => ({ role, content }));
  if (prefix !== undefined) messages.push({ role: "assistant", content: prefix });
  // OpenAI's own newer models refuse max_tokens; most other servers know only that.
  const bound = new URL(baseUrl).hostname === "api.openai.com" ? "max_completion_tokens" : "max_tokens";
  return {
    model: endpoint.model,
    messages,
    [bound]: sampling.maxTokens,
    ...(capabilities.temperature ? { temperature: sampling.temperature, ...(sampling.topP < 1 ? { top_p: sampling.topP } : {}) } : {}),
    ...(capabilities.n && count > 1 ? { n: count } : {}),
    ...(capabilities.seed ? { seed } : {}),
    ...(capabilities.logprobs ? { logprobs: true } : {}),
    ...stopTexts(sampling.stop),
    ...(prefix === undefined ? {} : { continue_final_message: true, add_generation_prompt: false }),
  };
}
