// What the tests of this room share: a ledger in a temporary folder, a simulated server, and access to a model on it.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ModelAccess } from "../../../../activities/models/call-range.ts";
import { createClient } from "../../../../activities/models/create-client.ts";
import type { LeaseKeeper } from "../../../../activities/models/index.ts";
import { createLimiter, startLeaseKeeper } from "../../../../activities/models/index.ts";
import { simulatedProblems, startSimulatedModel } from "../../../../infra/simulated/index.ts";
import type { SimulatedModel, SimulatedModelOptions } from "../../../../infra/simulated/index.ts";
import { openSqliteLedger } from "../../../../ledger/index.ts";
import type { Ledger } from "../../../../ledger/index.ts";
import type { Prompt } from "../../../../methods/prompts/index.ts";
import { modelSchema } from "../../../../schemas/index.ts";
import type { Budget, Capabilities, Price } from "../../../../schemas/index.ts";

export const wires = ["chat", "completions", "anthropic"] as const;
export type WireName = (typeof wires)[number];

export const everything: Capabilities = { temperature: true, n: true, seed: true, logprobs: false, assistantPrefix: true };
export const sampling = { temperature: 0.7, topP: 1, maxTokens: 200, stop: [] };
export const question = simulatedProblems({ seed: 7, count: 1, steps: [4, 4] })[0]?.question ?? "";
export const price: Price = { inputPerMillion: 1, outputPerMillion: 2 };

export function promptFor(wire: WireName, about = question): Prompt {
  return wire === "completions"
    ? { kind: "completion", text: `Question: ${about}\n`, stop: ["\nQuestion:"] }
    : { kind: "chat", messages: [{ role: "user", content: about }] };
}

export function simulatedClient(
  wire: WireName,
  servedAt: string,
  options: { readonly timeoutSeconds?: number; readonly n?: boolean } = {},
) {
  const model = modelSchema.parse({ provider: "simulated", wire, timeoutSeconds: options.timeoutSeconds ?? 5 });
  const n = wire !== "anthropic" && options.n !== false;
  return createClient(model, { alias: "solver", capabilities: { ...everything, n }, environment: () => undefined, servedAt });
}

export interface Setting {
  readonly server: SimulatedModel;
  readonly ledger: Ledger;
  readonly leases: LeaseKeeper;
  readonly access: (wire: WireName, options?: { readonly timeoutSeconds?: number; readonly n?: boolean }) => ModelAccess;
  readonly close: () => Promise<void>;
}

export async function openSetting(options: SimulatedModelOptions = {}, budget: Budget = {}): Promise<Setting> {
  const folder = await mkdtemp(join(tmpdir(), "steplabel-models-"));
  const [server, ledger] = await Promise.all([startSimulatedModel(options), openSqliteLedger(join(folder, "ledger.sqlite"))]);
  await ledger.createCampaign({
    campaign: "campaign",
    configuration: "{}",
    configurationHash: "0",
    inputHash: "0",
    rows: 1,
    budget,
    createdAt: 0,
  });
  const leases = startLeaseKeeper({
    ledger,
    owner: "tester",
    onError: (error) => {
      throw error;
    },
  });
  return {
    server,
    ledger,
    leases,
    access: (wire, clientOptions) => ({
      model: "solver",
      client: simulatedClient(wire, server.url, clientOptions),
      limiter: createLimiter({ concurrency: 32 }),
      price,
      ledger,
      leases,
    }),
    close: async () => {
      leases.close();
      await Promise.all([server.close(), ledger.close()]);
      await rm(folder, { recursive: true });
    },
  };
}

/** A request for draws of the shared problem; `name` stands for its request key. */
export function ask(wire: WireName, from: number, count: number, name = "request") {
  const signal = new AbortController().signal;
  return { campaign: "campaign", problem: "p1", requestKey: name, prompt: promptFor(wire), sampling, from, count, attempt: 1, signal };
}
