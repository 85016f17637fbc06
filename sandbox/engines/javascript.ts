// js-ivm: JavaScript in a fresh isolate of a child process that compiles nothing to machine code.
import { join } from "node:path";
import type { EngineProgram } from "../engine.ts";
import { engineLimits, type Limits } from "../limits.ts";
import { childrenFolder, nodeCommand } from "./node-command.ts";

export interface JavascriptOptions {
  /** The bubblewrap executable, or null for a plain process. */
  readonly bubblewrap: string | null;
  readonly limits?: Partial<Limits>;
}

export function javascript(options: JavascriptOptions): EngineProgram {
  const limits = { ...engineLimits["js-ivm"], ...options.limits };
  const flags = ["--jitless", "--max-old-space-size=64"];
  const command = nodeCommand({
    flags,
    program: join(childrenFolder, "javascript.cjs"),
    args: [String(limits.memoryBytes), String(limits.residentBytes)],
    readable: [],
    bubblewrap: options.bubblewrap,
    dataLimit: limits.residentBytes,
  });
  return {
    name: "js-ivm",
    language: "javascript",
    isolation: options.bubblewrap === null ? "isolate+process" : "isolate+process+namespaces",
    limits,
    flags: [...flags, ...(options.bubblewrap === null ? [] : ["bwrap", "seccomp"])],
    spares: 0,
    command: () => command,
    packages: [],
    packagesIn: "every worker",
  };
}
