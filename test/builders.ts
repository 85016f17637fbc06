// Builds small campaigns for tests: simulated problems in a folder of their own, a configuration with few rollouts, and a model server.
import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCampaignFile } from "../infra/configuration.ts";
import type { CampaignFile } from "../infra/configuration.ts";
import { simulatedProblems, startSimulatedModel } from "../infra/simulated/index.ts";
import type { SimulatedModel, SimulatedModelOptions } from "../infra/simulated/index.ts";
import type { CampaignInput } from "../schemas/index.ts";

/** A name that no other campaign of the shared Temporal server has. */
export function uniqueName(label: string): string {
  return `${label}-${randomUUID().slice(0, 8)}`;
}

const cleanups: (() => Promise<void>)[] = [];

/** Has something end with the test file. */
export function atTheEnd(cleanup: () => Promise<void>): void {
  cleanups.push(cleanup);
}

/** Ends what was built here, the latest first. */
export async function cleanUp(): Promise<void> {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
}

/** A folder that cleanUp removes. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "steplabel-test-"));
  atTheEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** A simulated model that cleanUp closes. Its wrong steps are never repaired unless the options say so: every first error is exact. */
export async function modelServer(options: SimulatedModelOptions = {}): Promise<SimulatedModel> {
  const server = await startSimulatedModel({ recoveryRate: 0, errorRate: 0.2, ...options });
  atTheEnd(() => server.close());
  return server;
}

type OpenaiModel = Extract<CampaignInput["models"][string], { readonly provider: "openai" }>;

/** An endpoint in OpenAI's wire format that is known to take everything: no probing call. */
export function endpointModel(url: string, change: Partial<OpenaiModel> = {}): OpenaiModel {
  return {
    provider: "openai",
    model: "simulated",
    baseUrl: `${url}/v1`,
    capabilities: { temperature: true, n: true, seed: true, logprobs: false, assistantPrefix: true },
    price: { inputPerMillion: 1, outputPerMillion: 2 },
    ...change,
  };
}

export interface TestCampaign {
  readonly file: CampaignFile;
  readonly name: string;
  /** Path of the campaign file. */
  readonly path: string;
  /** The campaign's own folder. */
  readonly folder: string;
  readonly problems: readonly TestProblem[];
  /** The same problems and name with other sections or in another folder. */
  variant(change: Partial<CampaignInput>): Promise<TestCampaign>;
}

export interface TestProblem {
  readonly id: string;
  readonly question: string;
  readonly answer: string;
}

export interface TestCampaignOptions {
  readonly label?: string;
  /** So many simulated problems of two to four steps, or rows to write as they are. */
  readonly problems: number | readonly TestProblem[];
  /** Models by alias; the first is the solver. */
  readonly models: CampaignInput["models"];
  /** Sections in place of the small ones that are made here. */
  readonly change?: Partial<CampaignInput>;
}

/** Few draws, gate off, 4 problems a shard: small, and every part of a campaign takes place. */
export async function makeCampaign(options: TestCampaignOptions): Promise<TestCampaign> {
  const name = options.change?.name ?? uniqueName(options.label ?? "test");
  const base = await temporaryFolder();
  const problems: readonly TestProblem[] =
    typeof options.problems === "number" ? simulatedProblems({ seed: 5, count: options.problems, steps: [2, 4] }) : options.problems;
  await writeFile(join(base, "problems.jsonl"), problems.map((problem) => `${JSON.stringify(problem)}\n`).join(""));
  return writeCampaign(base, problems, {
    name,
    folder: "campaign",
    problems: { path: "problems.jsonl", columns: { id: "id" } },
    models: options.models,
    sampling: { solver: Object.keys(options.models)[0] ?? "", maxTokens: 256 },
    solutions: { sample: 4, gate: "off", wrong: 2, right: 2 },
    strategy: { kind: "every-step", k: 4 },
    shardSize: 4,
    ...options.change,
  });
}

async function writeCampaign(base: string, problems: readonly TestProblem[], input: CampaignInput): Promise<TestCampaign> {
  const folder = join(base, input.folder ?? "campaign");
  const path = join(base, `${input.folder ?? "campaign"}-${randomUUID().slice(0, 8)}.yaml`);
  await mkdir(folder, { recursive: true });
  // JSON is YAML.
  await writeFile(path, JSON.stringify(input, null, 2));
  return {
    file: await readCampaignFile(path),
    name: input.name,
    path,
    folder,
    problems,
    variant: (change) => writeCampaign(base, problems, { ...input, ...change }),
  };
}
