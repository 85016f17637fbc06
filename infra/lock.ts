// A lock between processes that a crash cannot leave behind: an exclusive transaction on an empty SQLite file,
// which the operating system releases with the process that held it.
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { InfrastructureError } from "./error.ts";

const sqliteBusy = 5;
/** Keeps the held ones reachable: the garbage collector closes a database, and with it gives up the lock. */
const open = new Set<DatabaseSync>();

export interface LockOptions {
  /** Called once when another process holds the lock. */
  readonly onWait?: (() => void) | undefined;
  /** Seconds to wait for the other holder; default 900. */
  readonly timeoutSeconds?: number | undefined;
}

/**
 * Runs `action` while this caller alone holds `file` (created when absent, never deleted), across processes and within one.
 * Throws InfrastructureError when the other holder keeps it longer than the bound.
 */
export async function withLock<T>(file: string, action: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  const timeoutSeconds = options.timeoutSeconds ?? 900;
  const deadline = performance.now() + timeoutSeconds * 1000;
  const database = new DatabaseSync(file, { timeout: 0 });
  open.add(database);
  try {
    for (let waits = 0; !tryExclusive(database); waits++) {
      if (waits === 0) options.onWait?.();
      if (performance.now() > deadline)
        throw new InfrastructureError(`Another process has held ${file} for ${timeoutSeconds} seconds; end it and try again.`);
      await sleep(Math.min(50 * (waits + 1), 500));
    }
    return await action();
  } finally {
    open.delete(database);
    database.close();
  }
}

/** Takes the lock for as long as the caller likes; throws InfrastructureError with `sentence` at once when another process holds it. */
export async function holdLock(file: string, sentence: string): Promise<{ release(): Promise<void> }> {
  await mkdir(dirname(file), { recursive: true });
  const database = new DatabaseSync(file, { timeout: 0 });
  open.add(database);
  if (!tryExclusive(database)) {
    open.delete(database);
    database.close();
    throw new InfrastructureError(sentence);
  }
  return {
    async release() {
      open.delete(database);
      database.close();
    },
  };
}

function tryExclusive(database: DatabaseSync): boolean {
  try {
    database.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if ((error as { errcode?: number }).errcode === sqliteBusy) return false;
    throw error;
  }
}
