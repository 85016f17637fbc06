// One call for one range of draws: a place at the limiter, a reservation, the call, its settlement. Leaves the ledger consistent however it ends.
import { boundMicroUsd, settledMicroUsd, wireSeed } from "../../ledger/index.ts";
import type { Ledger, ReserveResult } from "../../ledger/index.ts";
import type { Prompt } from "../../methods/prompts/index.ts";
import type { BudgetLimit, Price } from "../../schemas/index.ts";
import { promptBound } from "./call-bound.ts";
import { CallError } from "./call-failure.ts";
import type { CallFailure } from "./call-failure.ts";
import type { Completion, DrawSampling, ModelClient } from "./client.ts";
import { pause, systemClock } from "./clock.ts";
import type { Clock } from "./clock.ts";
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
  /** Aborted when the worker is about to stop: calls in flight end and are settled, no new one begins. */
  readonly stopping?: AbortSignal | undefined;
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

/**
 * fetched: the call brought so many draws; elsewhere: somebody else has them or is fetching them, read again; halted: not begun, since `halted` was
 * aborted; budget: the reservation was refused; failed: the call failed, and the ledger knows it.
 */
export type RangeOutcome =
  | { readonly kind: "fetched"; readonly draws: number }
  | { readonly kind: "elsewhere" }
  | { readonly kind: "halted" }
  | { readonly kind: "budget"; readonly limit: BudgetLimit }
  | { readonly kind: "failed"; readonly failure: CallFailure };

/** `round` is how often the request has been read before: it spaces the waits for a call of somebody else. Throws only what the ledger throws. */
export async function fetchRange(
  access: ModelAccess,
  request: DrawRequest,
  range: DrawRange,
  round: number,
  halted: AbortSignal,
): Promise<RangeOutcome> {
  const { limiter, clock = systemClock } = access;
  const bound = callBound(request, range.count);
  let permit: Permit;
  try {
    permit = await limiter.acquire(bound.promptTokens + bound.completionTokens, halted);
  } catch {
    return { kind: "halted" };
  }
  try {
    const reservation = await reserve(access, request, range, bound, halted);
    switch (reservation.kind) {
      case "reserved":
        try {
          return await callAndSettle(access, request, range, reservation.call, permit);
        } finally {
          reservation.release();
        }
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

type Reserved =
  | Exclude<ReserveResult, { kind: "reserved" }>
  | { readonly kind: "reserved"; readonly call: number; readonly release: () => void };

/**
 * Reserves. While calls of this process are in flight a refusal is not the last word: they have reserved more than most of them use, so the next end
 * of one of them is waited for, and the reservation tried again.
 */
async function reserve(
  { ledger, leases, model, price }: ModelAccess,
  { campaign, problem, requestKey, attempt }: DrawRequest,
  range: DrawRange,
  bound: CallBound,
  halted: AbortSignal,
): Promise<Reserved> {
  const boundTokens = bound.promptTokens + bound.completionTokens;
  const { owner, leaseMs } = leases;
  const what = { campaign, problem, model, requestKey, ...range, boundTokens, boundMicroUsd: boundMicroUsd(price, bound) };
  for (;;) {
    const { ended } = leases;
    const result = await ledger.reserve({ ...what, attempt, owner, leaseMs });
    // Counted in the same turn, so that whoever is refused in the same transaction sees it in flight.
    if (result.kind === "reserved") return { ...result, release: leases.begin() };
    if (result.kind !== "budget" || halted.aborted) return result;
    // One that ended meanwhile may have made room.
    if (leases.ended !== ended) continue;
    if (leases.inFlight === 0) return result;
    await leases.nextEnd(halted).catch(() => undefined);
  }
}

interface CallBound {
  readonly promptTokens: number;
  readonly completionTokens: number;
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
  const settled = await ledger.settle(call, {
    draws,
    promptTokens,
    completionTokens,
    microUsd: settledMicroUsd(price, { promptTokens, completionTokens }),
    latencyMs: Math.round(performance.now() - started),
  });
  return { kind: "fetched", draws: settled.kind === "settled" ? settled.stored : 0 };
}

/** Most tokens of a call. */
function callBound({ prompt, sampling }: DrawRequest, count: number): CallBound {
  return { promptTokens: promptBound(prompt), completionTokens: count * sampling.maxTokens };
}
