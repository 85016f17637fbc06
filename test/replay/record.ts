// Records the histories that the replay test replays: `node test/replay/record.ts`. Run it again when workflows change on purpose; the names stay.
import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, Connection } from "@temporalio/client";
import { historyToJSON } from "@temporalio/common/lib/proto-utils.js";
import { runCampaign } from "../../infra/run-campaign.ts";
import { startTemporalServer } from "../../infra/temporal-server/index.ts";
import type { CampaignInput } from "../../schemas/index.ts";
import { searchAttributes } from "../../schemas/index.ts";
import { pauseSignal, resumeSignal, setBudgetUpdate, setConcurrencySignal } from "../../workflows/messages.ts";
import type { SimulatedModelOptions } from "../../infra/simulated/index.ts";
import { atTheEnd, cleanUp, endpointModel, makeCampaign, modelServer, temporaryFolder } from "../builders.ts";
import { campaignHistories } from "../server/support/histories.ts";
import type { RunHistory } from "../server/support/histories.ts";

const folder = fileURLToPath(new URL("histories/", import.meta.url));

interface Recording {
  readonly name: string;
  readonly problems: number;
  readonly model?: SimulatedModelOptions;
  readonly maximumAttempts?: number;
  readonly change?: Partial<CampaignInput>;
  /** What an operator does to it. */
  readonly meanwhile?: (client: Client) => Promise<void>;
  /** Which of its histories are worth keeping. */
  readonly keep: (run: RunHistory) => boolean;
}

const few = { solutions: { sample: 3, gate: "off", wrong: 1, right: 1 }, shardSize: 10 } as const satisfies Partial<CampaignInput>;
const sleep = async (milliseconds: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, milliseconds));
const isProblem = ({ workflowId }: RunHistory): boolean => /\/simulated-/.test(workflowId);
const outcomeOf = ({ events }: RunHistory): string => {
  const data = events.at(-1)?.workflowExecutionCompletedEventAttributes?.result?.payloads?.[0]?.data;
  return data === null || data === undefined ? "" : ((JSON.parse(Buffer.from(data).toString()) as { outcome?: string }).outcome ?? "");
};

const plain: readonly Recording[] = [
  { name: "every-step", problems: 2, change: { ...few, strategy: { kind: "every-step", k: 4 } }, keep: () => true },
  {
    name: "first-success",
    problems: 1,
    change: { ...few, strategy: { kind: "every-step", k: 4, stop: "first_success" } },
    keep: isProblem,
  },
  {
    name: "bisect",
    problems: 3,
    change: { ...few, strategy: { kind: "bisect", k: 4 } },
    keep: (run) => isProblem(run) && run.events.length > 15,
  },
  { name: "gate", problems: 1, model: { errorRate: 0 }, change: { ...few, solutions: { ...few.solutions, gate: "on" } }, keep: isProblem },
  { name: "budget", problems: 3, change: { ...few, budget: { calls: 8 }, concurrency: { problems: 1 } }, keep: () => true },
  {
    name: "failed-round",
    problems: 1,
    maximumAttempts: 1,
    model: { script: [{ request: 2, fault: "server_error" }] },
    change: few,
    keep: () => true,
  },
  { name: "retried-round", problems: 1, model: { script: [{ request: 2, fault: "server_error" }] }, change: few, keep: isProblem },
  { name: "fatal", problems: 2, model: { script: [{ request: 2, fault: "quota" }] }, change: few, keep: () => true },
  {
    name: "operator",
    problems: 4,
    model: { latencyMs: 150 },
    change: { ...few, concurrency: { problems: 1 } },
    keep: (run) => !isProblem(run),
    async meanwhile(client) {
      const handle = client.workflow.getHandle("operator");
      await handle.signal(pauseSignal);
      await handle.executeUpdate(setBudgetUpdate, { args: [{ calls: 1000 }] });
      await sleep(500);
      await handle.signal(setConcurrencySignal, 2);
      await handle.signal(resumeSignal);
    },
  },
  {
    name: "cancelled",
    problems: 4,
    model: { latencyMs: 500 },
    change: { ...few, concurrency: { problems: 2 } },
    keep: () => true,
    meanwhile: async (client) => void (await client.workflow.getHandle("cancelled").cancel()),
  },
];

const chained: Recording = {
  name: "continue-as-new",
  problems: 17,
  change: { ...few, shardSize: 8, strategy: { kind: "bisect", k: 2 }, concurrency: { problems: 3 } },
  keep: ({ workflowId }) => workflowId === "continue-as-new" || workflowId.endsWith("shard-00000"),
};

async function record({ name, problems, model, maximumAttempts, change, meanwhile, keep }: Recording, address: string): Promise<void> {
  const server = await modelServer(model);
  const solver = endpointModel(server.url, maximumAttempts === undefined ? {} : { maximumAttempts });
  const { file } = await makeCampaign({ problems, models: { solver }, change: { ...change, name } });
  const connection = await Connection.connect({ address });
  atTheEnd(() => connection.close());
  const client = new Client({ connection });
  const run = runCampaign({
    file,
    confirm: async () => "yes",
    onLine: () => {},
    onProgress: () => {},
    interrupt: new AbortController().signal,
    environment: { TEMPORAL_ADDRESS: address },
  }).catch((error: unknown) => {
    if (name !== "cancelled") throw error;
  });
  if (meanwhile !== undefined) {
    while (server.counts().received < 4) await sleep(20);
    await meanwhile(client);
  }
  await run;
  const kept = (await campaignHistories(client, name)).filter(keep);
  for (const [index, history] of kept.entries()) {
    const label = isProblem(history) ? `problem-${outcomeOf(history) || "cancelled"}` : (history.workflowId.split("/")[1] ?? "campaign");
    const { events } = withoutMachine(JSON.parse(historyToJSON(history.history))) as { readonly events: readonly unknown[] };
    // One event a line.
    const lines = events.map((event) => JSON.stringify(event)).join(",\n");
    await writeFile(
      join(folder, `${name}.${String(index).padStart(2, "0")}-${label}.json`),
      `{"workflowId": ${JSON.stringify(history.workflowId)}, "history": {"events": [\n${lines}\n]}}\n`,
    );
  }
}

/** Names of this machine and paths on it are no part of a history's meaning. */
function withoutMachine(value: unknown, key = ""): unknown {
  if (key === "identity") return "recorder";
  if (key === "stackTrace") return "";
  if (key === "workerVersion") return undefined;
  if (Array.isArray(value)) return value.map((item) => withoutMachine(item));
  if (value === null || typeof value !== "object") return value;
  if ("kind" in value && value.kind === "TASK_QUEUE_KIND_STICKY") return { ...value, name: "sticky" };
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutMachine(member, name)]));
}

const serve = async (dynamicConfig: Readonly<Record<string, unknown>>): Promise<string> => {
  const server = await startTemporalServer({ folder: await temporaryFolder(), searchAttributes, ui: "none", dynamicConfig });
  atTheEnd(() => server.stop());
  return server.address;
};

try {
  for (const name of await readdir(folder)) await rm(join(folder, name));
  const address = await serve({});
  for (const recording of plain) await record(recording, address);
  await record(chained, await serve({ "limit.historyCount.suggestContinueAsNew": 30 }));
} finally {
  await cleanUp();
}
process.exit();
