// Runs a campaign in the test's own process against the shared Temporal server, as `steplabel run` would.
import { Client, Connection } from "@temporalio/client";
import { afterAll, inject } from "vitest";
import type { ProvidedTemporal } from "../../global-setup.ts";
import { runCampaign } from "../../../infra/run-campaign.ts";
import type { RunOptions, RunOutcome } from "../../../infra/run-campaign.ts";
import { atTheEnd, cleanUp } from "../../builders.ts";
import type { TestCampaign } from "../../builders.ts";

const provided = inject("temporal");

// Of every file that imports this one: what it built ends with it, so that its tests may share campaigns.
afterAll(cleanUp);

/** For describe.skipIf, whose title then says what is missing. */
export const noTemporal = provided === null;

/** Only inside tests that are skipped without a server. */
export function temporal(): ProvidedTemporal {
  if (provided === null) throw new Error("No Temporal server can be had.");
  return provided;
}

export interface RunHereOptions extends Partial<Pick<RunOptions, "interrupt" | "onProgress" | "onLine" | "confirm">> {
  readonly namespace?: string;
  /** Of a server other than the shared one. */
  readonly address?: string;
}

export async function runHere({ file }: TestCampaign, { namespace, address, ...options }: RunHereOptions = {}): Promise<RunOutcome> {
  return runCampaign({
    file,
    confirm: async () => "yes",
    onLine: () => {},
    onProgress: () => {},
    interrupt: new AbortController().signal,
    environment: { TEMPORAL_ADDRESS: address ?? temporal().address, TEMPORAL_NAMESPACE: namespace ?? "default" },
    ...options,
  });
}

/** The outcome of a run that came to its end. */
export async function finishHere(campaign: TestCampaign, options: RunHereOptions = {}): Promise<Extract<RunOutcome, { kind: "finished" }>> {
  const outcome = await runHere(campaign, options);
  if (outcome.kind !== "finished") throw new Error(`The run was ${outcome.kind}.`);
  return outcome;
}

/** A client that closes with the test file. */
export async function temporalClient(options: { readonly address?: string; readonly namespace?: string } = {}): Promise<Client> {
  const connection = await Connection.connect({ address: options.address ?? temporal().address });
  atTheEnd(() => connection.close());
  return new Client({ connection, namespace: options.namespace ?? "default" });
}
