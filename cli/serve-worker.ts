// The worker process: everything that `run` has but the server, the campaign's start and its progress.
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { workflowBundle } from "../infra/bundle.ts";
import { prepareModels } from "../infra/campaign-models.ts";
import type { CampaignFile } from "../infra/configuration.ts";
import { refuseForeignCampaign } from "../infra/campaign-handle.ts";
import { addressFromEnvironment, connectClient, connectWorkers } from "../infra/connection.ts";
import { openCampaign } from "../infra/open-campaign.ts";
import { installRuntime } from "../infra/runtime.ts";
import { startWorkers } from "../infra/workers.ts";
import type { WorkerOptions } from "../infra/workers.ts";
import type { Context } from "./context.ts";
import { UsageError, exitCodes } from "./exit-codes.ts";
import type { ExitCode } from "./exit-codes.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { harmless } from "./terminal.ts";

export type Queue = WorkerOptions["roles"][number];

/** Serves until Ctrl-C, or until a worker breaks. */
export async function serveWorker(context: Context, file: CampaignFile, roles: readonly Queue[]): Promise<ExitCode> {
  const { output, environment } = context;
  const address = addressFromEnvironment(environment);
  if (address === null)
    throw new UsageError("A worker needs a running Temporal server: set TEMPORAL_ADDRESS (`steplabel server` starts one).");
  const campaign = await openCampaign(file, Date.now);
  context.log = campaign.folder.log;
  const interrupt = listenForInterrupt(() => output.note("Stopping: calls in flight end and are kept. Ctrl-C again ends at once."));
  const closing: (() => Promise<void>)[] = [() => campaign.close()];
  try {
    const models = await prepareModels({
      configuration: file.configuration,
      ledger: campaign.ledger,
      owner: `${hostname()}:${process.pid}:${randomUUID()}`,
      environment,
      signal: interrupt.controller.signal,
      onLine: (line) => output.note(harmless(line)),
    });
    closing.push(() => models.stop());
    installRuntime({ logFile: campaign.folder.log });
    const [client, connection, bundle] = await Promise.all([connectClient(address), connectWorkers(address), workflowBundle()]);
    closing.push(
      () => connection.close(),
      () => client.connection.close(),
    );
    await refuseForeignCampaign(client, campaign);
    const workers = await startWorkers({
      connection,
      namespace: address.namespace,
      bundle,
      roles,
      dependencies: {
        configuration: file.configuration,
        configurationHash: campaign.configurationHash,
        problems: campaign.problems,
        folder: campaign.folder.path,
        ledger: campaign.ledger,
        models: models.models,
      },
    });
    closing.push(async () => {
      models.drain();
      await workers.stop();
    });
    output.emit("serving", { campaign: file.configuration.name, address: address.address, queues: roles });
    output.say(`Serving ${roles.join(", ")} of campaign ${file.configuration.name} at ${address.address}. Ctrl-C ends it.`);
    const { signal } = interrupt.controller;
    await Promise.race([workers.done, new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }))]);
    return exitCodes.ok;
  } finally {
    for (const close of closing.toReversed()) await close();
    interrupt.release();
  }
}
