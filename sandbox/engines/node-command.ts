// The command line of a Node worker: hardened flags, resource limits where the system has them, a bubblewrap box where it works.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { boxedCommand } from "../bubblewrap.ts";
import type { WorkerCommand } from "../worker.ts";

export interface NodeCommandOptions {
  /** Flags of Node before the program. */
  readonly flags: readonly string[];
  readonly program: string;
  readonly args: readonly string[];
  /** Files and folders that the program reads beside its own folder and isolated-vm's. */
  readonly readable: readonly string[];
  /** The bubblewrap executable, or null for a plain process. */
  readonly bubblewrap: string | null;
  /** Limit of private memory (RLIMIT_DATA) in bytes, or null where the program needs more than can be capped so. */
  readonly dataLimit: number | null;
  /** Node executable; default this process's own. */
  readonly node?: string;
}

export const childrenFolder = fileURLToPath(new URL("../children", import.meta.url));
const isolatedVmFolder = dirname(createRequire(import.meta.url).resolve("isolated-vm/package.json"));
const gypBuildFolder = dirname(createRequire(`${isolatedVmFolder}/package.json`).resolve("node-gyp-build/package.json"));
const prlimit = "/usr/bin/prlimit";

export function nodeCommand(options: NodeCommandOptions): WorkerCommand {
  const node = options.node ?? process.execPath;
  const readable = [childrenFolder, isolatedVmFolder, gypBuildFolder, ...options.readable];
  // node-gyp-build asks /etc/alpine-release which C library to load for.
  const permissions = ["--permission", "--allow-addons", ...[...readable, "/etc/alpine-release"].map((path) => `--allow-fs-read=${path}`)];
  const args = ["--no-warnings", "--no-node-snapshot", ...permissions, ...options.flags, options.program, ...options.args];
  const limited = options.dataLimit !== null && process.platform === "linux" && existsSync(prlimit);
  const command = limited ? prlimit : node;
  const all = limited ? [`--data=${options.dataLimit}`, "--core=0", "--", node, ...args] : args;
  if (options.bubblewrap === null) return { command, args: all, filter: null };
  const boxed = boxedCommand(command, all, {
    command: options.bubblewrap,
    filter: "single",
    readable: [node, ...(limited ? [prlimit] : []), ...readable],
    environment: {},
    proc: "mounted",
    position: "child",
  });
  return boxed ?? { command, args: all, filter: null };
}
