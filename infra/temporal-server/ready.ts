// Whether a Temporal server answers, and whether it knows our search attributes.
import { Connection } from "@temporalio/client";
import { setTimeout as sleep } from "node:timers/promises";
import type { SearchAttribute } from "./arguments.ts";

/** Temporal's IndexedValueType, by name of type. */
const indexedValueType = { Keyword: 2, Int: 3, Double: 4 } as const;

export interface ReadyOptions {
  /** Default: "default". */
  readonly namespace?: string;
  readonly searchAttributes: readonly SearchAttribute[];
  readonly timeoutSeconds: number;
  /** Asked between attempts; false ends the wait, for instance when the process has ended. */
  readonly goOn: () => boolean;
}

/**
 * Waits until the server at `address` serves the namespace, and registers the search attributes that it lacks (a folder made
 * by an older version). Returns whether it came to that within the bound.
 */
export async function waitUntilReady(address: string, options: ReadyOptions): Promise<boolean> {
  const deadline = performance.now() + options.timeoutSeconds * 1000;
  do {
    if (await tryOnce(address, options)) return true;
    await sleep(100);
  } while (options.goOn() && performance.now() < deadline);
  return false;
}

async function tryOnce(address: string, { searchAttributes, namespace = "default" }: ReadyOptions): Promise<boolean> {
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({ address, connectTimeout: "2s" });
    const { workflowService, operatorService } = connection;
    return await connection.withDeadline(Date.now() + 5000, async () => {
      await workflowService.describeNamespace({ namespace });
      const known = (await operatorService.listSearchAttributes({ namespace })).customAttributes;
      const lacking = searchAttributes.filter(({ name }) => known[name] === undefined);
      if (lacking.length === 0) return true;
      await operatorService.addSearchAttributes({
        namespace,
        searchAttributes: Object.fromEntries(lacking.map(({ name, type }) => [name, indexedValueType[type]])),
      });
      return false;
    });
  } catch {
    return false;
  } finally {
    await connection?.close();
  }
}
