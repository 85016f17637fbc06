// A campaign over simulated problems whose model is a server of its own, asked through the OpenAI wire like any other endpoint.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { stringify } from "yaml";
import { simulatedProblems } from "../../infra/simulated/index.ts";
import type { SimulatedModelOptions } from "../../infra/simulated/index.ts";

const root = join(import.meta.dirname, "..", "..");
export const commandLine = join(root, "bin", "steplabel.js");

export interface ModelProcess {
  readonly url: string;
  readonly pid: number;
  /** What the server says that it was asked. */
  counts(): Promise<{
    readonly requests: number;
    readonly choices: number;
    readonly promptTokens: number;
    readonly completionTokens: number;
    readonly repeated: number;
    readonly inFlight: number;
  }>;
  stop(): Promise<void>;
}

/** The simulated model in a process of its own: its time and memory are not the pipeline's, and it survives a kill of the rest. */
export async function startModelProcess(options: SimulatedModelOptions): Promise<ModelProcess> {
  const child = spawn(process.execPath, [join(root, "infra", "simulated", "main.ts"), "--options", JSON.stringify(options)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const { url, pid } = JSON.parse(line) as { url: string; pid: number };
  return {
    url,
    pid,
    counts: async () => (await (await fetch(`${url}/counts`)).json()) as Awaited<ReturnType<ModelProcess["counts"]>>,
    async stop() {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    },
  };
}

export interface BenchCampaign {
  readonly folder: string;
  readonly file: string;
  /** The campaign's own folder. */
  readonly out: string;
  remove(): Promise<void>;
}

export interface BenchCampaignOptions {
  readonly problems: number;
  readonly modelUrl: string;
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly seed?: number;
}

/** Writes the problems (3 to 6 operations each) and the campaign file into a new temporary folder. */
export async function writeCampaign({ problems, modelUrl, configuration, seed = 1 }: BenchCampaignOptions): Promise<BenchCampaign> {
  const folder = await mkdtemp(join(tmpdir(), "steplabel-bench-"));
  await mkdir(folder, { recursive: true });
  const rows = simulatedProblems({ seed, count: problems, steps: [3, 6] });
  await writeFile(join(folder, "problems.jsonl"), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const file = join(folder, "campaign.yaml");
  const capabilities = { temperature: true, n: true, seed: true, logprobs: false, assistantPrefix: true };
  await writeFile(
    file,
    stringify({
      name: "bench",
      seed: 7,
      problems: { path: "problems.jsonl" },
      models: { reasoner: { provider: "openai", model: "simulated", baseUrl: `${modelUrl}/v1`, price: "free", capabilities } },
      sampling: { solver: "reasoner", maxTokens: 256 },
      folder: "out",
      ...configuration,
    }),
  );
  return { folder, file, out: join(folder, "out"), remove: () => rm(folder, { recursive: true, force: true }) };
}

/** `steplabel run FILE --yes --json` as a user starts it; stdout is read away, stderr kept for a failure. */
export function startRun(file: string): ChildProcess & { readonly complaint: () => string } {
  const child = spawn(process.execPath, [commandLine, "run", file, "--yes", "--json"], { stdio: ["ignore", "pipe", "pipe"] });
  let complaint = "";
  child.stdout.resume();
  child.stderr.on("data", (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-4000);
  });
  return Object.assign(child, { complaint: () => complaint });
}
