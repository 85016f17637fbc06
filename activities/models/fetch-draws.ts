// Brings draws of a request: reads the ledger, asks only for what is missing, and never twice for what is there or on its way.
import type { BudgetLimit, Draw } from "../../schemas/index.ts";
import { applicationFailure, worstFailure } from "./application-failure.ts";
import type { CallFailure } from "./call-failure.ts";
import { fetchRange } from "./call-range.ts";
import type { DrawRequest, ModelAccess, RangeOutcome } from "./call-range.ts";
import { missingRanges } from "./draw-ranges.ts";
import type { DrawRange } from "./draw-ranges.ts";

/** draws: all that were asked for, in order; `reused` of them were not called for now. budget: a reservation was refused; what other calls brought is kept. */
export type FetchResult =
  | { readonly kind: "draws"; readonly draws: readonly Draw[]; readonly reused: number }
  | { readonly kind: "budget"; readonly limit: BudgetLimit };

/** Rounds of calls in a row that may bring no draw at all before the request is given up for now. */
const fruitlessRounds = 3;

/**
 * bringDraws for an activity: a failure is thrown as the ApplicationFailure (`Model.*`) that Temporal retries or not.
 * Throws the signal's reason when it is aborted.
 */
export async function fetchDraws(access: ModelAccess, request: DrawRequest): Promise<FetchResult> {
  const result = await bringDraws(access, request);
  if (result.kind === "failed") throw applicationFailure(result.failure);
  return result;
}

/**
 * Cost: one read when everything is there; else one call a missing range (drawsPerCall draws each), side by side within the limiter. When a call fails,
 * every other call of the round is settled first; the ledger then holds what came, and the next attempt asks for the rest only.
 */
export async function bringDraws(
  access: ModelAccess,
  request: DrawRequest,
): Promise<FetchResult | { readonly kind: "failed"; readonly failure: CallFailure }> {
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

    const [first, ...rest] = outcomes.flatMap((outcome) => (outcome.kind === "failed" ? [outcome.failure] : []));
    if (first !== undefined) return { kind: "failed", failure: worstFailure([first, ...rest]) };
    if (access.stopping?.aborted === true && outcomes.some(({ kind }) => kind === "halted")) return { kind: "failed", failure: stopping };
    const refused = outcomes.find((outcome) => outcome.kind === "budget");
    if (refused !== undefined) return { kind: "budget", limit: refused.limit };

    const brought = outcomes.flatMap((outcome) => (outcome.kind === "fetched" ? [outcome.draws] : []));
    const gain = brought.reduce((a, b) => a + b, 0);
    fetched += gain;
    if (brought.length > 0) fruitless = gain === 0 ? fruitless + 1 : 0;
    if (fruitless === fruitlessRounds) return { kind: "failed", failure: noDraws(access.model) };
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
  const stops = [request.signal, ...(access.stopping === undefined ? [] : [access.stopping])];
  for (const signal of stops) signal.addEventListener("abort", stop, { once: true });
  try {
    if (stops.some(({ aborted }) => aborted)) stop();
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
    for (const signal of stops) signal.removeEventListener("abort", stop);
  }
}

function pointless(outcome: RangeOutcome): boolean {
  if (outcome.kind === "failed") return !outcome.failure.retryable || outcome.failure.kind === "rate_limited";
  return outcome.kind === "budget";
}

/** Retryable: the next worker goes on where this one stops. */
const stopping: CallFailure = {
  kind: "aborted",
  retryable: true,
  retryAfterMs: null,
  answered: true,
  parameter: null,
  sentence: "The worker is stopping; what is missing is asked for when it runs again.",
};

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
