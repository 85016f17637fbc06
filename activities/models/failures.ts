// Errors of the provider SDKs and of the transport, mapped to CallFailure. The rules are those of the SDKs' own retries, which are off.
import {
  APIConnectionError as AnthropicConnectionError,
  APIConnectionTimeoutError as AnthropicTimeoutError,
  APIError as AnthropicApiError,
} from "@anthropic-ai/sdk";
import {
  APIConnectionError as OpenAIConnectionError,
  APIConnectionTimeoutError as OpenAITimeoutError,
  APIError as OpenAIApiError,
} from "openai";
import { CallError, malformedFailure, quoteKept } from "./call-failure.ts";
import type { CallFailure, CallFailureKind } from "./call-failure.ts";
import { describeEndpoint } from "./endpoint.ts";
import type { Endpoint } from "./endpoint.ts";
import { excerpt } from "./redact.ts";
import { retryAfterMs } from "./retry-after.ts";
import { TransportError } from "./transport.ts";

/** Maps whatever a call threw. `signal` tells a stop that the caller wanted from a timeout; `now` dates an HTTP-date retry-after. */
export function callFailure(error: unknown, endpoint: Endpoint, signal: AbortSignal, now: number): CallFailure {
  if (error instanceof CallError) return error.failure;
  const where = describeEndpoint(endpoint);
  if (signal.aborted) return failure("aborted", { sentence: `The call to ${where} was stopped.` });
  if (error instanceof OpenAITimeoutError || error instanceof AnthropicTimeoutError)
    return failure("timeout", {
      sentence: `${where} did not answer in time; if it needs longer, raise models.${endpoint.alias}.timeoutSeconds.`,
    });
  if (error instanceof OpenAIApiError || error instanceof AnthropicApiError)
    if (typeof error.status === "number") return statusFailure(httpError(error, error.status), endpoint, now);
  const broken = transportCause(error);
  if (broken !== null || error instanceof OpenAIConnectionError || error instanceof AnthropicConnectionError)
    return connectionFailure(broken, where, endpoint);
  const detail = error instanceof Error ? error.message : String(error);
  return malformedFailure(endpoint, error instanceof SyntaxError ? { place: "not JSON" } : { quote: excerpt(detail, endpoint.secrets) });
}

/** Whether an endpoint's content filter stopped the prompt: a result of the model, not a failure of the call. */
export function contentFilter(error: unknown): boolean {
  if (!(error instanceof OpenAIApiError) || error.status !== 400) return false;
  return /content_filter|content_policy_violation/.test(httpError(error, 400).code);
}

interface HttpError {
  readonly status: number;
  readonly headers: Pick<Headers, "get"> | undefined;
  readonly code: string;
  readonly message: string;
  readonly parameter: string | null;
}

function statusFailure(error: HttpError, endpoint: Endpoint, now: number): CallFailure {
  const { status, headers, code, message, parameter } = error;
  const where = describeEndpoint(endpoint);
  const said = excerpt(message, endpoint.secrets);
  const refused = status === 400 || status === 422;
  const about = refused && parameter !== null && parameters.includes(parameter) ? `about ${parameter}; ` : "";
  const quoting = (sentence: (quoted: string) => string) =>
    said === "" ? { sentence: sentence("") } : { sentence: sentence(`: ${said}`), withoutQuote: sentence(`: ${about}${quoteKept}`) };
  const common = { answered: true, retryAfterMs: retryAfterMs(headers, now), parameter };
  const shouldRetry = headers?.get("x-should-retry");
  const overruled = shouldRetry === "true" ? { retryable: true } : shouldRetry === "false" ? { retryable: false } : {};

  if (isQuota(status, code, message))
    return failure("quota", {
      ...common,
      retryable: false,
      ...quoting((quoted) => `${where} has no quota left (${status})${quoted}; raise the quota or name another model, then run again.`),
    });
  if (status === 429)
    return failure("rate_limited", {
      ...common,
      ...overruled,
      sentence: `${where} answered 429, too many requests; lower models.${endpoint.alias}.concurrency if this goes on.`,
    });
  if (code === "model_not_found" || (status === 404 && /model|not_found_error/i.test(`${code} ${message}`)))
    return failure("unknown_model", {
      ...common,
      ...quoting((quoted) => `${where} does not know this model (${status})${quoted}; correct models.${endpoint.alias}.model.`),
    });
  if (status === 401 || status === 403)
    return failure("authentication", {
      ...common,
      sentence: `${where} refuses the API key (${status}); check ${endpoint.keyVariable === null ? "its settings" : `the key in ${endpoint.keyVariable}`}.`,
    });
  if ((status === 400 || status === 413 || status === 422) && isContextLength(code, message))
    return failure("context_length", {
      ...common,
      ...quoting((quoted) => `The prompt and sampling.maxTokens do not fit into the context of ${where}${quoted}.`),
    });
  if (status === 409)
    return failure("conflict", {
      ...common,
      ...overruled,
      ...quoting((quoted) => `${where} answered 409, a conflict that passes${quoted}.`),
    });
  if (status === 408 || status >= 500)
    return failure("server", {
      ...common,
      // A gateway speaks for a model that may be at work, and may charge for it.
      answered: ![502, 504, 520, 522, 524].includes(status),
      ...overruled,
      ...quoting((quoted) => `${where} answered ${status}${quoted}.`),
    });
  const advice = status === 404 || status < 400 ? `; check models.${endpoint.alias}.baseUrl (with /v1 for OpenAI's wire format)` : "";
  return failure("bad_request", {
    ...common,
    ...overruled,
    ...quoting((quoted) => `${where} refuses the request (${status})${quoted}${advice}.`),
  });
}

function connectionFailure(broken: TransportError | null, where: string, endpoint: Endpoint): CallFailure {
  if (broken?.sent === false)
    return failure("connection", {
      answered: true,
      sentence: `${where} cannot be reached (${broken.code ?? excerpt(broken.message, endpoint.secrets)}); is it running, and is its base URL right?`,
    });
  return failure("connection", { sentence: `The connection to ${where} broke before the reply was whole (${broken?.code ?? "no code"}).` });
}

const passing: ReadonlySet<CallFailureKind> = new Set(["rate_limited", "server", "timeout", "connection", "conflict", "malformed"]);

function failure(kind: CallFailureKind, rest: Partial<CallFailure> & { readonly sentence: string }): CallFailure {
  return { kind, retryable: passing.has(kind), retryAfterMs: null, answered: false, parameter: null, ...rest };
}

/** A 429 of this kind never clears by itself. */
function isQuota(status: number, code: string, message: string): boolean {
  if (status === 402 || /insufficient_quota|billing_hard_limit|billing_error|spend_limit/i.test(code)) return true;
  return (status === 429 || status === 400) && /insufficient_quota|credit balance is too low|exceeded your current quota/i.test(message);
}

function isContextLength(code: string, message: string): boolean {
  return (
    /context_length|request_too_large/i.test(code) ||
    /context (?:length|window|limit)|prompt is too long|maximum (?:context|model) length|too many (?:input )?tokens/i.test(message)
  );
}

const parameters: readonly string[] = [
  "temperature",
  "top_p",
  "seed",
  "logprobs",
  "continue_final_message",
  "add_generation_prompt",
  "max_completion_tokens",
  "max_tokens",
];

/** Both SDKs keep status and headers, and the body in different places. */
function httpError(error: OpenAIApiError | AnthropicApiError, status: number): HttpError {
  const body = record(error.error);
  const inner = record(body["error"] ?? body);
  const message = text(inner["message"]) || error.message.replace(/^\d{3} /, "");
  const named = text(inner["param"]) || (parameters.find((name) => new RegExp(`\\b${name}\\b`, "i").test(message)) ?? null);
  return {
    status,
    headers: error.headers,
    code: `${text(inner["code"])} ${text(inner["type"])}`.trim(),
    message,
    parameter: named,
  };
}

function transportCause(error: unknown): TransportError | null {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 4; cause = cause.cause, depth++)
    if (cause instanceof TransportError) return cause;
  return null;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
