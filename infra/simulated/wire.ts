// What the wire formats have in common: a request and a reply of the simulated model, and what a format must do.
import type { IncomingHttpHeaders } from "node:http";
import type { Position } from "./reasoner.ts";

/** A model request, whatever format it came in. */
export interface ModelRequest {
  readonly model: string;
  /** All the text that the model sees, joined. */
  readonly prompt: string;
  readonly position: Position;
  /** Choices asked for, at least 1. */
  readonly choices: number;
  /** Most tokens of one choice; null: no limit. */
  readonly maxTokens: number | null;
  /** The seed that came with the request; null when none came. */
  readonly seed: number | null;
  readonly stop: readonly string[];
  readonly logprobs: boolean;
}

/** Why a choice ended, in no format's words. */
export type Ending =
  | { readonly kind: "stop" }
  | { readonly kind: "stop_sequence"; readonly sequence: string }
  | { readonly kind: "length" }
  | { readonly kind: "refusal" }
  | { readonly kind: "content_filter" };

export interface Choice {
  readonly text: string;
  readonly tokens: number;
  readonly ending: Ending;
  /** Natural logarithms, one for each token of the text; null when not asked for. */
  readonly logprobs: readonly { readonly token: string; readonly logprob: number }[] | null;
}

export interface Reply {
  readonly promptTokens: number;
  readonly choices: readonly Choice[];
}

/** An error answer: its HTTP status and what the formats' bodies say of it. */
export type WireError =
  | { readonly kind: "bad_request"; readonly message: string; readonly parameter: string | null }
  | { readonly kind: "unauthorized" }
  | { readonly kind: "unknown_model"; readonly model: string }
  | { readonly kind: "rate_limit" }
  | { readonly kind: "quota" }
  | { readonly kind: "server_error" }
  | { readonly kind: "overloaded" };

export type ParsedRequest = { readonly kind: "request"; readonly request: ModelRequest } | Extract<WireError, { kind: "bad_request" }>;

export interface Wire {
  /** The key that the request carries, null when it carries none. */
  key(headers: IncomingHttpHeaders): string | null;
  parse(body: unknown, headers: IncomingHttpHeaders): ParsedRequest;
  /** The JSON body of an answer; `ordinal` numbers the answers of this server. */
  render(request: ModelRequest, reply: Reply, ordinal: number): unknown;
  renderError(error: WireError, ordinal: number): unknown;
}

/** The key of an `authorization: Bearer` header. */
export function bearer(headers: IncomingHttpHeaders): string | null {
  return /^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1] ?? null;
}

export function statusOf({ kind }: WireError): number {
  switch (kind) {
    case "bad_request":
      return 400;
    case "unauthorized":
      return 401;
    case "unknown_model":
      return 404;
    case "rate_limit":
    case "quota":
      return 429;
    case "server_error":
      return 500;
    case "overloaded":
      return 529;
  }
}

export function messageOf(error: WireError): string {
  switch (error.kind) {
    case "bad_request":
      return error.message;
    case "unauthorized":
      return "The API key is missing or wrong.";
    case "unknown_model":
      return `The model \`${error.model}\` does not exist or you do not have access to it.`;
    case "rate_limit":
      return "Rate limit reached; wait and try again.";
    case "quota":
      return "You exceeded your current quota, please check your plan and billing details.";
    case "server_error":
      return "The server had an error while processing your request.";
    case "overloaded":
      return "Overloaded";
  }
}
