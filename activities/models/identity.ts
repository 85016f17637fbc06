// What of a model's configuration decides its draws: its part of a request key. Never URL, port or key.
import type { Json } from "../../schemas/hash.ts";
import type { ModelConfiguration } from "../../schemas/index.ts";

/** Name of the small model that Steplabel serves itself: the name under which infra/local-model serves it. */
export const localModelName = "SmolLM2-135M-Instruct-Q4_1";
export const simulatedModelName = "simulated";

/** Options of the simulated model that change where and how fast it answers, but not what. */
const simulatedTransport: ReadonlySet<string> = new Set([
  "port",
  "apiKey",
  "models",
  "latencyMs",
  "latencyJitterMs",
  "slowMs",
  "retryAfter",
]);

/** Wire format that a model is asked in. `local` is asked in the one of OpenAI's that the prompt needs. */
export function modelWire(configuration: ModelConfiguration): "openai-chat" | "openai-completions" | "anthropic" | "local" {
  switch (configuration.provider) {
    case "openai":
      return `openai-${configuration.endpoint}`;
    case "anthropic":
      return "anthropic";
    case "local":
      return "local";
    case "simulated":
      return configuration.wire === "anthropic" ? "anthropic" : `openai-${configuration.wire}`;
  }
}

/** The model's configured identity, for the request key. */
export function modelIdentity(configuration: ModelConfiguration): Json {
  const { provider } = configuration;
  switch (provider) {
    case "openai":
    case "anthropic":
      return { provider, model: configuration.model };
    case "local":
      return { provider, model: localModelName };
    case "simulated": {
      const options = Object.fromEntries(Object.entries(configuration.options).filter(([name]) => !simulatedTransport.has(name)));
      return { provider, model: simulatedModelName, options: options as Json };
    }
  }
}

/** Name of the model as its endpoint knows it. */
export function modelName(configuration: ModelConfiguration): string {
  switch (configuration.provider) {
    case "openai":
    case "anthropic":
      return configuration.model;
    case "local":
      return localModelName;
    case "simulated":
      return simulatedModelName;
  }
}
