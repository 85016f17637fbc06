// Opens the ledger's file, and runs what needs its lock until the lock is free or a bound has passed.
import { randomInt } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { isBusy, toLedgerError } from "./error.ts";
import { prepareTables } from "./schema.ts";

/** How long somebody else's lock is waited for, in milliseconds. A transaction of ours takes about one. */
const lockBoundMs = 30_000;

/**
 * Opens or creates the file: write-ahead log, synced at every commit, foreign keys on. The folder must exist.
 * Throws LedgerError: unreadable, read_only, not_a_ledger, newer, corrupt, locked, disk_full, io.
 */
export async function openDatabase(path: string): Promise<DatabaseSync> {
  return untilFree(path, () => {
    // SQLite's own wait blocks the thread, so it is short; the longer wait is untilFree's.
    const database = new DatabaseSync(path, { timeout: 10 });
    try {
      prepareTables(database, path);
      database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000;");
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** Runs `attempt` (which must leave nothing behind when it throws) again while another connection is in its way. Throws LedgerError. */
export async function untilFree<T>(path: string, attempt: () => T, boundMs: number = lockBoundMs): Promise<T> {
  const deadline = performance.now() + boundMs;
  for (let waitMs = 1; ; waitMs = Math.min(waitMs * 2, 32)) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw toLedgerError(error, path);
    }
    // Two processes that wait for each other must not wake in step.
    await sleep(randomInt(waitMs) + 1);
  }
}
