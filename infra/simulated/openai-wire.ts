// The OpenAI wire formats: POST /v1/chat/completions and POST /v1/completions, as OpenAI and the servers compatible with it speak them.
import { z } from "zod";
import { firstIssue, joinMessages, messageContent } from "./messages.ts";
import { bearer, messageOf } from "./wire.ts";
import type { Choice, Ending, ModelRequest, ParsedRequest, Reply, Wire, WireError } from "./wire.ts";

const common = {
  model: z.string().min(1),
  n: z.int().min(1).max(128).nullish(),
  max_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  seed: z.int().nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
  stream: z.literal(false, "streaming is not supported").nullish(),
};

const chatBody = z.object({
  ...common,
  messages: z.array(z.object({ role: z.enum(["system", "developer", "user", "assistant"]), content: messageContent })).min(1),
  max_completion_tokens: z.int().min(1).nullish(),
  logprobs: z.boolean().nullish(),
});

const completionBody = z.object({
  ...common,
  prompt: z.union([z.string(), z.tuple([z.string()])]),
  logprobs: z.int().min(0).max(5).nullish(),
  echo: z.literal(false, "echo is not supported").nullish(),
});

export const openaiChat: Wire = {
  key: bearer,
  parse(body) {
    const parsed = chatBody.safeParse(body);
    if (!parsed.success) return { kind: "bad_request", ...firstIssue(parsed.error) };
    const { messages, max_completion_tokens, logprobs, ...rest } = parsed.data;
    return commonRequest(rest, joinMessages(messages), max_completion_tokens ?? rest.max_tokens, logprobs === true);
  },
  render(request, reply, ordinal) {
    return {
      id: `chatcmpl-simulated-${ordinal}`,
      object: "chat.completion",
      created: Math.floor(Date.now() / 1000),
      model: request.model,
      choices: reply.choices.map((choice, index) => ({
        index,
        message: {
          role: "assistant",
          content: choice.ending.kind === "refusal" || choice.ending.kind === "content_filter" ? null : choice.text,
          refusal: choice.ending.kind === "refusal" ? "I can't help with that request." : null,
        },
        logprobs: choice.logprobs === null ? null : { content: choice.logprobs.map(chatLogprob), refusal: null },
        finish_reason: finishReason(choice.ending),
      })),
      usage: usage(reply),
      system_fingerprint: "simulated",
    };
  },
  renderError,
};

export const openaiCompletions: Wire = {
  key: bearer,
  parse(body) {
    const parsed = completionBody.safeParse(body);
    if (!parsed.success) return { kind: "bad_request", ...firstIssue(parsed.error) };
    const { prompt, logprobs, ...rest } = parsed.data;
    const text = typeof prompt === "string" ? prompt : prompt[0];
    return commonRequest(rest, { prompt: text, position: "continues" }, rest.max_tokens, typeof logprobs === "number");
  },
  render(request, reply, ordinal) {
    return {
      id: `cmpl-simulated-${ordinal}`,
      object: "text_completion",
      created: Math.floor(Date.now() / 1000),
      model: request.model,
      choices: reply.choices.map((choice, index) => ({
        index,
        text: choice.text,
        logprobs: choice.logprobs === null ? null : completionLogprobs(choice.logprobs),
        // This format has no field for a refusal; the servers that can refuse say content_filter.
        finish_reason: choice.ending.kind === "refusal" ? "content_filter" : finishReason(choice.ending),
      })),
      usage: usage(reply),
      system_fingerprint: "simulated",
    };
  },
  renderError,
};

function commonRequest(
  { model, n, seed, stop }: { readonly [Field in "model" | "n" | "seed" | "stop"]?: z.output<(typeof common)[Field]> },
  { prompt, position }: Pick<ModelRequest, "prompt" | "position">,
  maxTokens: number | null | undefined,
  logprobs: boolean,
): ParsedRequest {
  return {
    kind: "request",
    request: {
      model: model ?? "",
      prompt,
      position,
      choices: n ?? 1,
      maxTokens: maxTokens ?? null,
      seed: seed ?? null,
      stop: typeof stop === "string" ? [stop] : (stop ?? []),
      logprobs,
    },
  };
}

function finishReason({ kind }: Ending): "stop" | "length" | "content_filter" {
  switch (kind) {
    case "stop":
    case "stop_sequence":
    case "refusal":
      return "stop";
    case "length":
      return "length";
    case "content_filter":
      return "content_filter";
  }
}

function chatLogprob({ token, logprob }: { readonly token: string; readonly logprob: number }): unknown {
  return { token, logprob, bytes: [...Buffer.from(token)], top_logprobs: [] };
}

function completionLogprobs(logprobs: NonNullable<Choice["logprobs"]>): unknown {
  let offset = 0;
  const offsets = logprobs.map(({ token }) => (offset += token.length) - token.length);
  return {
    tokens: logprobs.map(({ token }) => token),
    token_logprobs: logprobs.map(({ logprob }) => logprob),
    top_logprobs: null,
    text_offset: offsets,
  };
}

function usage({ promptTokens, choices }: Reply): unknown {
  const completionTokens = choices.reduce((sum, { tokens }) => sum + tokens, 0);
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
}

function renderError(error: WireError): unknown {
  const type = { quota: "insufficient_quota", rate_limit: "requests", server_error: "server_error", overloaded: "server_error" } as const;
  const code = {
    quota: "insufficient_quota",
    rate_limit: "rate_limit_exceeded",
    unauthorized: "invalid_api_key",
    unknown_model: "model_not_found",
  } as const;
  return {
    error: {
      message: messageOf(error),
      type: lookup(type, error.kind) ?? "invalid_request_error",
      param: error.kind === "bad_request" ? error.parameter : error.kind === "unknown_model" ? "model" : null,
      code: lookup(code, error.kind) ?? null,
    },
  };
}

function lookup(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return table[key];
}
