// Replies of OpenAI's wire format, read strictly: what both of its endpoints share (usage, finish reasons, tokens of each draw).
import * as z from "zod";
import type { FinishReason } from "../../schemas/index.ts";
import { CallError, malformedFailure } from "./call-failure.ts";
import type { CompletedDraw, Completion } from "./client.ts";
import type { Endpoint } from "./endpoint.ts";
import { splitTokens } from "./token-split.ts";

const tokenCount = z.int().nonnegative();

/** Usage is asked for strictly: a call whose cost is not stated cannot be accounted for. */
export const openaiUsage = z.object({
  prompt_tokens: tokenCount,
  // Some servers leave it out when nothing was written.
  completion_tokens: tokenCount.optional().default(0),
  prompt_tokens_details: z.object({ cached_tokens: tokenCount.nullish() }).nullish(),
});

/** One choice after its endpoint's own reading. logprobs: those of its tokens, null where the endpoint gave none. */
export interface ReadChoice {
  readonly index: number;
  readonly text: string;
  readonly finish: FinishReason;
  readonly logprobs: readonly number[] | null;
}

export function finishReason(reason: string | null | undefined): FinishReason {
  switch (reason ?? "") {
    case "stop":
      return "stop";
    case "length":
      return "length";
    case "content_filter":
      return "refusal";
    default:
      return "other";
  }
}

/** Parses a reply or throws the CallError `malformed`, which names the first thing wrong with it. */
export function readReply<T>(schema: z.ZodType<T>, reply: unknown, endpoint: Endpoint): T {
  const parsed = schema.safeParse(reply);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue?.path.join(".") ?? "";
  throw new CallError(malformedFailure(endpoint, `${place === "" ? "the body" : place}: ${issue?.message ?? "invalid"}`));
}

/**
 * Draws in order of the choices' index, at most `count`. Tokens of a draw: its log-probabilities counted where every choice has them and they add up
 * to the total, else the total shared out by splitTokens.
 */
export function completionOf(choices: readonly ReadChoice[], usage: z.infer<typeof openaiUsage>, count: number): Completion {
  const ordered = choices.toSorted((a, b) => a.index - b.index);
  const counted = ordered.map(({ logprobs }) => logprobs?.length ?? 0);
  const total = usage.completion_tokens;
  const exact = ordered.every(({ logprobs }) => logprobs !== null) && counted.reduce((a, b) => a + b, 0) === total;
  const tokens = exact
    ? counted
    : splitTokens(
        total,
        ordered.map(({ text }) => text),
      );
  const draws = ordered.slice(0, count).map((choice, position): CompletedDraw => ({
    text: choice.text,
    finish: choice.finish,
    completionTokens: tokens[position] ?? 0,
    meanLogprob: mean(choice.logprobs),
  }));
  const cached = usage.prompt_tokens_details?.cached_tokens;
  const common = { draws, promptTokens: usage.prompt_tokens, completionTokens: total };
  return cached === null || cached === undefined ? common : { ...common, cachedTokens: cached };
}

function mean(values: readonly number[] | null): number | null {
  return values === null || values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
}
