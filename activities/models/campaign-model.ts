// A model as the activities of one campaign use it: they name a problem, a prompt and draws, everything else is settled here once.
import { requestKey } from "../../ledger/index.ts";
import type { Ledger } from "../../ledger/index.ts";
import type { Prompt } from "../../methods/prompts/index.ts";
import type { Json } from "../../schemas/hash.ts";
import type { CampaignConfiguration, Capabilities } from "../../schemas/index.ts";
import type { DrawSampling } from "./client.ts";
import { createClient } from "./create-client.ts";
import type { DrawRequest, ModelAccess } from "./call-range.ts";
import { fetchDraws } from "./fetch-draws.ts";
import type { FetchResult } from "./fetch-draws.ts";
import { modelIdentity, modelWire } from "./identity.ts";
import type { LeaseKeeper } from "./lease-keeper.ts";
import { createLimiter } from "./limiter.ts";

export interface CampaignModel {
  readonly alias: string;
  /** See fetchDraws. The request key names the request in the ledger, whatever came of it. */
  fetchDraws(request: CampaignDrawRequest): Promise<FetchResult & { readonly requestKey: string }>;
}

export type CampaignDrawRequest = Pick<DrawRequest, "problem" | "prompt" | "from" | "count" | "attempt" | "signal">;

export interface CampaignModelOptions {
  readonly configuration: CampaignConfiguration;
  readonly alias: string;
  /** As findCapabilities found them. */
  readonly capabilities: Capabilities;
  readonly ledger: Ledger;
  readonly leases: LeaseKeeper;
  readonly environment: (name: string) => string | undefined;
  readonly servedAt?: string | undefined;
  /** See ModelAccess. */
  readonly stopping?: AbortSignal | undefined;
}

/** Make it once per alias and process: it holds the model's limiter. Throws CallError where createClient does, and when no model has the alias. */
export function createCampaignModel(options: CampaignModelOptions): CampaignModel {
  const { configuration, alias, ledger, leases, stopping } = options;
  const model = configuration.models[alias];
  if (model === undefined) throw new RangeError(`The configuration names no model "${alias}".`);
  const sampling = drawSampling(configuration);
  const wire = modelWire(model);
  const identity = modelIdentity(model);
  const access: ModelAccess = {
    model: alias,
    client: createClient(model, options),
    limiter: createLimiter(model),
    price: model.price,
    ledger,
    leases,
    stopping,
  };
  return {
    alias,
    async fetchDraws(request) {
      const key = requestKey({ wire, identity, sampling: { ...sampling }, prompt: promptJson(request.prompt), seed: configuration.seed });
      return { ...(await fetchDraws(access, { ...request, campaign: configuration.name, requestKey: key, sampling })), requestKey: key };
    },
  };
}

/** How the campaign samples a draw. */
export function drawSampling({ sampling: { temperature, topP, maxTokens } }: CampaignConfiguration): DrawSampling {
  return { temperature, topP, maxTokens, stop: [] };
}

function promptJson(prompt: Prompt): Json {
  if (prompt.kind === "completion") return { kind: prompt.kind, text: prompt.text, stop: [...prompt.stop] };
  const messages = prompt.messages.map(({ role, content }) => ({ role, content }));
  return { kind: prompt.kind, messages, assistantPrefix: prompt.assistantPrefix };
}
