// The sandbox as others use it: one engine for each language, chosen by trial on this machine, all behind the same slots.
import { availableParallelism } from "node:os";
import type { CodeLanguage, EngineName, Verdict } from "../schemas/sandbox.ts";
import { findBubblewrap, findSystemPython } from "./bubblewrap.ts";
import { createEngine, type Engine, type EngineProgram, type Session } from "./engine.ts";
import { bubblewrapPython } from "./engines/bubblewrap-python.ts";
import { javascript } from "./engines/javascript.ts";
import { pyodide } from "./engines/pyodide.ts";
import type { Job } from "./job.ts";
import { Slots } from "./slots.ts";

export interface SandboxOptions {
  /** Folder for interpreter snapshots. */
  readonly cacheFolder: string;
  /** Wheels of sympy and mpmath (for py-pyodide) and the folder where both are unpacked (for py-bwrap); null = not installed. */
  readonly packages: { readonly wheels: readonly string[]; readonly folder: string } | null;
  /** Runs at the same time, over all engines. Default: cores - 1, at least 1. */
  readonly workers?: number;
  /** auto: py-bwrap where its trial passes, else py-pyodide. */
  readonly python?: "auto" | "py-bwrap" | "py-pyodide";
  /** auto: bubblewrap around every worker whose trial passes; off: plain processes, and no py-bwrap. */
  readonly bubblewrap?: "auto" | "off";
}

/** What was tried on this machine and what came of it. */
export interface EngineReport {
  readonly engine: EngineName;
  readonly language: CodeLanguage;
  readonly isolation: Verdict["isolation"];
  readonly version: string;
  readonly packages: readonly string[];
  readonly state: "chosen" | "refused";
  /** Why it was refused; "" when chosen. */
  readonly reason: string;
}

export interface Sandbox {
  /** Runs one job. Never rejects; without a working engine the verdict is `unavailable`. */
  run(language: CodeLanguage, job: Job): Promise<Verdict>;
  /** null when no engine of that language works. */
  openSession(language: CodeLanguage): Promise<Session | null>;
  /** The engine of a language after its trial, or null. The first call pays for the trial (at most a few seconds). */
  engine(language: CodeLanguage): Promise<Engine | null>;
  /** Every engine tried so far. */
  reports(): readonly EngineReport[];
  close(): Promise<void>;
}

export function createSandbox(options: SandboxOptions): Sandbox {
  const slots = new Slots(Math.max(1, options.workers ?? availableParallelism() - 1));
  const bubblewrap = options.bubblewrap === "off" ? null : findBubblewrap();
  const reports: EngineReport[] = [];
  const chosen = new Map<CodeLanguage, Promise<Engine | null>>();

  /** Starts a worker, runs one assertion, and keeps the engine only if it held. */
  const trial = async (describe: () => Promise<EngineProgram | null> | EngineProgram | null, name: EngineName): Promise<Engine | null> => {
    const language = name === "js-ivm" ? "javascript" : "python";
    const refuse = (reason: string) => {
      reports.push({ engine: name, language, isolation: "none", version: "", packages: [], state: "refused", reason });
      return null;
    };
    let program: EngineProgram | null = null;
    try {
      program = await describe();
    } catch (error) {
      return refuse(error instanceof Error ? error.message : String(error));
    }
    if (program === null) return refuse("not on this system");
    const engine = createEngine(program, slots);
    const verdict = await engine.run({
      kind: "check",
      code: language === "python" ? "assert 1 + 1 == 2" : "assert(1 + 1 === 2)",
      timeoutMs: 5000,
    });
    const { isolation, packages } = program;
    const report = { engine: name, language, isolation, version: verdict.engineVersion, packages } as const;
    if (verdict.status === "pass" && verdict.assertions === 1) {
      reports.push({ ...report, state: "chosen", reason: "" });
      return engine;
    }
    reports.push({ ...report, state: "refused", reason: `${verdict.status}: ${verdict.reason}` });
    await engine.close();
    return null;
  };

  const choose = async (language: CodeLanguage): Promise<Engine | null> => {
    const boxes = bubblewrap === null ? [null] : [bubblewrap, null];
    if (language === "python" && options.python !== "py-pyodide") {
      const python = findSystemPython();
      const folder = options.packages?.folder ?? null;
      const engine =
        bubblewrap === null || python === null
          ? await trial(() => null, "py-bwrap")
          : await trial(() => bubblewrapPython({ bubblewrap, python, packages: folder }), "py-bwrap");
      if (engine !== null || options.python === "py-bwrap") return engine;
    }
    for (const box of boxes) {
      const engine =
        language === "javascript"
          ? await trial(() => javascript({ bubblewrap: box }), "js-ivm")
          : await trial(
              () => pyodide({ cacheFolder: options.cacheFolder, bubblewrap: box, wheels: options.packages?.wheels ?? [] }),
              "py-pyodide",
            );
      if (engine !== null) return engine;
    }
    return null;
  };
  const engine = (language: CodeLanguage): Promise<Engine | null> => {
    const found = chosen.get(language) ?? choose(language);
    chosen.set(language, found);
    return found;
  };

  return {
    engine,
    reports: () => reports,
    run: async (language, job) => (await engine(language))?.run(job) ?? unavailable(`no engine for ${language} works on this machine`),
    openSession: async (language) => (await engine(language))?.openSession() ?? null,
    close: async () => {
      const engines = await Promise.all(chosen.values());
      await Promise.all(engines.flatMap((item) => (item === null ? [] : [item.close()])));
    },
  };
}

/** The verdict of a run that no engine could take. */
function unavailable(reason: string): Verdict {
  return {
    status: "unavailable",
    reason,
    assertions: 0,
    stdout: "",
    stdoutTruncated: false,
    outputs: [],
    wallMs: 0,
    cpuMs: null,
    peakBytes: null,
    engine: "none",
    engineVersion: "",
    profile: "",
    isolation: "none",
    attempts: 1,
  };
}
