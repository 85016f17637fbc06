// What a model's endpoint can do, known before the first paid call: built in, stated, remembered from an earlier run, or found out by one small call.
import type { Ledger } from "../../ledger/index.ts";
import { canonicalJson, sha256 } from "../../schemas/hash.ts";
import { capabilitiesSchema } from "../../schemas/index.ts";
import type { BudgetLimit, CampaignConfiguration, Capabilities, ModelConfiguration } from "../../schemas/index.ts";
import { CallError } from "./call-failure.ts";
import type { Clock } from "./clock.ts";
import { continuationMisfit } from "./continuation-fit.ts";
import { modelIdentity, modelWire } from "./identity.ts";
import type { LeaseKeeper } from "./lease-keeper.ts";
import { probeCapabilities } from "./probe.ts";

export interface FindCapabilitiesOptions {
  readonly configuration: CampaignConfiguration;
  readonly alias: string;
  readonly ledger: Ledger;
  readonly leases: LeaseKeeper;
  readonly environment: (name: string) => string | undefined;
  readonly servedAt?: string | undefined;
  readonly signal: AbortSignal;
  readonly clock?: Clock;
}

/** unusable: the campaign cannot use this model as configured; `sentence` says why and what to do. budget: the probing call did not fit into it. */
export type FoundCapabilities =
  | { readonly kind: "capable"; readonly capabilities: Capabilities; readonly source: "built_in" | "stated" | "remembered" | "probed" }
  | { readonly kind: "unusable"; readonly sentence: string }
  | { readonly kind: "budget"; readonly limit: BudgetLimit };

/**
 * Call it for every model of a campaign before its first paid call; the campaign must be in the ledger. Cost: nothing, or one call of two draws and 16
 * tokens, once per endpoint and ledger. Throws only what the ledger throws, and the signal's reason.
 */
export async function findCapabilities(options: FindCapabilitiesOptions): Promise<FoundCapabilities> {
  const { configuration, alias, ledger } = options;
  const model = configuration.models[alias];
  if (model === undefined) throw new RangeError(`The configuration names no model "${alias}".`);
  const known = knownCapabilities(model);
  const misfit = continuationMisfit(alias, model, configuration.sampling, known?.capabilities ?? null);
  if (misfit !== null) return { kind: "unusable", sentence: misfit };
  if (known !== null) return { kind: "capable", ...known };

  const key = factKey(model, configuration);
  const remembered = await ledger.fact(key);
  if (remembered !== null) return { kind: "capable", capabilities: capabilitiesSchema.parse(JSON.parse(remembered)), source: "remembered" };
  try {
    const found = await probeCapabilities(options, model);
    if (found.kind === "capable") await ledger.putFact(key, canonicalJson({ ...found.capabilities }));
    return found;
  } catch (error) {
    if (error instanceof CallError) return { kind: "unusable", sentence: error.failure.sentence };
    throw error;
  }
}

/** Capabilities that need no call: of the models that Steplabel serves itself, and as the user states them. */
function knownCapabilities(
  model: ModelConfiguration,
): { readonly capabilities: Capabilities; readonly source: "built_in" | "stated" } | null {
  switch (model.provider) {
    case "local":
      return { capabilities: { temperature: true, n: true, seed: true, logprobs: false, assistantPrefix: true }, source: "built_in" };
    case "simulated": {
      const n = model.wire !== "anthropic";
      return { capabilities: { temperature: true, n, seed: true, logprobs: false, assistantPrefix: true }, source: "built_in" };
    }
    case "openai":
    case "anthropic":
      return model.capabilities === undefined ? null : { capabilities: model.capabilities, source: "stated" };
  }
}

/** What was found of an endpoint holds for its base URL, and for the features that were tried. The URL goes into the hash only. */
function factKey(model: ModelConfiguration, { sampling: { continuation } }: CampaignConfiguration): string {
  const baseUrl = "baseUrl" in model ? (model.baseUrl ?? null) : null;
  return `capabilities:${sha256(canonicalJson({ wire: modelWire(model), identity: modelIdentity(model), baseUrl, continuation }))}`;
}
