// What a rollout costs beside the model: CPU of every process but the model, rollouts a second, memory. The model answers after 50 ms, with n.
import { once } from "node:events";
import { startModelProcess, startRun, writeCampaign } from "./support/campaign.ts";
import { ledgerFigures } from "./support/ledger.ts";
import { watchTree } from "./support/processes.ts";
import type { Figure } from "./run.ts";

interface Measured {
  readonly rollouts: number;
  readonly cpuMs: number;
  readonly perSecond: number;
  readonly workerMegabytes: number;
}

const everyStep = { kind: "every-step", k: 8 };
const bisect = { kind: "bisect", k: 8 };

export async function run(): Promise<Record<string, Figure>> {
  const small = await measure("every-step, k = 8, 200 problems", 200, everyStep);
  const searched = await measure("bisect, k = 8, 200 problems", 200, bisect);
  const large = await measure("every-step, k = 8, 2,000 problems", 2000, everyStep);
  const growth = large.workerMegabytes / small.workerMegabytes;
  return {
    everyStepCpuMsARollout: atMost(small.cpuMs / small.rollouts, 1.2, "ms of CPU a rollout"),
    everyStepRolloutsASecond: { value: small.perSecond, goal: "at least 800 rollouts/s", reached: small.perSecond >= 800 },
    bisectCpuMsARollout: atMost(searched.cpuMs / searched.rollouts, 3, "ms of CPU a rollout"),
    workerMegabytes: atMost(Math.max(small.workerMegabytes, large.workerMegabytes), 500, "MB at the peak of the worker"),
    workerGrowth: atMost(growth, 1.15, "times the worker's peak of 200 problems with 2,000"),
  };
}

function atMost(value: number, bound: number, unit: string): Figure {
  return { value, goal: `at most ${bound} ${unit}`, reached: value <= bound };
}

async function measure(name: string, problems: number, strategy: unknown): Promise<Measured> {
  const model = await startModelProcess({ latencyMs: 50, splitRate: 0.2 });
  const campaign = await writeCampaign({
    problems,
    modelUrl: model.url,
    configuration: { solutions: { sample: 16, wrong: 4, right: 4 }, strategy },
  });
  try {
    const child = startRun(campaign.file);
    const tree = watchTree(child.pid ?? 0);
    const [code] = (await once(child, "exit")) as [number | null];
    const processes = tree.stop();
    if (code !== 0) throw new Error(`The run ended with ${code}: ${child.complaint()}`);
    const ledger = ledgerFigures(campaign.out);
    const worker = processes.filter(({ command }) => command.includes("cli/start"));
    const measured = {
      rollouts: ledger.draws,
      cpuMs: processes.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
      perSecond: ledger.draws / (ledger.spanMs / 1000),
      workerMegabytes: Math.max(...worker.map(({ peakMegabytes }) => peakMegabytes)),
    };
    process.stdout.write(
      `\n${name}: ${ledger.draws} rollouts in ${ledger.calls} calls, ${(ledger.spanMs / 1000).toFixed(1)} s between the first call and the last answer\n`,
    );
    for (const { command, cpuMs, peakMegabytes } of processes)
      process.stdout.write(
        `  ${(cpuMs / ledger.draws).toFixed(3)} ms a rollout, ${cpuMs} ms, peak ${Math.round(peakMegabytes)} MB: ${command.slice(0, 110)}\n`,
      );
    return measured;
  } finally {
    await model.stop();
    await campaign.remove();
  }
}
