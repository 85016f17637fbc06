// Empty ledger files in temporary folders, for the tests.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteLedger } from "../../../ledger/index.ts";
import type { Ledger } from "../../../ledger/index.ts";
import type { TestStore } from "./contract.ts";

export interface SqliteStore extends TestStore {
  readonly path: string;
}

export async function sqliteStore(): Promise<SqliteStore> {
  const folder = await mkdtemp(join(tmpdir(), "steplabel-ledger-"));
  const path = join(folder, "ledger.sqlite");
  const opened: Ledger[] = [];
  return {
    path,
    async connect() {
      const ledger = await openSqliteLedger(path);
      opened.push(ledger);
      return ledger;
    },
    async dispose() {
      for (const ledger of opened) await ledger.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
