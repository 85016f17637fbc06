// The files of a campaign: one folder that can be moved, copied and thrown away as a whole.
import { join, resolve } from "node:path";
import type { CampaignConfiguration } from "../schemas/index.ts";

export interface CampaignFolder {
  /** Absolute path. Tables are below it in `data/`, the manifest is `manifest.json`. */
  readonly path: string;
  readonly ledger: string;
  /** State of the embedded Temporal server. */
  readonly server: string;
  readonly log: string;
}

export function campaignFolder(path: string): CampaignFolder {
  const absolute = resolve(path);
  return { path: absolute, ledger: join(absolute, "ledger.sqlite"), server: join(absolute, "server"), log: join(absolute, "worker.log") };
}

/** Where a configuration says that its campaign lives: `folder` relative to the file, else campaigns/<name> below the working directory. */
export function folderOf(configuration: CampaignConfiguration, configurationFolder: string): CampaignFolder {
  return campaignFolder(
    configuration.folder === undefined ? join("campaigns", configuration.name) : resolve(configurationFolder, configuration.folder),
  );
}
