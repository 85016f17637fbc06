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
  /** One sentence for the user: what, where, what to do. No secret in it. */
  readonly sentence: string;
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

/** A reply that came but cannot be used: what it cost is unknown. */
export function malformedFailure(endpoint: Endpoint, what: string): CallFailure {
  return {
    kind: "malformed",
    retryable: true,
    retryAfterMs: null,
    answered: false,
    parameter: null,
    sentence: `${describeEndpoint(endpoint)} sent a reply that cannot be used: ${what}.`,
  };
}
