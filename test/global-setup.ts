// Before the server tests: one Temporal server for all of their files, with two namespaces, and the workflow bundle.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Connection } from "@temporalio/client";
import { msToTs } from "@temporalio/common/lib/time.js";
import type { TestProject } from "vitest/node";
import { workflowBundle } from "../infra/bundle.ts";
import { InfrastructureError } from "../infra/error.ts";
import { findOrFetchTemporalServer, startTemporalServer } from "../infra/temporal-server/index.ts";
import { waitUntilReady } from "../infra/temporal-server/ready.ts";
import { searchAttributes } from "../schemas/index.ts";

/** What the server tests find; null when no Temporal server can be had on this machine. */
export interface ProvidedTemporal {
  /** host:port of gRPC. */
  readonly address: string;
  /** The executable, for tests that start a server of their own. */
  readonly executable: string;
}

declare module "vitest" {
  interface ProvidedContext {
    readonly temporal: ProvidedTemporal | null;
  }
}

/** A second namespace, so that a campaign and its undisturbed twin of the same name run side by side. */
export const twinNamespace = "twin";

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const found = await findOrFetchTemporalServer().catch((error: unknown) => {
    if (error instanceof InfrastructureError) return null;
    throw error;
  });
  if (found === null) {
    project.provide("temporal", null);
    return async () => {};
  }
  const folder = await mkdtemp(join(tmpdir(), "steplabel-temporal-"));
  const [server] = await Promise.all([
    startTemporalServer({
      folder,
      executable: found.path,
      ui: "none",
      searchAttributes,
      dynamicConfig: { "system.namespaceCacheRefreshInterval": "1s" },
    }),
    workflowBundle(),
  ]);
  await addNamespace(server.address, twinNamespace);
  project.provide("temporal", { address: server.address, executable: found.path });
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

async function addNamespace(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs("1 day") });
    const deadline = performance.now() + 30_000;
    while (!(await waitUntilReady(address, { namespace, searchAttributes, timeoutSeconds: 1, goOn: () => true })))
      if (performance.now() > deadline) throw new Error(`The namespace ${namespace} did not come up.`);
  } finally {
    await connection.close();
  }
}
