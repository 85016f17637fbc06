// A worker that breaks the protocol: its own job gets a verdict with a reason, everybody else's is untouched.
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { createEngine, engineLimits, Slots, type Engine, type EngineProgram } from "../../sandbox/index.ts";
import { descendants } from "./containment.ts";

const fake = fileURLToPath(new URL("fixtures/fake-worker.cjs", import.meta.url));
const engines: Engine[] = [];

function engineOf(mode = "", workers = 1): Engine {
  const program: EngineProgram = {
    name: "js-ivm",
    language: "javascript",
    isolation: "isolate+process",
    limits: { ...engineLimits["js-ivm"], timeoutMs: 200, runs: 50 },
    flags: [],
    spares: 0,
    command: () => ({ command: process.execPath, args: [fake, mode], filter: null }),
    packages: [],
    packagesIn: "every worker",
  };
  const engine = createEngine(program, new Slots(workers));
  engines.push(engine);
  return engine;
}

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
});

describe("a worker that breaks the protocol", () => {
  it.each([
    ["four gigabytes", "infra", "4294967295 bytes"],
    ["a frame over the limit", "infra", "600000 bytes"],
    ["no JSON", "infra", "no reply"],
    ["no reply", "infra", "no reply"],
    ["an unknown status", "infra", "no reply"],
    ["a member too many", "infra", "no reply"],
    ["a negative count", "infra", "no reply"],
    ["another job", "infra", "another request"],
    ["another nonce", "infra", "another request"],
    ["a text too long", "infra", "no reply"],
    ["silence", "timeout", "killed"],
    ["half a frame, then death", "crash", "code 3"],
    ["death", "crash", "SIGSEGV"],
  ])("%s is %s, and the next job is right", async (code, status, reason) => {
    const engine = engineOf();
    const verdict = await engine.run({ kind: "check", code });
    expect([verdict.status, verdict.assertions]).toEqual([status, 0]);
    expect(verdict.reason).toContain(reason);
    // The sandbox's own fault is tried once more in a fresh worker; a timeout is the candidate's.
    expect(verdict.attempts).toBe(status === "timeout" ? 1 : 2);
    expect((await engine.run({ kind: "check", code: "good" })).status).toBe("pass");
    expect((await engine.run({ kind: "check", code: "failing" })).status).toBe("fail");
  });

  it("merges nothing of a reply into anything", async () => {
    const verdict = await engineOf().run({ kind: "check", code: "a prototype" });
    expect(["infra", "pass"]).toContain(verdict.status);
    expect(Object.getPrototypeOf(verdict)).toBe(Object.prototype);
    expect("polluted" in {}).toBe(false);
  });

  it.each(["two answers at once", "a late second answer"])(
    "%s: the first counts, the second ends the worker, the next job is right",
    async (code) => {
      const engine = engineOf();
      const verdict = await engine.run({ kind: "check", code });
      expect(verdict.status).toBe("pass");
      await new Promise((resolve) => setTimeout(resolve, 100));
      const next = await engine.run({ kind: "check", code: "failing" });
      expect([next.status, next.attempts]).toEqual(["fail", 1]);
    },
  );

  it.each([
    ["dead", "code 1"],
    ["rude", "greet"],
  ])("a worker that starts %s is infra, tried twice", async (mode, reason) => {
    const verdict = await engineOf(mode).run({ kind: "check", code: "good" });
    expect([verdict.status, verdict.attempts]).toEqual(["infra", 2]);
    expect(verdict.reason).toContain(reason);
  });

  it("a command that does not exist is infra", async () => {
    const { name, language, isolation, limits, flags, spares, packages, packagesIn } = {
      name: "js-ivm",
      language: "javascript",
      isolation: "none",
      limits: engineLimits["js-ivm"],
      flags: [],
      spares: 0,
      packages: [],
      packagesIn: "every worker",
    } as const satisfies Omit<EngineProgram, "command">;
    const command = () => ({ command: "/nowhere/node", args: [], filter: null });
    const engine = createEngine({ name, language, isolation, limits, flags, spares, packages, packagesIn, command }, new Slots(1));
    engines.push(engine);
    expect((await engine.run({ kind: "check", code: "good" })).status).toBe("infra");
  });

  it("costs only its own verdict among jobs that run beside it", async () => {
    const engine = engineOf("", 3);
    const codes = Array.from(
      { length: 60 },
      (_, index) => ["good", "failing", "death", "no JSON", "another job", "good"][index % 6] ?? "good",
    );
    const verdicts = await Promise.all(codes.map((code) => engine.run({ kind: "check", code })));
    const expected: Record<string, string> = { good: "pass", failing: "fail", death: "crash", "no JSON": "infra", "another job": "infra" };
    expect(verdicts.map(({ status }) => status)).toEqual(codes.map((code) => expected[code]));
  });

  it("leaves no process behind", async () => {
    await expect.poll(() => descendants().length, { timeout: 10_000 }).toBe(0);
  });
});
