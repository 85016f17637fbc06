// From a model's configuration to its client: which wire, which base URL, which key.
import { validateHeaderValue } from "node:http";
import type { Capabilities, ModelConfiguration } from "../../schemas/index.ts";
import { anthropicClient } from "./anthropic.ts";
import { CallError } from "./call-failure.ts";
import type { ModelClient } from "./client.ts";
import type { Endpoint } from "./endpoint.ts";
import { localModelName, simulatedModelName } from "./identity.ts";
import { openaiChatClient } from "./openai-chat.ts";
import type { ClientOptions } from "./openai-client.ts";
import { openaiCompletionsClient } from "./openai-completions.ts";

export interface CreateClientOptions {
  /** Alias of the model in the configuration. */
  readonly alias: string;
  readonly capabilities: Capabilities;
  /** Looks a variable of the worker's environment up: only keys are asked for. */
  readonly environment: (name: string) => string | undefined;
  /** Where the embedded server of a `local` or `simulated` model listens (`http://127.0.0.1:port`, without /v1). */
  readonly servedAt?: string | undefined;
}

/** Throws CallError (`authentication`) when the key that the endpoint needs is not set or fits into no header, (`connection`) when an embedded model is not served. */
export function createClient(configuration: ModelConfiguration, options: CreateClientOptions): ModelClient {
  switch (configuration.provider) {
    case "openai": {
      const own = configuration.baseUrl === undefined;
      const client = clientOptions(configuration, options, configuration.baseUrl ?? "https://api.openai.com/v1", configuration.model, {
        variable: configuration.apiKeyVariable,
        needed: own,
      });
      return configuration.endpoint === "chat" ? openaiChatClient(client) : openaiCompletionsClient(client);
    }
    case "anthropic": {
      const own = configuration.baseUrl === undefined;
      const baseUrl = configuration.baseUrl ?? "https://api.anthropic.com";
      const key = { variable: configuration.apiKeyVariable, needed: own };
      return anthropicClient({ ...clientOptions(configuration, options, baseUrl, configuration.model, key), seedHeader: "none" });
    }
    case "local": {
      const client = clientOptions(configuration, options, `${embeddedUrl(options)}/v1`, localModelName, null);
      return byPromptKind(openaiChatClient(client), openaiCompletionsClient(client));
    }
    case "simulated": {
      const url = embeddedUrl(options);
      if (configuration.wire === "anthropic")
        return anthropicClient({ ...clientOptions(configuration, options, url, simulatedModelName, null), seedHeader: "send" });
      const client = clientOptions(configuration, options, `${url}/v1`, simulatedModelName, null);
      return configuration.wire === "chat" ? openaiChatClient(client) : openaiCompletionsClient(client);
    }
  }
}

function clientOptions(
  configuration: ModelConfiguration,
  { alias, capabilities, environment }: CreateClientOptions,
  baseUrl: string,
  model: string,
  key: { readonly variable: string; readonly needed: boolean } | null,
): ClientOptions {
  const apiKey = (key === null ? undefined : environment(key.variable)) || null;
  const endpoint: Endpoint = {
    alias,
    model,
    host: new URL(baseUrl).host,
    keyVariable: key?.variable ?? null,
    secrets: apiKey === null ? [] : [apiKey],
  };
  if (key?.needed === true && apiKey === null)
    throw unusable("authentication", `models.${alias} needs an API key: set ${key.variable} in the environment of the worker.`);
  if (key !== null && apiKey !== null && !fitsHeader(apiKey))
    throw unusable(
      "authentication",
      `The key in ${key.variable} (models.${alias}) holds a character that a header cannot carry; set it anew.`,
    );
  return { endpoint, baseUrl, apiKey, timeoutMs: Math.ceil(configuration.timeoutSeconds * 1000), capabilities };
}

/** White space at the ends is not sent. */
function fitsHeader(key: string): boolean {
  try {
    validateHeaderValue("authorization", key.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, ""));
    return true;
  } catch {
    return false;
  }
}

/** The local model takes both kinds of prompt. */
function byPromptKind(chat: ModelClient, completions: ModelClient): ModelClient {
  return {
    drawsPerCall: chat.drawsPerCall,
    complete: (request) => (request.prompt.kind === "chat" ? chat : completions).complete(request),
  };
}

function embeddedUrl({ alias, servedAt }: CreateClientOptions): string {
  if (servedAt === undefined) throw unusable("connection", `The embedded server of models.${alias} is not running.`);
  return servedAt.replace(/\/$/, "");
}

function unusable(kind: "authentication" | "connection", sentence: string): CallError {
  return new CallError({ kind, retryable: false, retryAfterMs: null, answered: true, parameter: null, sentence });
}
