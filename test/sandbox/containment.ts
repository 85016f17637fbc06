// What "contained" means, asserted for every hostile program: verdict in time, memory under its cap, next job right, canaries untouched.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import type { Engine, Job } from "../../sandbox/index.ts";
import type { Verdict } from "../../schemas/sandbox.ts";

export interface HostileProgram {
  readonly group: "cpu" | "errors" | "memory" | "stack" | "reach" | "forgery" | "output";
  readonly name: string;
  /** CANARY stands for the canary file's path, PORT for the canary server's port. */
  readonly code: string;
}

export interface Canaries {
  readonly fill: (code: string) => string;
  /** Throws when one was touched. */
  readonly check: () => void;
  readonly close: () => void;
}

/** A secret in this process's environment, a file, and a server on loopback that nobody may call. */
export async function placeCanaries(): Promise<Canaries> {
  const folder = mkdtempSync(join(tmpdir(), "canary-"));
  const file = join(folder, "canary.txt");
  writeFileSync(file, "sing");
  process.env["STEPLABEL_TEST_SECRET"] = "not to be read";
  let visits = 0;
  const server = createServer((socket) => {
    visits += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    fill: (code) => code.replaceAll("CANARY", file).replaceAll("PORT", String(port)),
    check: () => {
      expect(readFileSync(file, "utf8")).toBe("sing");
      expect(readdirSync(folder)).toEqual(["canary.txt"]);
      expect(visits).toBe(0);
      expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain("toJSON");
    },
    close: () => {
      server.close();
      rmSync(folder, { recursive: true, force: true });
      delete process.env["STEPLABEL_TEST_SECRET"];
    },
  };
}

export interface Rules {
  readonly engine: Engine;
  readonly tests: string;
  readonly timeoutMs: number;
  readonly memoryBytes: number;
}

/** Runs one hostile program and asserts that it cost at most its own verdict. */
export async function expectContained(program: HostileProgram, code: string, rules: Rules): Promise<Verdict> {
  const { engine, tests, timeoutMs, memoryBytes } = rules;
  const job: Job = { kind: "tests", code, tests, entries: ["f"], call: "check", timeoutMs };
  const verdict = await engine.run(job);
  expect(["pass", "infra"]).not.toContain(verdict.status);
  expect(verdict.wallMs).toBeLessThan(timeoutMs + 1500);
  expect(verdict.peakBytes ?? 0).toBeLessThan(memoryBytes);
  expect(verdict.stdout.length).toBeLessThanOrEqual(65_536);
  expect(verdict.reason.length).toBeLessThanOrEqual(4000);
  // A program that printed or filled its memory may have ended as anything; one that forged must be wrong, not invalid.
  if (program.group === "forgery") expect(["fail", "error", "forged", "syntax"]).toContain(verdict.status);
  return verdict;
}

/** The engine still tells right from wrong. */
export async function expectWorking(engine: Engine, tests: string): Promise<void> {
  const python = engine.language === "python";
  const job = (factor: number): Job => ({
    kind: "tests",
    code: python ? `def f(x): return [x, ${factor} * x]` : `const f = (x) => [x, ${factor} * x];`,
    tests,
    entries: ["f"],
    call: "check",
  });
  expect((await engine.run(job(2))).status).toBe("pass");
  expect((await engine.run(job(3))).status).toBe("fail");
}

/** Processes whose parent, over any number of steps, is this one (Linux; elsewhere none are seen). */
export function descendants(): number[] {
  if (process.platform !== "linux") return [];
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      // It ended between the two reads.
    }
  }
  const isOurs = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent === process.pid || (parent !== undefined && parent > 1 && isOurs(parent));
  };
  return [...parents.keys()].filter(isOurs);
}

/** Open descriptors of this process that could belong to a worker: pipes and sockets. */
export function channels(): number {
  return process.platform === "linux" ? readdirSync("/proc/self/fd").length : 0;
}
