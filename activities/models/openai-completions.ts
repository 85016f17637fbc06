// OpenAI's wire format, /completions: raw prompts, as base models and the small local model take them.
import type OpenAI from "openai";
import * as z from "zod";
import type { ModelClient, CompletionRequest } from "./client.ts";
import { callOnce, largestN, openaiSdk, stopTexts } from "./openai-client.ts";
import type { ClientOptions } from "./openai-client.ts";
import { completionOf, drawsOrCost, finishReason, neitherDrawsNorCost, openaiUsage, readReply } from "./openai-reply.ts";
import { misplacedPrompt } from "./prompt-mismatch.ts";

const completionReply = z
  .object({
    choices: z.array(
      z.object({
        index: z.int().nonnegative(),
        finish_reason: z.string().nullish(),
        text: z.string(),
        // The first token of an echoed prompt has null; nothing is echoed here, but servers differ.
        logprobs: z.object({ token_logprobs: z.array(z.number().nullable()).nullish() }).nullish(),
      }),
    ),
    usage: openaiUsage,
  })
  .refine(drawsOrCost, neitherDrawsNorCost);

/** A client of one model at one endpoint. Sends only what the capabilities say is taken; a raw prompt only. */
export function openaiCompletionsClient(options: ClientOptions): ModelClient {
  const sdk = openaiSdk(options);
  return {
    drawsPerCall: options.capabilities.n ? largestN : 1,
    complete: (request) =>
      callOnce(options, request, async () => {
        const reply = await sdk.completions.create(completionBody(options, request), { signal: request.signal });
        const { choices, usage } = readReply(completionReply, reply, options.endpoint);
        const read = choices.map(({ index, finish_reason, text, logprobs }) => ({
          index,
          text,
          finish: finishReason(finish_reason),
          logprobs: logprobs?.token_logprobs?.filter((logprob) => logprob !== null) ?? null,
        }));
        return completionOf(read, usage, request);
      }),
  };
}

function completionBody(
  { endpoint, capabilities }: ClientOptions,
  { prompt, count, seed, sampling }: CompletionRequest,
): OpenAI.CompletionCreateParamsNonStreaming {
  if (prompt.kind !== "completion") throw misplacedPrompt(endpoint, "a completions endpoint takes raw prompts only");
  return {
    model: endpoint.model,
    prompt: prompt.text,
    max_tokens: sampling.maxTokens,
    ...(capabilities.temperature ? { temperature: sampling.temperature, ...(sampling.topP < 1 ? { top_p: sampling.topP } : {}) } : {}),
    ...(capabilities.n && count > 1 ? { n: count } : {}),
    ...(capabilities.seed ? { seed } : {}),
    ...(capabilities.logprobs ? { logprobs: 0 } : {}),
    ...stopTexts(prompt.stop, sampling.stop),
  };
}
