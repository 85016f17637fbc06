// What both OpenAI endpoints share: the SDK in its leanest configuration, and one call through it with its failures mapped.
import OpenAI from "openai";
import type { Capabilities } from "../../schemas/index.ts";
import { CallError } from "./call-failure.ts";
import type { Completion, CompletionRequest } from "./client.ts";
import type { Endpoint } from "./endpoint.ts";
import { callFailure, contentFilter } from "./failures.ts";
import { transport } from "./transport.ts";

/** Where and how a client asks. `apiKey` null: the endpoint needs none. */
export interface ClientOptions {
  readonly endpoint: Endpoint;
  readonly baseUrl: string;
  readonly apiKey: string | null;
  readonly timeoutMs: number;
  readonly capabilities: Capabilities;
}

/** Most draws asked for in one call: OpenAI takes 128; a round holds 64. */
export const largestN = 64;

/** Nothing is read from the environment, nothing is logged, nothing is retried. */
export function openaiSdk({ baseUrl, apiKey, timeoutMs }: ClientOptions): OpenAI {
  return new OpenAI({
    apiKey: apiKey ?? "none",
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: baseUrl,
    timeout: timeoutMs,
    maxRetries: 0,
    logLevel: "off",
    fetch: transport,
  });
}

/** Runs one call and maps whatever it throws to CallError. A prompt that a content filter stops is a result: `count` refusals. */
export async function callOnce(options: ClientOptions, request: CompletionRequest, call: () => Promise<Completion>): Promise<Completion> {
  try {
    return await call();
  } catch (error) {
    if (contentFilter(error)) return refusals(request.count);
    throw new CallError(callFailure(error, options.endpoint, request.signal, Date.now()));
  }
}

function refusals(count: number): Completion {
  const refusal = { text: "", finish: "refusal", completionTokens: 0, meanLogprob: null } as const;
  return { draws: Array.from({ length: count }, () => refusal), promptTokens: 0, completionTokens: 0 };
}

/** The `stop` member of a body: every text once, the prompt's own first; left out when there is none. */
export function stopTexts(...lists: readonly (readonly string[])[]): { stop: string[] } | Record<string, never> {
  const stop = [...new Set(lists.flat())];
  return stop.length === 0 ? {} : { stop };
}
