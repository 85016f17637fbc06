// Group commit: writes that are asked for in the same turn of the event loop share one transaction, so one sync to disk.
// Each still stands alone: when a group fails, its members are run again one by one, and only the failing one is refused.
import type { DatabaseSync } from "node:sqlite";
import { setImmediate as nextTurn } from "node:timers/promises";
import { untilFree } from "./database.ts";

/** Most writes a transaction: bounds how long other processes wait for the lock. */
const groupSize = 256;

interface Write {
  readonly run: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

export interface WriteQueue {
  /** Runs `run` inside BEGIN IMMEDIATE ... COMMIT and answers after the commit. It may be run more than once, so it has no effect but on the database. */
  write<T>(run: () => T): Promise<T>;
  /** Resolves when nothing is waiting. */
  idle(): Promise<void>;
}

export function writeQueue(database: DatabaseSync, path: string): WriteQueue {
  const begin = database.prepare("BEGIN IMMEDIATE");
  const commit = database.prepare("COMMIT");
  const rollback = database.prepare("ROLLBACK");
  let waiting: Write[] = [];
  let draining: Promise<void> | null = null;

  function transaction(group: readonly Write[]): unknown[] {
    begin.run();
    try {
      const values = group.map((write) => write.run());
      commit.run();
      return values;
    } catch (error) {
      // A full disk rolls back by itself.
      if (database.isTransaction) rollback.run();
      throw error;
    }
  }

  async function commitGroup(group: readonly Write[]): Promise<void> {
    try {
      const values = await untilFree(path, () => transaction(group));
      for (const [index, write] of group.entries()) write.resolve(values[index]);
    } catch (error) {
      const only = group.length === 1 ? group[0] : undefined;
      if (only !== undefined) only.reject(error);
      else for (const write of group) await commitGroup([write]);
    }
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      await nextTurn();
      const group = waiting.slice(0, groupSize);
      waiting = waiting.slice(groupSize);
      await commitGroup(group);
    }
    draining = null;
  }

  return {
    write<T>(run: () => T): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        waiting.push({ run, resolve: resolve as (value: unknown) => void, reject });
        draining ??= drain();
      });
    },
    async idle() {
      await draining;
    },
  };
}
