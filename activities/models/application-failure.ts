// A call's failure in Temporal's words: whether, when and how loudly the activity is tried again.
import { ApplicationFailure, ApplicationFailureCategory } from "@temporalio/common";
import type { CallFailure, CallFailureKind } from "./call-failure.ts";

/** The `type` of the ApplicationFailure of each kind; every one begins with `Model.`. */
export const failureTypes: Readonly<Record<CallFailureKind, string>> = {
  rate_limited: "Model.RateLimited",
  quota: "Model.Quota",
  authentication: "Model.Authentication",
  bad_request: "Model.BadRequest",
  unknown_model: "Model.UnknownModel",
  context_length: "Model.ContextLength",
  server: "Model.Server",
  timeout: "Model.Timeout",
  connection: "Model.Connection",
  conflict: "Model.Conflict",
  malformed: "Model.Malformed",
  aborted: "Model.Aborted",
};

/**
 * What the endpoint asked to wait becomes nextRetryDelay, for that attempt only. A 429 is expected and benign: no warning, no failure metric.
 * The message goes into the workflow's history, so it is the sentence without the endpoint's words, which may quote the prompt. No cause goes along,
 * since an SDK's error carries headers and body.
 */
export function applicationFailure(failure: CallFailure): ApplicationFailure {
  return ApplicationFailure.create({
    message: failure.withoutQuote ?? failure.sentence,
    type: failureTypes[failure.kind],
    nonRetryable: !failure.retryable,
    ...(failure.retryable && failure.retryAfterMs !== null && failure.retryAfterMs > 0 ? { nextRetryDelay: failure.retryAfterMs } : {}),
    ...(failure.kind === "rate_limited" ? { category: ApplicationFailureCategory.BENIGN } : {}),
  });
}

/** Of several failures of one round, the one to report: one that no retry mends, else the longest wait, else the first. */
export function worstFailure(failures: readonly [CallFailure, ...CallFailure[]]): CallFailure {
  const rank = ({ retryable, retryAfterMs }: CallFailure) => (retryable ? (retryAfterMs ?? -1) : Number.POSITIVE_INFINITY);
  return failures.reduce((worst, failure) => (rank(failure) > rank(worst) ? failure : worst));
}
