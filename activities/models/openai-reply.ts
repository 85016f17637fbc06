// Replies of OpenAI's wire format, read strictly: what both of its endpoints share (usage, finish reasons, tokens of each draw).
import * as z from "zod";
import type { FinishReason } from "../../schemas/index.ts";
import { promptBound, textBound } from "./call-bound.ts";
import { CallError, malformedFailure } from "./call-failure.ts";
import type { CompletedDraw, Completion, CompletionRequest } from "./client.ts";
import type { Endpoint } from "./endpoint.ts";
import { splitTokens } from "./token-split.ts";

/** A number of tokens; undefined where it is missing or no such number, since the draws beside it have been paid for all the same. */
export const statedTokens = z.int().nonnegative().optional().catch(undefined);

/** null where the reply states no usage. */
export const openaiUsage = z
  .object({
    prompt_tokens: statedTokens,
    completion_tokens: statedTokens,
    prompt_tokens_details: z.object({ cached_tokens: statedTokens }).nullish().catch(null),
  })
  .nullable()
  .catch(null);

type OpenaiUsage = z.infer<typeof openaiUsage>;

/** A reply without draws and without their cost is of no use; one without draws that states its cost is settled. */
export function drawsOrCost({ choices, usage }: { readonly choices: readonly unknown[]; readonly usage: OpenaiUsage }): boolean {
  return choices.length > 0 || usage?.prompt_tokens !== undefined;
}

export const neitherDrawsNorCost = { path: ["usage"], error: "neither a draw nor a number of tokens came" };

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
  throw new CallError(malformedFailure(endpoint, { place: `${place === "" ? "the body" : place}: ${issue?.message ?? "invalid"}` }));
}

/**
 * Draws in order of the choices' index, at most `count`. Tokens of a draw: its log-probabilities counted where every choice has them and they add up
 * to the total, else the total shared out by splitTokens. Counts that `usage` lacks are upper ones, see Completion.
 */
export function completionOf(
  choices: readonly ReadChoice[],
  usage: OpenaiUsage,
  { prompt, count, sampling }: CompletionRequest,
): Completion {
  const ordered = choices.toSorted((a, b) => a.index - b.index);
  const counted = ordered.map(({ logprobs }) => logprobs?.length ?? 0);
  const bounds = ordered.map(({ text }) => textBound(text, sampling.maxTokens));
  const stated = usage?.completion_tokens;
  const total = stated ?? bounds.reduce((a, b) => a + b, 0);
  const exact = ordered.every(({ logprobs }) => logprobs !== null) && counted.reduce((a, b) => a + b, 0) === total;
  const shared = () =>
    splitTokens(
      total,
      ordered.map(({ text }) => text),
    );
  const tokens = exact ? counted : stated === undefined ? bounds : shared();
  const draws = ordered.slice(0, count).map((choice, position): CompletedDraw => ({
    text: choice.text,
    finish: choice.finish,
    completionTokens: tokens[position] ?? 0,
    meanLogprob: mean(choice.logprobs),
  }));
  const cached = usage?.prompt_tokens_details?.cached_tokens;
  const common = { draws, promptTokens: usage?.prompt_tokens ?? promptBound(prompt), completionTokens: total };
  return cached === undefined ? common : { ...common, cachedTokens: cached };
}

function mean(values: readonly number[] | null): number | null {
  return values === null || values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
}
