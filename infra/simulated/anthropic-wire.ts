// The Anthropic wire format: POST /v1/messages. It has no n and no seed; the header x-steplabel-seed carries the seed.
import { z } from "zod";
import { contentText, firstIssue, joinMessages, messageContent } from "./messages.ts";
import { bearer, messageOf } from "./wire.ts";
import type { Ending, Wire, WireError } from "./wire.ts";

const messagesBody = z.object({
  model: z.string().min(1),
  max_tokens: z.int().min(1),
  messages: z.array(z.object({ role: z.enum(["user", "assistant"]), content: messageContent })).min(1),
  system: messageContent.optional(),
  temperature: z.number().min(0).max(1).optional(),
  stop_sequences: z.array(z.string().min(1)).optional(),
  stream: z.literal(false, "streaming is not supported").optional(),
  n: z.undefined("Extra inputs are not permitted").optional(),
});

const seedHeader = z.coerce.number().pipe(z.int()).optional();

export const anthropicMessages: Wire = {
  // Plain HTTP clients send x-api-key; the SDK from 1.x on sends its key as a bearer token.
  key: (headers) => (typeof headers["x-api-key"] === "string" ? headers["x-api-key"] : bearer(headers)),
  parse(body, headers) {
    const parsed = messagesBody.safeParse(body);
    if (!parsed.success) return { kind: "bad_request", ...firstIssue(parsed.error) };
    const seed = seedHeader.safeParse(headers["x-steplabel-seed"]);
    if (!seed.success) return { kind: "bad_request", message: "x-steplabel-seed: must be an integer", parameter: "x-steplabel-seed" };
    const { model, max_tokens, messages, system, stop_sequences } = parsed.data;
    const { prompt, position } = joinMessages(messages);
    if (position === "continues" && /\s$/.test(prompt)) {
      // The real endpoint refuses this too, and a client must know it.
      return {
        kind: "bad_request",
        message: "messages: final assistant content cannot end with trailing whitespace",
        parameter: "messages",
      };
    }
    return {
      kind: "request",
      request: {
        model,
        prompt: system === undefined ? prompt : `${contentText(system)}\n\n${prompt}`,
        position,
        choices: 1,
        maxTokens: max_tokens,
        seed: seed.data ?? null,
        stop: stop_sequences ?? [],
        logprobs: false,
      },
    };
  },
  render(request, reply, ordinal) {
    const choice = reply.choices[0];
    const ending: Ending = choice?.ending ?? { kind: "stop" };
    const text = choice?.text ?? "";
    return {
      id: `msg_simulated_${ordinal}`,
      type: "message",
      role: "assistant",
      model: request.model,
      content: text === "" ? [] : [{ type: "text", text }],
      stop_reason: stopReason(ending),
      stop_sequence: ending.kind === "stop_sequence" ? ending.sequence : null,
      usage: {
        input_tokens: reply.promptTokens,
        output_tokens: choice?.tokens ?? 0,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
      },
    };
  },
  renderError(error, ordinal) {
    return { type: "error", error: { type: errorType(error), message: messageOf(error) }, request_id: `req_simulated_${ordinal}` };
  },
};

function stopReason({ kind }: Ending): "end_turn" | "max_tokens" | "stop_sequence" | "refusal" {
  switch (kind) {
    case "stop":
      return "end_turn";
    case "stop_sequence":
      return "stop_sequence";
    case "length":
      return "max_tokens";
    case "refusal":
    case "content_filter":
      return "refusal";
  }
}

function errorType({ kind }: WireError): string {
  switch (kind) {
    case "bad_request":
      return "invalid_request_error";
    case "unauthorized":
      return "authentication_error";
    case "unknown_model":
      return "not_found_error";
    case "rate_limit":
    case "quota":
      return "rate_limit_error";
    case "server_error":
      return "api_error";
    case "overloaded":
      return "overloaded_error";
  }
}
