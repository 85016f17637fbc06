// Why a call brought no answer, as data: what Temporal, the ledger and the user each need to know of it.
import { describeEndpoint } from "./endpoint.ts";
import type { Endpoint } from "./endpoint.ts";

export type CallFailureKind =
  | "rate_limited"
  | "quota"
  | "authentication"
  | "bad_request"
  | "unknown_model"
  | "context_length"
  | "server"
  | "timeout"
  | "connection"
  | "conflict"
  | "malformed"
  | "aborted";

export interface CallFailure {
  readonly kind: CallFailureKind;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** How long the endpoint asks to wait, in milliseconds; null where it does not say. */
  readonly retryAfterMs: number | null;
  /** true: nothing was done, because the endpoint said so or was never reached; false: it may have been done and charged. */
  readonly answered: boolean;
  /** The parameter that the endpoint refuses, in the wire's name; null where it names none. */
  readonly parameter: string | null;
  /** One sentence for the user and the ledger: what, where, what to do. No secret in it; it may quote the endpoint, which may quote the prompt. */
  readonly sentence: string;
  /** The sentence without words of the endpoint, fit for a workflow's history; absent where `sentence` has none. */
  readonly withoutQuote?: string;
}

/** The one error that a ModelClient rejects with. */
export class CallError extends Error {
  override readonly name = "CallError";
  readonly failure: CallFailure;

  constructor(failure: CallFailure) {
    super(failure.sentence);
    this.failure = failure;
  }
}

/** What stands in for the endpoint's words where they must not be. */
export const quoteKept = "its words are in the ledger's calls table";

/** A reply that came but cannot be used: what it cost is unknown. `what` is a `place` in it, or a `quote` that may hold parts of it. */
export function malformedFailure(endpoint: Endpoint, what: { readonly place: string } | { readonly quote: string }): CallFailure {
  const sentence = (why: string) => `${describeEndpoint(endpoint)} sent a reply that cannot be used: ${why}.`;
  return {
    kind: "malformed",
    retryable: true,
    retryAfterMs: null,
    answered: false,
    parameter: null,
    ...("place" in what ? { sentence: sentence(what.place) } : { sentence: sentence(what.quote), withoutQuote: sentence(quoteKept) }),
  };
}
