// Brings draws of a request: reads the ledger, asks only for what is missing, reserves before each call and settles with its answer.
import { estimatePromptTokens, settledMicroUsd, boundMicroUsd } from "../../ledger/price.ts";
import type { Ledger } from "../../ledger/port.ts";
import { wireSeed } from "../../ledger/request-key.ts";
import type { Prompt } from "../../methods/prompts/index.ts";
import type { BudgetLimit, Draw, Price } from "../../schemas/index.ts";
import { applicationFailure, worstFailure } from "./application-failure.ts";
import { CallError } from "./call-failure.ts";
import type { CallFailure } from "./call-failure.ts";
import type { Completion, DrawSampling, ModelClient } from "./client.ts";
import { pause, systemClock } from "./clock.ts";
import type { Clock } from "./clock.ts";
import { missingRanges } from "./draw-ranges.ts";
import type { DrawRange } from "./draw-ranges.ts";
import type { LeaseKeeper } from "./lease-keeper.ts";
import type { Limiter, Permit } from "./limiter.ts";

/** What a process holds of one model: made once per alias. */
export interface ModelAccess {
  /** Alias of the model in the configuration. */
  readonly model: string;
  readonly client: ModelClient;
  readonly limiter: Limiter;
  readonly price: Price;
  readonly ledger: Ledger;
  readonly leases: LeaseKeeper;
  readonly clock?: Clock;
}

/** Draws [from, from + count) of the request that `requestKey` names. */
export interface DrawRequest {
  readonly campaign: string;
  readonly problem: string;
  readonly requestKey: string;
  readonly prompt: Prompt;
  readonly sampling: DrawSampling;
  readonly from: number;
  readonly count: number;
  /** Number of the activity's attempt, from 1. */
  readonly attempt: number;
  readonly signal: AbortSignal;
}

/** draws: all that were asked for, in order; `reused` of them were not called for now. budget: a reservation was refused; what other calls brought is kept. */
export type FetchResult =
  | { readonly kind: "draws"; readonly draws: readonly Draw[]; readonly reused: number }
  | { readonly kind: "budget"; readonly limit: BudgetLimit };

/** Rounds of calls in a row that may bring no draw at all before the request is given up for now. */
const fruitlessRounds = 3;

type RangeOutcome =
  | { readonly kind: "fetched"; readonly draws: number }
  | { readonly kind: "elsewhere" }
  | { readonly kind: "halted" }
  | { readonly kind: "budget"; readonly limit: BudgetLimit }
  | { readonly kind: "failed"; readonly failure: CallFailure };

/**
 * Cost: one read when everything is there; else one call a missing range (drawsPerCall draws each), side by side within the limiter.
 * Throws an ApplicationFailure (`Model.*`) when a call failed, after every other call of the round has been settled; the ledger then holds what came,
 * so that the next attempt asks for the rest only. Throws the signal's reason when it is aborted.
 */
export async function fetchDraws(access: ModelAccess, request: DrawRequest): Promise<FetchResult> {
  let fetched = 0;
  let fruitless = 0;
  for (let round = 0; ; round++) {
    const draws = await access.ledger.draws(request.requestKey, request.from, request.count);
    const missing = missingRanges(
      request,
      draws.map(({ draw }) => draw),
      access.client.drawsPerCall,
    );
    if (missing.length === 0) return { kind: "draws", draws, reused: Math.max(0, draws.length - fetched) };
    const outcomes = await fetchRanges(access, request, missing, round);
    request.signal.throwIfAborted();

    const failures = outcomes.flatMap((outcome) => (outcome.kind === "failed" ? [outcome.failure] : []));
    const [first, ...rest] = failures;
    if (first !== undefined) throw applicationFailure(worstFailure([first, ...rest]));
    const refused = outcomes.find((outcome) => outcome.kind === "budget");
    if (refused !== undefined) return { kind: "budget", limit: refused.limit };

    const brought = outcomes.flatMap((outcome) => (outcome.kind === "fetched" ? [outcome.draws] : []));
    const gain = brought.reduce((a, b) => a + b, 0);
    fetched += gain;
    if (brought.length > 0) fruitless = gain === 0 ? fruitless + 1 : 0;
    if (fruitless === fruitlessRounds) throw applicationFailure(noDraws(access.model));
  }
}

/** All ranges side by side. Once one of them makes going on pointless, those that have not begun do not begin. */
async function fetchRanges(
  access: ModelAccess,
  request: DrawRequest,
  ranges: readonly DrawRange[],
  round: number,
): Promise<readonly RangeOutcome[]> {
  const halt = new AbortController();
  const stop = () => halt.abort(request.signal.reason);
  request.signal.addEventListener("abort", stop, { once: true });
  try {
    if (request.signal.aborted) stop();
    const settled = await Promise.allSettled(
      ranges.map(async (range) => {
        const outcome = await fetchRange(access, request, range, round, halt.signal);
        if (pointless(outcome)) halt.abort();
        return outcome;
      }),
    );
    return settled.map((result) => {
      // Broken infrastructure (the ledger itself): nothing to decide here.
      if (result.status === "rejected") throw result.reason;
      return result.value;
    });
  } finally {
    request.signal.removeEventListener("abort", stop);
  }
}

function pointless(outcome: RangeOutcome): boolean {
  if (outcome.kind === "failed") return !outcome.failure.retryable || outcome.failure.kind === "rate_limited";
  return outcome.kind === "budget";
}

async function fetchRange(
  access: ModelAccess,
  request: DrawRequest,
  range: DrawRange,
  round: number,
  halted: AbortSignal,
): Promise<RangeOutcome> {
  const { ledger, limiter, leases, clock = systemClock } = access;
  const bound = callBound(request, range.count);
  let permit: Permit;
  try {
    permit = await limiter.acquire(bound.promptTokens + bound.completionTokens, halted);
  } catch {
    return { kind: "halted" };
  }
  try {
    const reservation = await ledger.reserve({
      campaign: request.campaign,
      problem: request.problem,
      model: access.model,
      requestKey: request.requestKey,
      ...range,
      boundTokens: bound.promptTokens + bound.completionTokens,
      boundMicroUsd: boundMicroUsd(access.price, bound),
      attempt: request.attempt,
      owner: leases.owner,
      leaseMs: leases.leaseMs,
    });
    switch (reservation.kind) {
      case "reserved":
        return await leases.during(() => callAndSettle(access, request, range, reservation.call, permit));
      case "present":
        return { kind: "elsewhere" };
      case "budget":
        return { kind: "budget", limit: reservation.limit };
      case "busy":
        permit.end({ kind: "unused" });
        // The draws come as soon as the other call ends; its lease is only the longest that this can take.
        await pause(clock, Math.min(25 * 2 ** Math.min(round, 4), Math.max(1, reservation.untilMs - clock.now())), halted).catch(
          () => undefined,
        );
        return { kind: "elsewhere" };
    }
  } finally {
    permit.end({ kind: "unused" });
  }
}

async function callAndSettle(
  access: ModelAccess,
  request: DrawRequest,
  range: DrawRange,
  call: number,
  permit: Permit,
): Promise<RangeOutcome> {
  const { client, ledger, price } = access;
  const started = performance.now();
  let completion: Completion;
  try {
    completion = await client.complete({
      prompt: request.prompt,
      count: range.count,
      seed: wireSeed(request.requestKey, range.from),
      sampling: request.sampling,
      signal: request.signal,
    });
  } catch (error) {
    if (!(error instanceof CallError)) {
      await ledger.abandon(call, "The client broke.");
      throw error;
    }
    const { failure } = error;
    await (failure.answered ? ledger.fail(call, failure.sentence) : ledger.abandon(call, failure.sentence));
    const bound = callBound(request, range.count);
    permit.end(
      failure.kind === "rate_limited"
        ? { kind: "rate_limited", retryAfterMs: failure.retryAfterMs }
        : { kind: "failed", tokens: failure.answered ? 0 : bound.promptTokens + bound.completionTokens },
    );
    return { kind: "failed", failure };
  }
  const { draws, promptTokens, completionTokens } = completion;
  permit.end({ kind: "success", tokens: promptTokens + completionTokens });
  await ledger.settle(call, {
    draws,
    promptTokens,
    completionTokens,
    microUsd: settledMicroUsd(price, { promptTokens, completionTokens }),
    latencyMs: Math.round(performance.now() - started),
  });
  return { kind: "fetched", draws: draws.length };
}

/** Most tokens of a call. A chat template adds a few a message; 32 is above every one seen. */
function callBound({ prompt, sampling }: DrawRequest, count: number): { readonly promptTokens: number; readonly completionTokens: number } {
  const texts =
    prompt.kind === "completion" ? [prompt.text] : [...prompt.messages.map(({ content }) => content), prompt.assistantPrefix ?? ""];
  const promptTokens = texts.reduce((sum, text) => sum + estimatePromptTokens(text) + 32, 0);
  return { promptTokens, completionTokens: count * sampling.maxTokens };
}

function noDraws(model: string): CallFailure {
  return {
    kind: "malformed",
    retryable: true,
    retryAfterMs: null,
    answered: true,
    parameter: null,
    sentence: `models.${model} answered ${fruitlessRounds} calls in a row without a single draw.`,
  };
}
