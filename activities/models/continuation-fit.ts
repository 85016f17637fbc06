// Whether the way in which prefixes are continued fits a model's endpoint, known from the configuration alone.
import type { Capabilities, ModelConfiguration, SamplingConfiguration } from "../../schemas/index.ts";
import { modelWire } from "./identity.ts";

/** One sentence that names the keys and what to do, or null when it fits. `capabilities` where they are known already. */
export function continuationMisfit(
  alias: string,
  model: ModelConfiguration,
  { continuation }: SamplingConfiguration,
  capabilities: Capabilities | null,
): string | null {
  const wire = modelWire(model);
  if (continuation === "completion" && (wire === "openai-chat" || wire === "anthropic")) {
    const key = model.provider === "simulated" ? "wire" : "endpoint";
    const change = model.provider === "anthropic" ? "name another model" : `set models.${alias}.${key} to completions`;
    return `sampling.continuation is completion, but models.${alias} takes chats only: ${change}, or set sampling.continuation to prefill or instruct.`;
  }
  if (continuation !== "completion" && wire === "openai-completions")
    return `sampling.continuation is ${continuation}, but models.${alias} takes raw prompts only: set sampling.continuation to completion.`;
  if (continuation === "prefill" && capabilities?.assistantPrefix === false)
    return `sampling.continuation is prefill, but models.${alias}.capabilities says that it has no assistantPrefix: set sampling.continuation to instruct.`;
  return null;
}
