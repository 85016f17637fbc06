// kill -9 of the worker process, of the embedded server, and of both, each at three random moments of a run; then the same command again.
// Nothing may be lost or doubled, every table but calls must have the bytes of an undisturbed run, and the ledger must bracket what was really paid.
import { once } from "node:events";
import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { randomStream } from "../methods/random.ts";
import { startModelProcess, startRun, writeCampaign } from "./support/campaign.ts";
import type { BenchCampaign, ModelProcess } from "./support/campaign.ts";
import { ledgerFigures } from "./support/ledger.ts";
import { commandOf, descendants } from "./support/processes.ts";
import type { Figure } from "./run.ts";

const problems = 100;
const kinds = ["worker", "server", "both"] as const;
const moments = 3;

const model = { latencyMs: 50, splitRate: 0.2 };
const configuration = {
  solutions: { sample: 8, wrong: 2, right: 2 },
  strategy: { kind: "every-step", k: 8 },
  concurrency: { problems: 12 },
  shardSize: 25,
};

interface Crash {
  readonly intact: boolean;
  readonly identical: boolean;
  readonly paidTwice: number;
  readonly inFlight: number;
  readonly bracketed: boolean;
  readonly share: number;
}

export async function run(rest: readonly string[]): Promise<Record<string, Figure>> {
  const seed = Number(rest[0] ?? Date.now() % 2 ** 32);
  process.stdout.write(`seed of the moments: ${seed} (npm run bench -- crash ${seed} repeats them)\n`);
  const random = randomStream(seed);
  const undisturbed = await reference();
  const crashes: Crash[] = [];
  for (const kind of kinds)
    for (let moment = 0; moment < moments; moment++) crashes.push(await crash(kind, 0.1 + 0.7 * random.nextFraction(), undisturbed));
  const count = (holds: (crash: Crash) => boolean): Figure => {
    const value = crashes.filter((each) => holds(each)).length;
    return { value, goal: `${crashes.length} of ${crashes.length} crashes`, reached: value === crashes.length };
  };
  return {
    nothingLostOrDoubled: count(({ intact }) => intact),
    tablesIdentical: count(({ identical }) => identical),
    paidTwiceAtMostInFlight: count(({ paidTwice, inFlight }) => paidTwice <= inFlight),
    spendBracketed: count(({ bracketed }) => bracketed),
    killedAmidCalls: count(({ share, inFlight }) => share >= 0.1 && share <= 0.9 && inFlight > 0),
  };
}

async function reference(): Promise<ReadonlyMap<string, string>> {
  const server = await startModelProcess(model);
  const campaign = await writeCampaign({ problems, modelUrl: server.url, configuration });
  try {
    await finish(campaign);
    return await partHashes(campaign.out);
  } finally {
    await server.stop();
    await campaign.remove();
  }
}

async function finish({ file }: BenchCampaign): Promise<void> {
  const child = startRun(file);
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`The run ended with ${code}: ${child.complaint()}`);
}

async function crash(kind: (typeof kinds)[number], target: number, undisturbed: ReadonlyMap<string, string>): Promise<Crash> {
  const server = await startModelProcess(model);
  const campaign = await writeCampaign({ problems, modelUrl: server.url, configuration });
  try {
    const child = startRun(campaign.file);
    const ended = once(child, "exit");
    const share = await waitForMoment(campaign, server, target);
    await kill(kind, child.pid ?? 0, campaign);
    const inFlight = ledgerFigures(campaign.out).unknownCalls;
    // A run whose server is gone ends by itself; one that does not is ended as its user would.
    const outcome = await Promise.race([
      ended.then(([code, signal]) => String(code ?? signal)),
      sleep(60_000, "still there after a minute"),
    ]);
    if (child.exitCode === null && child.signalCode === null) process.kill(child.pid ?? 0, "SIGKILL");
    await finish(campaign);
    const figures = ledgerFigures(campaign.out);
    const asked = await server.counts();
    const tokens = asked.promptTokens + asked.completionTokens;
    const hashes = await partHashes(campaign.out);
    const result: Crash = {
      intact: problemsInTables(campaign.out) === problems,
      identical: hashes.size === undisturbed.size && [...undisturbed].every(([file, hash]) => hashes.get(file) === hash),
      paidTwice: asked.repeated,
      inFlight,
      bracketed: figures.settledTokens <= tokens && tokens <= figures.settledTokens + figures.unknownTokens,
      share,
    };
    process.stdout.write(
      `kill -9 of ${kind} at ${(share * 100).toFixed(0)} % of the problems with ${inFlight} calls in flight (the run: ${outcome}): ` +
        `${result.intact ? "all problems" : "PROBLEMS LOST OR DOUBLED"}, ${result.identical ? "same bytes" : "OTHER BYTES"}, ${asked.repeated} calls paid twice; ` +
        `tokens: settled ${figures.settledTokens} <= server ${tokens} <= settled + unknown ${figures.settledTokens + figures.unknownTokens}${result.bracketed ? "" : " DOES NOT HOLD"}\n`,
    );
    return result;
  } finally {
    await server.stop();
    await campaign.remove();
  }
}

/** Waits until the share of settled problems reaches the target while the model is being asked. */
async function waitForMoment({ out }: BenchCampaign, server: ModelProcess, target: number): Promise<number> {
  for (;;) {
    await sleep(15);
    const share = settledShare(out);
    if (share >= target && (await server.counts()).inFlight > 0) return share;
    if (share === 1) throw new Error("The run had ended before it was killed.");
  }
}

function settledShare(out: string): number {
  try {
    const database = new DatabaseSync(join(out, "ledger.sqlite"), { readOnly: true });
    try {
      const { settled } = database.prepare("SELECT count(*) AS settled FROM problems WHERE outcome IS NOT NULL").get() as {
        settled: number;
      };
      return settled / problems;
    } finally {
      database.close();
    }
  } catch {
    // The ledger is not there yet.
    return 0;
  }
}

async function kill(kind: (typeof kinds)[number], root: number, { out }: BenchCampaign): Promise<void> {
  const { pid } = JSON.parse(await readFile(join(out, "server", "server.json"), "utf8")) as { pid: number };
  const workers = descendants(root).filter((candidate) => candidate !== root && commandOf(candidate).includes("cli/start"));
  if (workers.length !== 1) throw new Error(`One worker process was expected, ${workers.length} were found.`);
  for (const target of kind === "worker" ? workers : kind === "server" ? [pid] : [...workers, pid]) process.kill(target, "SIGKILL");
}

async function partHashes(out: string): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>();
  for (const table of (await readdir(join(out, "data"))).filter((name) => name !== "calls"))
    for (const part of await readdir(join(out, "data", table)))
      hashes.set(
        `${table}/${part}`,
        createHash("sha256")
          .update(await readFile(join(out, "data", table, part)))
          .digest("hex"),
      );
  return hashes;
}

/** Problems of the ledger that are settled; ids are unique in it, so a doubled one would show in the bytes of the tables. */
function problemsInTables(out: string): number {
  return Math.round(settledShare(out) * problems);
}
