// The demo's campaign as files in its own folder: a campaign file and its problems, like those of any other campaign.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { campaignFolder } from "../infra/campaign-folder.ts";
import { ConfigurationError, readCampaignFile } from "../infra/configuration.ts";
import type { CampaignFile } from "../infra/configuration.ts";
import { holdLock } from "../infra/lock.ts";
import { simulatedProblems } from "../infra/simulated/problems.ts";
import { startTemporalServer } from "../infra/temporal-server/index.ts";
import { searchAttributes } from "../schemas/search-attributes.ts";
import { campaignServer } from "./campaign-server.ts";
import { demoProblems } from "./demo-problems.ts";

export type DemoModel = "local" | "simulated";

export const demoSeed = 1;

/** Each model has a folder of its own: the simulated reasoner answers only its own problems. */
export const demoFolder = (model: DemoModel): string => join("campaigns", model === "local" ? "demo" : "demo-simulated");

const demoText = (model: DemoModel): string => `# The demo's campaign. \`steplabel run\` goes on with it like with any other.
name: ${model === "local" ? "demo" : "demo-simulated"}
folder: .
seed: ${demoSeed}
problems: { path: problems.jsonl }
models:
  tiny: ${model === "local" ? "{ provider: local }" : "{ provider: simulated, wire: completions, options: { errorRate: 0.3, recoveryRate: 0.1 } }"}
sampling: { solver: tiny, continuation: completion, temperature: 0.7, maxTokens: 64 }
solutions: { sample: 6, gate: off, wrong: 2, right: 2 }
strategy: { kind: every-step, k: 4 }
`;

function problemsText(model: DemoModel): string {
  const problems = model === "local" ? demoProblems : simulatedProblems({ seed: demoSeed, count: 5, steps: [2, 3] });
  return problems.map((problem) => `${JSON.stringify(problem)}\n`).join("");
}

/** Writes the files where they are not there yet. Throws ConfigurationError where others are there in their place. */
export async function demoCampaign(model: DemoModel): Promise<{ readonly file: CampaignFile; readonly origin: "new" | "resumed" }> {
  const folder = demoFolder(model);
  await mkdir(folder, { recursive: true });
  const begun = await Promise.all([
    written(join(folder, "problems.jsonl"), problemsText(model)),
    written(join(folder, "campaign.yaml"), demoText(model)),
  ]);
  return { file: await readCampaignFile(join(folder, "campaign.yaml")), origin: begun.includes("there") ? "resumed" : "new" };
}

async function written(path: string, text: string): Promise<"there" | "new"> {
  const found = await readFile(path, "utf8").catch(() => null);
  if (found === text) return "there";
  if (found !== null)
    throw new ConfigurationError(`${path} is not what this version's demo would write; \`steplabel demo --fresh\` starts it over.`);
  await writeFile(path, text);
  return "new";
}

/** Takes the demo's folder away, ledger and server's state with it. Throws InfrastructureError when a run of it is going on. */
export async function removeDemo(model: DemoModel, environment: NodeJS.ProcessEnv): Promise<void> {
  const folder = campaignFolder(demoFolder(model));
  await mkdir(folder.path, { recursive: true });
  const lock = await holdLock(join(folder.path, "run.lock"), `The demo is running in ${folder.path}; end it before you start it over.`);
  try {
    // A server that a killed run has left behind holds files of the folder.
    if ((await campaignServer(folder, { ...environment, TEMPORAL_ADDRESS: "" })) !== null)
      await (await startTemporalServer({ folder: folder.server, searchAttributes })).stop();
  } finally {
    await lock.release();
  }
  await rm(folder.path, { recursive: true, force: true });
}
