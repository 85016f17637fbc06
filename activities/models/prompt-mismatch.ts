// A prompt of a kind that the endpoint cannot take: a mistake in the configuration, found before anything is sent.
import { CallError } from "./call-failure.ts";
import { describeEndpoint } from "./endpoint.ts";
import type { Endpoint } from "./endpoint.ts";

export function misplacedPrompt(endpoint: Endpoint, what: string): CallError {
  return new CallError({
    kind: "bad_request",
    retryable: false,
    retryAfterMs: null,
    answered: true,
    parameter: null,
    sentence: `${describeEndpoint(endpoint)}: ${what}; make sampling.continuation and models.${endpoint.alias}.endpoint fit each other.`,
  });
}
