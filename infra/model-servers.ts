// Starts the embedded servers of a campaign's `local` and `simulated` models, each on loopback, and says where they listen.
import { startLocalModel } from "./local-model/index.ts";
import { ConfigurationError } from "./configuration.ts";
import { simulatedModelOptions, startSimulatedModel } from "./simulated/index.ts";
import type { SimulatedModelOptions } from "./simulated/index.ts";
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
        const server = await startSimulatedModel(checkedOptions(alias, model.options));
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

/** The simulated model's own schema says what is wrong, under the key that the user wrote. */
function checkedOptions(alias: string, options: unknown): SimulatedModelOptions {
  const result = simulatedModelOptions.safeParse(options);
  if (result.success) return options as SimulatedModelOptions;
  const faults = result.error.issues.map(({ path, message }) => `${["models", alias, "options", ...path].join(".")}: ${message}`);
  throw new ConfigurationError(faults.join("\n"));
}
