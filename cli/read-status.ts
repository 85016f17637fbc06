// Where a campaign stands, as data: the ledger, the folder, and the server if the campaign runs.
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { listParts } from "../datasets/index.ts";
import { connectClient } from "../infra/connection.ts";
import type { ModelSpend, ProgressFigures } from "../ledger/index.ts";
import { progressQuery } from "../workflows/messages.ts";
import type { CampaignProgress } from "../workflows/messages.ts";
import { campaignServer } from "./campaign-server.ts";
import type { CampaignServer } from "./campaign-server.ts";
import type { OpenedLedger } from "./find-campaign.ts";

export interface CampaignStatus {
  readonly campaign: string;
  readonly folder: string;
  /** Input rows, unusable ones included. */
  readonly rows: number;
  readonly progress: ProgressFigures;
  /** Why problems failed, the most frequent reason first. */
  readonly failures: readonly { readonly reason: string; readonly problems: number }[];
  readonly spend: readonly ModelSpend[];
  readonly budget: { readonly usd?: number | undefined; readonly tokens?: number | undefined; readonly calls?: number | undefined };
  /** Parts of table `steps` that are written; a shard is one. */
  readonly parts: number;
  /** Bytes on disk. */
  readonly sizes: { readonly ledger: number; readonly tables: number; readonly server: number; readonly all: number };
  /** null: it is not running. */
  readonly running: { readonly phase: CampaignProgress["phase"] | "unknown"; readonly uiUrl: string | null } | null;
}

export async function readStatus({ name, folder, ledger, record }: OpenedLedger, environment: NodeJS.ProcessEnv): Promise<CampaignStatus> {
  const server = await campaignServer(folder, environment);
  const [progress, failures, spend, parts, tables, serverBytes, all, running] = await Promise.all([
    ledger.progress(name),
    ledger.failureReasons(name),
    ledger.spend(name),
    listParts(folder.path, "steps"),
    bytesIn(join(folder.path, "data")),
    bytesIn(folder.server),
    bytesIn(folder.path),
    server === null ? null : runningPhase(name, server),
  ]);
  const ledgerFiles = await Promise.all(["", "-wal", "-shm"].map(async (end) => bytesIn(`${folder.ledger}${end}`)));
  return {
    campaign: name,
    folder: folder.path,
    rows: record.rows,
    progress,
    failures,
    spend,
    budget: record.budget,
    parts: parts.length,
    sizes: { ledger: ledgerFiles.reduce((sum, size) => sum + size, 0), tables, server: serverBytes, all },
    running,
  };
}

const answerWithinMs = 3_000;

/** null where the server runs no workflow of this campaign. A worker answers the query: none may be there just now. */
async function runningPhase(name: string, server: CampaignServer): Promise<CampaignStatus["running"]> {
  const client = await connectClient(server.address).catch(() => null);
  if (client === null) return null;
  try {
    const handle = client.workflow.getHandle(name);
    const { status } = await handle.describe();
    if (status.name !== "RUNNING") return null;
    const answer = await client.withDeadline(Date.now() + answerWithinMs, async () => handle.query(progressQuery)).catch(() => null);
    return { phase: answer?.phase ?? "unknown", uiUrl: server.uiUrl };
  } catch {
    return null;
  } finally {
    await client.connection.close();
  }
}

/** Bytes of a file or of all files in a folder; 0 where there is none. */
async function bytesIn(path: string): Promise<number> {
  const found = await stat(path).catch(() => null);
  if (found === null) return 0;
  if (!found.isDirectory()) return found.size;
  // A file may go away between the two looks at it.
  const names = await readdir(path, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    names.map(async (each) =>
      stat(join(path, each)).then(
        (file) => (file.isDirectory() ? 0 : file.size),
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
