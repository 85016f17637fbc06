// Makes a campaign's models ready to be asked: embedded servers started, capabilities known, clients and limits in place.
import { createCampaignModel, findCapabilities, startLeaseKeeper } from "../activities/models/index.ts";
import type { CampaignModel } from "../activities/models/index.ts";
import type { Ledger } from "../ledger/index.ts";
import type { CampaignConfiguration, Capabilities } from "../schemas/index.ts";
import { ConfigurationError } from "./configuration.ts";
import { startModelServers } from "./model-servers.ts";
import type { ModelServers } from "./model-servers.ts";

export interface CampaignModelsOptions {
  readonly configuration: CampaignConfiguration;
  readonly ledger: Ledger;
  /** Names this process in the ledger. */
  readonly owner: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

export interface CampaignModels {
  readonly models: ReadonlyMap<string, CampaignModel>;
  /** Begins no more calls; those in flight end and are settled. */
  drain(): void;
  stop(): Promise<void>;
}

/** The aliases that the campaign asks: a model that no role names is left alone. */
export function askedAliases({ sampling: { solver, completer } }: CampaignConfiguration): readonly string[] {
  return [...new Set([solver, completer ?? solver])];
}

/** Throws ConfigurationError when an endpoint cannot do what the campaign needs. Cost: at most one small call a model, once per ledger. */
export async function prepareModels(options: CampaignModelsOptions): Promise<CampaignModels> {
  const { configuration, ledger, owner, signal, onLine } = options;
  const environment = (name: string): string | undefined => options.environment[name];
  const asked = askedAliases(configuration);
  const used = {
    ...configuration,
    models: Object.fromEntries(Object.entries(configuration.models).filter(([alias]) => asked.includes(alias))),
  };
  const servers: ModelServers = await startModelServers(used, { onLine });
  const leases = startLeaseKeeper({ ledger, owner, onError: (error) => onLine(`The leases could not be renewed: ${String(error)}`) });
  const stopping = new AbortController();
  const stop = async (): Promise<void> => {
    leases.close();
    await servers.stop();
  };
  try {
    const models = new Map<string, CampaignModel>();
    for (const alias of asked) {
      const servedAt = servers.urls.get(alias);
      const found = await findCapabilities({ configuration, alias, ledger, leases, environment, servedAt, signal });
      const capabilities = capable(found, configuration.name);
      models.set(
        alias,
        createCampaignModel({ configuration, alias, capabilities, ledger, leases, environment, servedAt, stopping: stopping.signal }),
      );
    }
    return { models, drain: () => stopping.abort(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function capable(found: Awaited<ReturnType<typeof findCapabilities>>, campaign: string): Capabilities {
  switch (found.kind) {
    case "capable":
      return found.capabilities;
    case "unusable":
      throw new ConfigurationError(found.sentence);
    case "budget":
      throw new ConfigurationError(
        `The budget of campaign ${campaign} (${found.limit}) does not hold one small call; raise budget.${found.limit}.`,
      );
  }
}
