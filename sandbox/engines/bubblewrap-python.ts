// py-bwrap: the system's Python in a bubblewrap box, a fork for every run (Linux). Fastest for grading; no browser engine involved.
import { fileURLToPath } from "node:url";
import { boxedCommand } from "../bubblewrap.ts";
import type { EngineProgram } from "../engine.ts";
import { engineLimits, type Limits } from "../limits.ts";
import { seccompFilter } from "../seccomp.ts";

export interface BubblewrapPythonOptions {
  readonly bubblewrap: string;
  /** Real path of a Python below /usr. */
  readonly python: string;
  /** Folder of unpacked pure-Python packages (sympy, mpmath), or null. */
  readonly packages: string | null;
  readonly limits?: Partial<Limits>;
}

const server = fileURLToPath(new URL("../python/fork_server.py", import.meta.url));
const harness = fileURLToPath(new URL("../python/harness.py", import.meta.url));

/** null where the system call filter is not known for this processor. */
export function bubblewrapPython(options: BubblewrapPythonOptions): EngineProgram | null {
  const filter = seccompFilter("candidate");
  if (filter === null) return null;
  const packages = options.packages === null ? [] : [options.packages];
  // -B: no byte code is written; -s -S: no site packages, so that a verdict does not depend on what the machine has.
  const args = ["-s", "-S", "-B", server, filter.toString("base64"), harness, options.packages ?? ""];
  const command = boxedCommand(options.python, args, {
    command: options.bubblewrap,
    filter: "fork-server",
    readable: [options.python, server, harness, ...packages],
    environment: { PYTHONHASHSEED: "0", LANG: "C.UTF-8", PATH: "/nowhere" },
    proc: "none",
    position: "first",
  });
  if (command === null) return null;
  return {
    name: "py-bwrap",
    language: "python",
    isolation: "process+namespaces+seccomp",
    limits: { ...engineLimits["py-bwrap"], ...options.limits },
    flags: ["bwrap", "seccomp", "fork"],
    spares: 0,
    command: () => command,
    packages: options.packages === null ? [] : ["sympy", "mpmath"],
    packagesIn: "every worker",
  };
}
