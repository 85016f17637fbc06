// One engine: workers of one kind behind `run` and sessions. Which program they run is data (EngineProgram), so all engines share this file.
import type { CodeLanguage, EngineName, Isolation, Verdict } from "../schemas/sandbox.ts";
import { prepareJob, type Job, type PreparedJob } from "./job.ts";
import { profileOf, type Limits } from "./limits.ts";
import type { WireReply } from "./protocol.ts";
import type { Slots } from "./slots.ts";
import { Worker, type WorkerCommand, type WorkerResult } from "./worker.ts";

/** What makes an engine: the program of its workers, what stands around it, and how long one worker may be used. */
export interface EngineProgram {
  readonly name: EngineName;
  readonly language: CodeLanguage;
  readonly isolation: Isolation;
  readonly limits: Limits;
  /** Names what the limits do not: flags and wrappers. Part of the profile. */
  readonly flags: readonly string[];
  /** Workers kept ready beyond those at work, so that start-up is off the critical path. */
  readonly spares: number;
  /** The command of one worker; `packages` are optional packages that it must bring. */
  readonly command: (packages: readonly string[]) => WorkerCommand;
  /** Optional packages that a worker can bring; a job that imports another one gets `unavailable`. */
  readonly packages: readonly string[];
  /** Whether a worker started for no package can serve a job that needs one. */
  readonly packagesIn: "every worker" | "their own workers";
}

/** Steps of one solution in one interpreter that keeps its globals. */
export interface Session {
  /** Runs one piece of code; its own assertions count. After a verdict that ends the session every further step is `unavailable`. */
  step(code: string, options?: { readonly timeoutMs?: number }): Promise<Verdict>;
  close(): Promise<void>;
}

export interface Engine {
  readonly name: EngineName;
  readonly language: CodeLanguage;
  readonly isolation: Isolation;
  readonly profile: string;
  /** Runs one job in a fresh interpreter. Never rejects: what went wrong is the verdict. Cost: one slot for at most the job's limit + 750 ms. */
  run(job: Job): Promise<Verdict>;
  openSession(): Promise<Session>;
  /** Kills every worker. */
  close(): Promise<void>;
  /** Process ids of the living workers. */
  processIds(): number[];
}

const recyclable: ReadonlySet<Verdict["status"]> = new Set(["pass", "fail", "error", "syntax", "unavailable"]);

export function createEngine(program: EngineProgram, slots: Slots): Engine {
  const { limits } = program;
  const profile = profileOf(program.name, limits, program.flags);
  const living = new Set<Worker>();
  const idle = new Map<string, Worker[]>();
  const ending = new Set<Promise<void>>();
  let closed = false;

  const start = (packages: readonly string[]): Worker => {
    const worker = new Worker(program.command(packages));
    living.add(worker);
    return worker;
  };
  const discard = async (worker: Worker) => {
    living.delete(worker);
    await worker.kill();
  };
  const endInBackground = async (worker: Worker) => {
    const done = discard(worker);
    ending.add(done);
    await done;
    ending.delete(done);
  };
  const shelf = (packages: readonly string[]): Worker[] => {
    const key = packages.join(" ");
    const found = idle.get(key) ?? [];
    idle.set(key, found);
    return found;
  };
  const packagesOf = (prepared: PreparedJob): readonly string[] =>
    prepared.kind === "ready" && program.packagesIn === "their own workers" && prepared.preload.length > 0 ? program.packages : [];
  const refill = (packages: readonly string[]) => {
    const workers = shelf(packages);
    if (closed) return;
    while (workers.length < program.spares) workers.push(start(packages));
  };
  const take = (packages: readonly string[]): Worker => {
    const workers = shelf(packages);
    for (let worker = workers.shift(); worker !== undefined; worker = workers.shift()) {
      if (worker.alive) return worker;
      living.delete(worker);
    }
    return start(packages);
  };
  const giveBack = (worker: Worker, packages: readonly string[], reply: WireReply | null) => {
    const reusable =
      reply !== null &&
      worker.alive &&
      !closed &&
      recyclable.has(reply.status) &&
      worker.runs < limits.runs &&
      // The fork server's figure is of a process that is gone already; the others' is of the worker itself.
      (program.name === "py-bwrap" || (reply.peakBytes ?? 0) < limits.residentBytes * 0.8);
    if (reusable) shelf(packages).push(worker);
    else void endInBackground(worker);
  };

  const verdict = (part: Partial<Verdict> & Pick<Verdict, "status" | "reason">, worker: Worker | null, started: number): Verdict => ({
    assertions: 0,
    stdout: "",
    stdoutTruncated: false,
    outputs: [],
    wallMs: Math.round((performance.now() - started) * 10) / 10,
    cpuMs: null,
    peakBytes: null,
    engine: program.name,
    engineVersion: worker?.version ?? "",
    profile,
    isolation: program.isolation,
    attempts: 1,
    ...part,
  });
  const read = (result: WorkerResult, worker: Worker, started: number, timeoutMs: number): Verdict => {
    switch (result.kind) {
      case "reply": {
        const { status, reason, assertions, stdout, truncated, outputs, cpuMs, peakBytes } = result.reply;
        return verdict({ status, reason, assertions, stdout, stdoutTruncated: truncated, outputs, cpuMs, peakBytes }, worker, started);
      }
      case "late":
        return worker.version === ""
          ? verdict({ status: "infra", reason: "the worker did not start in time" }, worker, started)
          : verdict({ status: "timeout", reason: `no verdict within ${timeoutMs} ms; the worker was killed` }, worker, started);
      case "violation":
        return verdict({ status: "infra", reason: `the worker broke the protocol: ${result.reason}` }, worker, started);
      case "died": {
        if (worker.version === "") return verdict({ status: "infra", reason: result.reason }, worker, started);
        return verdict({ status: result.memory ? "memory" : "crash", reason: result.reason }, worker, started);
      }
    }
  };
  const missing = (prepared: PreparedJob & { kind: "ready" }): string | null =>
    prepared.preload.find((name) => !program.packages.includes(name)) ?? null;

  const attempt = (prepared: PreparedJob & { kind: "ready" }): Promise<Verdict> =>
    slots.hold(async () => {
      const packages = packagesOf(prepared);
      const worker = take(packages);
      await worker.ready();
      const started = performance.now();
      // A spare starts while this job runs.
      refill(packages);
      const { wire: job, timeoutMs: timeout_ms, preload } = prepared;
      const result = await worker.ask({ op: "run", timeout_ms, memory: limits.memoryBytes, preload, job });
      const found = read(result, worker, started, timeout_ms);
      // The verdict does not wait for a large process to be gone; `close` does.
      giveBack(worker, packages, result.kind === "reply" ? result.reply : null);
      return found;
    });

  const run = async (job: Job): Promise<Verdict> => {
    const started = performance.now();
    const prepared = prepareJob(job, program.language, limits);
    if (prepared.kind === "refused") return verdict({ status: prepared.status, reason: prepared.reason }, null, started);
    const absent = missing(prepared);
    if (absent !== null) return verdict({ status: "unavailable", reason: `the package ${absent} is not installed` }, null, started);
    const first = await attempt(prepared);
    if (first.status !== "infra" && first.status !== "crash") return first;
    return { ...(await attempt(prepared)), attempts: 2 };
  };

  const openSession = async (): Promise<Session> => {
    const packages = program.packagesIn === "their own workers" ? program.packages : [];
    const worker = await slots.hold(async () => take(packages));
    let ended: string | null = null;
    const opened = await slots.hold(() =>
      worker.ask({ op: "open", timeout_ms: limits.timeoutMs, memory: limits.memoryBytes, preload: program.packages, job: null }),
    );
    if (opened.kind !== "reply" || opened.reply.status !== "pass") ended = "the session could not be opened";
    return {
      step: (code, options = {}) => {
        const started = performance.now();
        const prepared = prepareJob({ kind: "check", code, ...options }, program.language, limits);
        if (prepared.kind === "refused")
          return Promise.resolve(verdict({ status: prepared.status, reason: prepared.reason }, worker, started));
        const absent = missing(prepared);
        if (absent !== null)
          return Promise.resolve(verdict({ status: "unavailable", reason: `the package ${absent} is not installed` }, worker, started));
        return slots.hold(async () => {
          const started = performance.now();
          if (ended !== null) return verdict({ status: "unavailable", reason: ended }, worker, started);
          const { wire, timeoutMs } = prepared;
          const result = await worker.ask({ op: "step", timeout_ms: timeoutMs, memory: limits.memoryBytes, preload: [], job: wire });
          const found = read(result, worker, started, timeoutMs);
          // An exception leaves the globals as they are; a limit that was reached leaves nothing to rely on.
          if (!recyclable.has(found.status)) ended = `the session ended with ${found.status}`;
          return found;
        });
      },
      close: () => discard(worker),
    };
  };

  return {
    name: program.name,
    language: program.language,
    isolation: program.isolation,
    profile,
    run,
    openSession,
    close: async () => {
      closed = true;
      idle.clear();
      await Promise.all([...[...living].map(discard), ...ending]);
    },
    processIds: () => [...living].flatMap((worker) => (worker.alive && worker.processId !== null ? [worker.processId] : [])),
  };
}
