// The command line as a process of its own, whose JSON lines are read and which can be killed.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { atTheEnd } from "../../builders.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

export interface CommandLine {
  readonly child: ChildProcess;
  /** JSON lines of stdout so far. */
  readonly events: readonly Readonly<Record<string, unknown>>[];
  /** Lines of stdout that are not JSON. */
  readonly strangers: readonly string[];
  /** stderr so far. */
  readonly notes: () => string;
  /** Exit code, null when a signal ended it. */
  readonly ended: Promise<number | null>;
}

export interface CommandLineOptions {
  /** Added to the environment; TEMPORAL_ADDRESS is not taken over from the tests' own. */
  readonly environment?: Readonly<Record<string, string>>;
  /** `starter`: through bin/steplabel.js, as a user does; `program`: the process that it starts, to be killed. */
  readonly through?: "starter" | "program";
}

/** Starts `steplabel ...words` in the folder of `place`. Whatever is left of it is killed at the end of the file. */
export function steplabel(
  words: readonly string[],
  place: string,
  { environment = {}, through = "starter" }: CommandLineOptions = {},
): CommandLine {
  const { TEMPORAL_ADDRESS: _address, TEMPORAL_NAMESPACE: _namespace, ...inherited } = process.env;
  const program = through === "starter" ? "bin/steplabel.js" : "cli/start.ts";
  const child = spawn(process.execPath, [`${root}${program}`, ...words], {
    cwd: dirname(place),
    env: { ...inherited, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const events: Record<string, unknown>[] = [];
  const strangers: string[] = [];
  let notes = "";
  createInterface({ input: child.stdout }).on("line", (line) => {
    try {
      events.push(JSON.parse(line) as Record<string, unknown>);
    } catch {
      strangers.push(line);
    }
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (notes += text));
  const ended = once(child, "close").then(([code]) => code as number | null);
  atTheEnd(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await ended;
  });
  return { child, events, strangers, notes: () => notes, ended };
}
