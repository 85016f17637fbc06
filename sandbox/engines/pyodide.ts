// py-pyodide: CPython for WebAssembly in an isolate of a child process. Runs wherever Node runs; a fresh interpreter comes from a memory snapshot.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { EngineProgram } from "../engine.ts";
import { engineLimits, type Limits } from "../limits.ts";
import { childrenFolder, nodeCommand } from "./node-command.ts";

export interface PyodideOptions {
  /** Folder for the snapshots (31 to 60 MB each); made when it is not there. */
  readonly cacheFolder: string;
  /** The bubblewrap executable, or null for a plain process. */
  readonly bubblewrap: string | null;
  /** Wheels of sympy and mpmath, or none. */
  readonly wheels: readonly string[];
  readonly limits?: Partial<Limits>;
}

const folder = dirname(createRequire(import.meta.url).resolve("pyodide/package.json"));
const harness = fileURLToPath(new URL("../python/harness.py", import.meta.url));
const program = join(childrenFolder, "pyodide.cjs");
const heapBytes = 256 * 1024 * 1024;

/** Builds the snapshots that are missing (3 s of CPU, 10 s with sympy), then describes the engine. Throws when Python does not start here. */
export async function pyodide(options: PyodideOptions): Promise<EngineProgram> {
  const limits = { ...engineLimits["py-pyodide"], ...options.limits };
  // A growth past this ends in Python's own MemoryError.
  const flags = [`--wasm-max-mem-pages=${Math.floor(limits.memoryBytes / 65_536)}`];
  const plain = await snapshot(options.cacheFolder, [], flags);
  const full = options.wheels.length === 0 ? plain : await snapshot(options.cacheFolder, options.wheels, flags);
  const command = (wheels: readonly string[]) => {
    const file = wheels.length === 0 ? plain : full;
    return nodeCommand({
      flags,
      program,
      args: [folder, harness, file, String(heapBytes), String(limits.residentBytes), ...wheels],
      readable: [folder, harness, file, ...wheels],
      bubblewrap: options.bubblewrap,
      dataLimit: null,
    });
  };
  return {
    name: "py-pyodide",
    language: "python",
    isolation: options.bubblewrap === null ? "isolate+process" : "isolate+process+namespaces",
    limits,
    flags: [...flags, ...(options.bubblewrap === null ? [] : ["bwrap", "seccomp"])],
    spares: 1,
    command: (packages) => command(packages.length === 0 ? [] : options.wheels),
    packages: options.wheels.length === 0 ? [] : ["sympy", "mpmath"],
    packagesIn: "their own workers",
  };
}

/** The snapshot's path; made first where it is missing. Its name holds all that it depends on. */
async function snapshot(cacheFolder: string, wheels: readonly string[], flags: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of [harness, join(childrenFolder, "pyodide_shell.cjs"), program, join(folder, "package.json")])
    hash.update(readFileSync(file));
  hash.update(JSON.stringify([process.version, process.arch, flags, wheels.map((wheel) => basename(wheel))]));
  const target = join(cacheFolder, `pyodide-${hash.digest("hex").slice(0, 16)}.snapshot`);
  if (existsSync(target)) return target;
  await mkdir(cacheFolder, { recursive: true });
  // Several processes may do this at once: each writes a file of its own, and the last rename wins with the same content.
  const temporary = `${target}.${process.pid}`;
  const args = ["--no-warnings", "--no-node-snapshot", ...flags, program, folder, harness, temporary, String(heapBytes), "0", ...wheels];
  await new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"], env: { STEPLABEL_MAKE_SNAPSHOT: "1" } });
    let text = "";
    child.stderr.on("data", (bytes: Buffer) => (text = (text + bytes.toString()).slice(-2000)));
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve() : reject(new Error(`pyodide did not start: ${text.trim()}`))));
  });
  await rename(temporary, target);
  return target;
}
