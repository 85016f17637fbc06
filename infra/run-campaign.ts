// Runs a campaign from its file to its tables: everything embedded unless TEMPORAL_ADDRESS names a server. The heart of `steplabel run`.
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { ServiceError, WorkflowFailedError } from "@temporalio/client";
import { CancelledFailure } from "@temporalio/common";
import type { WorkflowHandle } from "@temporalio/client";
import { campaignFigures } from "../activities/index.ts";
import { searchAttributes } from "../schemas/index.ts";
import type { CampaignFigures } from "../schemas/index.ts";
import type { CampaignResult, CampaignStop } from "../workflows/messages.ts";
import { workflowBundle } from "./bundle.ts";
import { startCampaign } from "./campaign-handle.ts";
import { prepareModels } from "./campaign-models.ts";
import { innermostMessage } from "./campaign-failure.ts";
import type { CampaignFile } from "./configuration.ts";
import { addressFromEnvironment, connectClient, connectWorkers } from "./connection.ts";
import type { TemporalAddress } from "./connection.ts";
import { InfrastructureError } from "./error.ts";
import { estimateRun } from "./estimate.ts";
import type { RunEstimate } from "./estimate.ts";
import { applyBudget, holdCampaign, openCampaign } from "./open-campaign.ts";
import type { OpenCampaign } from "./open-campaign.ts";
import { installRuntime } from "./runtime.ts";
import { startTemporalServer } from "./temporal-server/index.ts";
import { startWorkers } from "./workers.ts";

export interface RunOptions {
  readonly file: CampaignFile;
  /** Asked once, before the first paid call. */
  readonly confirm: (estimate: RunEstimate) => Promise<"yes" | "no">;
  readonly onLine: (line: string) => void;
  readonly onProgress: (progress: RunProgress) => void;
  /** Aborted by the first Ctrl-C: running calls end and are kept, then all stops. */
  readonly interrupt: AbortSignal;
  readonly environment: NodeJS.ProcessEnv;
}

export interface RunProgress {
  readonly figures: CampaignFigures;
  /** Input rows, unusable ones included. */
  readonly rows: number;
  readonly elapsedMs: number;
  /** Draws that were in the ledger when this run began. */
  readonly drawsAtStart: number;
  readonly uiUrl: string | null;
}

export type RunOutcome =
  | {
      readonly kind: "finished";
      readonly figures: CampaignFigures;
      readonly stop: CampaignStop | null;
      /** Why problems failed, the most frequent reason first. */
      readonly failures: readonly { readonly reason: string; readonly problems: number }[];
      /** Usable problems that nothing became of before the campaign stopped. */
      readonly notBegun: number;
      readonly folder: string;
      readonly uiUrl: string | null;
    }
  | { readonly kind: "declined" }
  /** Somebody cancelled the campaign: what was decided is written. */
  | { readonly kind: "cancelled"; readonly folder: string }
  | { readonly kind: "interrupted"; readonly folder: string };

const progressEveryMs = 500;

/** Throws ConfigurationError, DatasetError or LedgerError for what the user can mend, InfrastructureError when a part cannot be had or breaks. */
export async function runCampaign(options: RunOptions): Promise<RunOutcome> {
  const campaign = await openCampaign(options.file, Date.now);
  const closing: (() => Promise<void>)[] = [() => campaign.close()];
  try {
    const lock = await holdCampaign(campaign);
    closing.push(() => lock.release());
    await applyBudget(campaign);
    return await runOpen(options, campaign, closing);
  } finally {
    for (const close of closing.toReversed()) await close();
  }
}

async function runOpen(options: RunOptions, campaign: OpenCampaign, closing: (() => Promise<void>)[]): Promise<RunOutcome> {
  const { onLine, interrupt, environment } = options;
  const { configuration } = options.file;
  const interrupted: RunOutcome = { kind: "interrupted", folder: campaign.folder.path };
  if ((await options.confirm(estimateRun(campaign.input, configuration))) === "no") return { kind: "declined" };
  const models = await prepareModels({
    configuration,
    ledger: campaign.ledger,
    owner: `${hostname()}:${process.pid}:${randomUUID()}`,
    environment,
    signal: interrupt,
    onLine,
  });
  closing.push(() => models.stop());
  const { address, uiUrl } = await temporal(options, campaign, closing);
  installRuntime({ logFile: campaign.folder.log });
  const [client, connection, bundle] = await Promise.all([connectClient(address), connectWorkers(address), workflowBundle()]);
  closing.push(
    () => connection.close(),
    () => client.connection.close(),
  );
  const dependencies = {
    configuration,
    configurationHash: campaign.configurationHash,
    problems: campaign.problems,
    folder: campaign.folder.path,
    ledger: campaign.ledger,
    models: models.models,
  };
  if (interrupt.aborted) return interrupted;
  const handle = await startCampaign(client, campaign);
  const workers = await startWorkers({
    connection,
    namespace: address.namespace,
    bundle,
    dependencies,
    roles: ["workflows", "models", "data"],
  });
  closing.push(async () => {
    models.drain();
    await workers.stop();
  });
  const watch = watchProgress(options, campaign, uiUrl);
  // Waiting for the result must end before its connection does.
  const waiting = new AbortController();
  const outcome = client.withAbortSignal(waiting.signal, () => outcomeOf(handle));
  try {
    const ended = await Promise.race([outcome, workers.done.then(() => null), aborted(interrupt)]);
    if (ended === "interrupted") return interrupted;
    if (ended === "cancelled") return { kind: "cancelled", folder: campaign.folder.path };
    if (ended === null) throw new InfrastructureError("The workers ended before the campaign did; run the same command again to go on.");
    refuseMissingProblems(campaign, ended);
    const failures = await campaign.ledger.failureReasons(configuration.name);
    return {
      kind: "finished",
      ...ended,
      failures,
      notBegun: campaign.input.usable - settledProblems(ended),
      folder: campaign.folder.path,
      uiUrl,
    };
  } finally {
    waiting.abort();
    await outcome.catch(() => undefined);
    await watch.stop();
  }
}

/** A campaign that ends of itself has settled every problem; anything else must not pass for success. */
function refuseMissingProblems({ input, file }: OpenCampaign, { figures, stop }: CampaignResult): void {
  const settled = settledProblems({ figures, stop });
  if (stop !== null || settled >= input.usable) return;
  throw new InfrastructureError(
    `Campaign ${file.configuration.name} ended with ${settled} of ${input.usable} problems settled; run the same command again to go on.`,
  );
}

const settledProblems = ({ figures }: CampaignResult): number =>
  Object.values(figures.outcomes).reduce((sum, problems) => sum + problems, 0);

async function temporal(
  { environment, onLine }: RunOptions,
  { folder }: OpenCampaign,
  closing: (() => Promise<void>)[],
): Promise<{ readonly address: TemporalAddress; readonly uiUrl: string | null }> {
  const address = addressFromEnvironment(environment);
  if (address !== null) return { address, uiUrl: environment["TEMPORAL_UI_URL"] ?? null };
  const server = await startTemporalServer({ folder: folder.server, searchAttributes, onLine });
  closing.push(() => server.stop());
  return { address: { address: server.address, namespace: "default" }, uiUrl: server.uiAddress };
}

/** The workflow's own failure is the user's to read; anything else is the connection's. */
async function outcomeOf(handle: WorkflowHandle<() => Promise<CampaignResult>>): Promise<CampaignResult | "cancelled"> {
  try {
    return await handle.result();
  } catch (error) {
    if (error instanceof WorkflowFailedError && error.cause instanceof CancelledFailure) return "cancelled";
    if (error instanceof WorkflowFailedError) throw new InfrastructureError(innermostMessage(error), { cause: error });
    if (error instanceof ServiceError)
      throw new InfrastructureError(
        "The Temporal server stopped answering. What is labelled and paid for is kept; run the same command again to go on.",
        { cause: error },
      );
    throw error;
  }
}

function aborted(signal: AbortSignal): Promise<"interrupted"> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve("interrupted");
    signal.addEventListener("abort", () => resolve("interrupted"), { once: true });
  });
}

/** Reads the ledger, not the server: it costs the campaign nothing. */
function watchProgress(
  { file, onProgress }: RunOptions,
  { ledger, problems }: OpenCampaign,
  uiUrl: string | null,
): { stop(): Promise<void> } {
  const stopped = new AbortController();
  const began = performance.now();
  let drawsAtStart: number | null = null;
  const read = async (): Promise<void> => {
    const figures = await campaignFigures(ledger, file.configuration.name);
    drawsAtStart ??= figures.draws;
    onProgress({ figures, rows: problems.rows, elapsedMs: performance.now() - began, drawsAtStart, uiUrl });
  };
  const loop = (async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await read();
      await sleep(progressEveryMs, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
    await read();
  })();
  loop.catch(() => undefined);
  return {
    async stop() {
      stopped.abort();
      await loop;
    },
  };
}
