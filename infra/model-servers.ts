// Starts the embedded servers of a campaign's `local` and `simulated` models, each on loopback, and says where they listen.
import { startLocalModel } from "./local-model/index.ts";
import { startSimulatedModel } from "./simulated/index.ts";
import type { CampaignConfiguration } from "../schemas/index.ts";

export interface ModelServers {
  /** URL of the server of each embedded model, by alias. */
  readonly urls: ReadonlyMap<string, string>;
  stop(): Promise<void>;
}

export async function startModelServers(
  { models }: CampaignConfiguration,
  { onLine }: { readonly onLine: (line: string) => void },
): Promise<ModelServers> {
  const urls = new Map<string, string>();
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    await Promise.allSettled(stops.splice(0).map((each) => each()));
  };
  try {
    for (const [alias, model] of Object.entries(models)) {
      if (model.provider === "simulated") {
        const server = await startSimulatedModel(model.options);
        urls.set(alias, server.url);
        stops.push(() => server.close());
      }
      if (model.provider === "local") {
        const server = await startLocalModel({ onLine });
        urls.set(alias, server.url);
        stops.push(() => server.stop());
      }
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { urls, stop };
}
