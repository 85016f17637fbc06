// Which campaign a command means: its file, its folder, or the only one below campaigns/.
import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { readManifest } from "../datasets/index.ts";
import { campaignFolder, folderOf } from "../infra/campaign-folder.ts";
import type { CampaignFolder } from "../infra/campaign-folder.ts";
import { readCampaignFile } from "../infra/configuration.ts";
import { openSqliteLedger } from "../ledger/index.ts";
import type { CampaignRecord, Ledger } from "../ledger/index.ts";
import { UsageError } from "./exit-codes.ts";
import { oneLine } from "./terminal.ts";

export interface FoundCampaign {
  readonly name: string;
  readonly folder: CampaignFolder;
}

/** `place`: a campaign file, a campaign's folder, or undefined. Throws UsageError or ConfigurationError; nothing is written. */
export async function findCampaign(place: string | undefined): Promise<FoundCampaign> {
  if (place === undefined) return onlyCampaign("campaigns");
  const found = await stat(place).catch(() => null);
  if (found?.isDirectory() === true) return campaignIn(place);
  const { configuration, folder } = await readCampaignFile(place);
  return { name: configuration.name, folder: folderOf(configuration, folder) };
}

async function campaignIn(path: string): Promise<FoundCampaign> {
  const folder = campaignFolder(path);
  if (!existsSync(folder.ledger))
    throw new UsageError(`${oneLine(path)} is no campaign's folder: it holds no ledger.sqlite; name the campaign's file or folder.`);
  return { name: (await readManifest(folder.path))?.campaign ?? basename(folder.path), folder };
}

async function onlyCampaign(parent: string): Promise<FoundCampaign> {
  const names = await readdir(parent).catch(() => []);
  const folders = names.filter((name) => existsSync(campaignFolder(join(parent, name)).ledger));
  const [only, second] = folders;
  if (only === undefined) throw new UsageError(`There is no campaign below ${parent}/; name a campaign's file or folder.`);
  if (second !== undefined)
    throw new UsageError(
      `There are ${folders.length} campaigns below ${parent}/ (${folders.sort().join(", ")}); say which one, by its file or folder.`,
    );
  return campaignIn(join(parent, only));
}

export interface OpenedLedger extends FoundCampaign {
  readonly ledger: Ledger;
  readonly record: CampaignRecord;
}

/** Hands the campaign's ledger to `read` and closes it. Throws UsageError when the campaign has not begun. */
export async function withLedger<T>(place: string | undefined, read: (opened: OpenedLedger) => Promise<T>): Promise<T> {
  const found = await findCampaign(place);
  // Opening would make an empty one.
  if (!existsSync(found.folder.ledger))
    throw new UsageError(`Campaign ${found.name} has not begun: ${found.folder.ledger} is not there; \`steplabel run\` begins it.`);
  const ledger = await openSqliteLedger(found.folder.ledger);
  try {
    const record = await ledger.campaign(found.name);
    if (record === null)
      throw new UsageError(
        `The ledger ${found.folder.ledger} knows no campaign "${found.name}"; name the campaign's file instead of its folder.`,
      );
    return await read({ ...found, ledger, record });
  } finally {
    await ledger.close();
  }
}
