// Each engine as a user sees it: jobs of every kind, sessions, bad input, a pool under fire, and the choice of an engine.
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { findSandboxPackages } from "../../infra/sandbox-install/index.ts";
import { createEngine, createSandbox, engineLimits, javascript, Slots, type Engine, type Job, type Sandbox } from "../../sandbox/index.ts";

const cacheFolder = join(tmpdir(), "steplabel-test-snapshots");
const sandboxes: readonly [string, Sandbox][] = [
  ["chosen by trial", createSandbox({ cacheFolder, packages: null, workers: 2 })],
  ["without bubblewrap", createSandbox({ cacheFolder, packages: null, bubblewrap: "off", workers: 2 })],
];
afterAll(async () => {
  await Promise.all(sandboxes.map(([, sandbox]) => sandbox.close()));
});

const tests = (code: string, test: string, call = "check"): Job => ({ kind: "tests", code, tests: test, entries: ["f"], call });

describe.each(sandboxes)("Python, %s", (_title, sandbox) => {
  const run = (job: Job) => sandbox.run("python", job);

  it("counts executed assertions of a check and keeps what was printed", async () => {
    const verdict = await run({ kind: "check", code: "print('héllo')\nassert 2 ** 100 > 1\nfor i in range(3): assert i < 3" });
    expect(verdict).toMatchObject({ status: "pass", assertions: 4, stdout: "héllo\n", stdoutTruncated: false, attempts: 1 });
    expect(verdict.engineVersion).toMatch(/^CPython 3\./);
    expect(verdict.profile).toMatch(/^[0-9a-f]{16}$/);
  });
  it("tells fail, error, syntax and unavailable apart", async () => {
    const expected = [
      ["assert 1 == 2", "fail"],
      ["1 / 0", "error"],
      ["raise SystemExit(0)", "error"],
      ["def f(:", "syntax"],
      ["const f = () => 1;", "syntax"],
      ["import sympy", "unavailable"],
      ["import numpy as np", "unavailable"],
      ["import no_such_module", "error"],
    ];
    const verdicts = await Promise.all(expected.map(([code = ""]) => run({ kind: "check", code })));
    expect(verdicts.map(({ status }, index) => [expected[index]?.[0], status])).toEqual(expected);
  });
  it("runs tests against a candidate and counts what held before one failed", async () => {
    const test = "def check(candidate):\n    assert candidate(1) == 1\n    assert candidate(2) == 4, 'square'";
    expect(await run(tests("def f(x): return x * x", test))).toMatchObject({ status: "pass", assertions: 2 });
    expect(await run(tests("def f(x): return x", test))).toMatchObject({ status: "fail", assertions: 1, reason: "AssertionError: square" });
  });
  it("accepts honest values of library and own classes", async () => {
    const code =
      "from collections import Counter, namedtuple, defaultdict\nfrom fractions import Fraction\nfrom enum import Enum\nP = namedtuple('P', 'a b')\nclass C(Enum):\n    A = 1\nclass Q:\n    def __init__(self): self.v = 3\ndef f(x):\n    return [P(1, 2), Counter('aab'), Fraction(1, 2), defaultdict(int, {1: 2}), C.A, Q().v]";
    const test =
      "def check(candidate):\n    r = candidate(0)\n    assert r[0] == (1, 2) and r[1] == {'a': 2, 'b': 1} and r[2] == 0.5 and r[3] == {1: 2} and r[4].value == 1 and r[5] == 3";
    expect(await run(tests(code, test))).toMatchObject({ status: "pass", assertions: 1 });
  });
  it("says what is wrong with the tests or the candidate's names", async () => {
    expect(await run(tests("def f(x): return x", "def check(candidate:"))).toMatchObject({ status: "unavailable" });
    expect(await run(tests("def f(x): return x", "x = 1"))).toMatchObject({ status: "unavailable" });
    expect(await run(tests("def f(x): return x", "def check(candidate): pass"))).toMatchObject({ status: "pass", assertions: 0 });
    expect(await run(tests("def g(x): return x", "def check(candidate): assert candidate(1)"))).toMatchObject({ status: "error" });
    expect(await run(tests("", "def check(candidate): assert candidate(1)"))).toMatchObject({ status: "error" });
  });
  it("runs a program once for each input", async () => {
    const code = "import sys\na, b = map(int, input().split())\nprint(a // b)\nsys.stderr.write('noise')";
    expect(await run({ kind: "program", code, inputs: ["6 3", "9 2"] })).toMatchObject({ status: "pass", outputs: ["2\n", "4\n"] });
    expect(await run({ kind: "program", code, inputs: ["6 3", "1 0", "1 1"] })).toMatchObject({ status: "error", outputs: ["2\n", ""] });
    expect((await run({ kind: "program", code: "if __name__ == '__main__': print(open(0) is not None)", inputs: [""] })).status).not.toBe(
      "infra",
    );
  });
  it("cuts long output and says so", async () => {
    const verdict = await run({ kind: "check", code: "print('x' * 100000)" });
    expect([verdict.status, verdict.stdout.length, verdict.stdoutTruncated]).toEqual(["pass", 65_536, true]);
  });
  it("is deterministic: seeded random numbers, fixed hashes", async () => {
    const code = "import random\nprint(random.random(), hash('a'))";
    const [first, second, other] = [
      await run({ kind: "check", code }),
      await run({ kind: "check", code }),
      await run({ kind: "check", code, seed: 7 }),
    ];
    expect(second.stdout).toBe(first.stdout);
    expect(other.stdout).not.toBe(first.stdout);
  });
  it("refuses what no worker should see", async () => {
    expect(await run({ kind: "check", code: "#".repeat(1_048_576) })).toMatchObject({ status: "error", engineVersion: "" });
    expect(await run({ kind: "check", code: "x = '\ud800'" })).toMatchObject({ status: "syntax" });
    expect(await run(tests("def f(x): return x", "#".repeat(2_000_000)))).toMatchObject({ status: "unavailable" });
  });
  it("keeps globals over the steps of a session, until a step reaches a limit", async () => {
    const session = await sandbox.openSession("python");
    if (session === null) throw new Error("no session");
    expect(await session.step("x = 41\ndef g(): return x + 1")).toMatchObject({ status: "pass", assertions: 0 });
    expect(await session.step("assert g() == 42\nprint(g())")).toMatchObject({ status: "pass", assertions: 1, stdout: "42\n" });
    expect(await session.step("x.y")).toMatchObject({ status: "error", reason: "AttributeError: 'int' object has no attribute 'y'" });
    expect(await session.step("assert x == 41")).toMatchObject({ status: "pass", assertions: 1 });
    expect(await session.step("while True: pass", { timeoutMs: 300 })).toMatchObject({ status: "timeout" });
    expect(await session.step("x")).toMatchObject({ status: "unavailable" });
    await session.close();
    const other = await sandbox.openSession("python");
    expect((await other?.step("x"))?.status).toBe("error");
    await other?.close();
  });
});

describe.each(sandboxes)("JavaScript, %s", (_title, sandbox) => {
  const run = (job: Job) => sandbox.run("javascript", job);

  it("counts assertions, tells the statuses apart and keeps what was printed", async () => {
    const code =
      "assert(1 === 1); console.assert(true); assert.deepStrictEqual([1, { a: new Map([[1, 2]]) }], [1, { a: new Map([[1, 2]]) }]); console.log('é', [1], { a: 1 })";
    expect(await run({ kind: "check", code })).toMatchObject({ status: "pass", assertions: 3, stdout: 'é [1] {"a":1}\n' });
    expect((await run({ kind: "check", code: "assert(false, 'why')" })).reason).toBe("assertion: why");
    expect((await run({ kind: "check", code: "null.x" })).status).toBe("error");
    expect((await run({ kind: "check", code: "def f(x):" })).status).toBe("syntax");
  });
  it("runs tests against functions of every form", async () => {
    const test = "function check(candidate) { assert.deepEqual(candidate(2), [2, 4]); assert.throws(() => candidate(null)); }";
    for (const head of [
      "function f(x)",
      "const f = function (x)",
      "let f = (x) =>",
      "var f = (x) =>",
      "async function g() {}\nfunction f(x)",
    ])
      expect(await run(tests(`${head} { if (x === null) throw new Error('no'); return [x, 2 * x]; }`, test))).toMatchObject({
        status: "pass",
        assertions: 2,
      });
    expect((await run(tests("class f {}", test))).status).toBe("error");
    expect((await run(tests("const f = 1", test))).status).toBe("error");
  });
  it("says what is wrong with the tests", async () => {
    expect((await run(tests("const f = 1", "function check( {"))).status).toBe("unavailable");
    expect((await run(tests("const f = () => 1", "const x = 1"))).status).toBe("unavailable");
    expect((await run(tests("const f = () => 1", "async function check() {}"))).status).toBe("unavailable");
    expect(await run(tests("const f = () => 1", "function check() {}"))).toMatchObject({ status: "pass", assertions: 0 });
  });
  it("runs a program once for each input", async () => {
    const code =
      "const n = Number(require('fs').readFileSync(0, 'utf8')); if (n < 0) throw new Error('negative'); process.stdout.write(String(n * 2) + '\\n');";
    expect(await run({ kind: "program", code, inputs: ["1", "2"] })).toMatchObject({ status: "pass", outputs: ["2\n", "4\n"] });
    expect(await run({ kind: "program", code, inputs: ["1", "-2", "3"] })).toMatchObject({ status: "error", outputs: ["2\n", ""] });
  });
  it("keeps globals over the steps of a session", async () => {
    const session = await sandbox.openSession("javascript");
    expect((await session?.step("var x = 41; function g() { return x + 1; }"))?.status).toBe("pass");
    expect(await session?.step("assert(g() === 42)")).toMatchObject({ status: "pass", assertions: 1 });
    await session?.close();
  });
});

const packages = await findSandboxPackages();
describe.skipIf(packages === null)("sympy (needs the installed packages)", () => {
  it.each(["py-bwrap", "py-pyodide"] as const)("runs in %s", async (python) => {
    const sandbox = createSandbox({ cacheFolder, packages, python });
    const code = "import sympy\nx = sympy.symbols('x')\nassert sympy.simplify((x + 1) ** 2 - x ** 2 - 2 * x - 1) == 0";
    const verdict = await sandbox.run("python", { kind: "check", code, timeoutMs: 30_000 });
    const isThere = (await sandbox.engine("python")) !== null;
    await sandbox.close();
    expect([verdict.status, verdict.assertions]).toEqual(isThere ? ["pass", 1] : ["unavailable", 0]);
  });
});

describe("the pool", () => {
  it("survives workers that are killed at random, and loses no job", async () => {
    const engine: Engine = createEngine(javascript({ bubblewrap: null, limits: { ...engineLimits["js-ivm"], runs: 7 } }), new Slots(2));
    let kills = 0;
    const killer = setInterval(() => {
      const [victim] = engine.processIds();
      if (victim === undefined || kills === 12) return;
      kills += 1;
      process.kill(victim, "SIGKILL");
    }, 100);
    const jobs = Array.from({ length: 200 }, (_, index) =>
      engine.run({ kind: "check", code: `assert(${index} === ${index % 3 === 0 ? -1 : index})` }),
    );
    const verdicts = await Promise.all(jobs);
    clearInterval(killer);
    await engine.close();
    // A killed worker looks like one that was out of memory; its job says so and no other does.
    const wrong = verdicts.filter(({ status }, index) => status !== (index % 3 === 0 ? "fail" : "pass"));
    expect(wrong.every(({ status }) => status === "memory" || status === "crash" || status === "infra")).toBe(true);
    expect(wrong.length).toBeLessThanOrEqual(kills);
    expect(engine.processIds()).toEqual([]);
  });
  it("reports every engine it tried, with the isolation that it got", async () => {
    const [, off] = sandboxes;
    await off?.[1].engine("python");
    await off?.[1].engine("javascript");
    const reports = off?.[1].reports() ?? [];
    expect(reports.map(({ engine, state, isolation }) => [engine, state, isolation])).toEqual(
      expect.arrayContaining([
        ["py-bwrap", "refused", "none"],
        ["py-pyodide", "chosen", "isolate+process"],
        ["js-ivm", "chosen", "isolate+process"],
      ]),
    );
  });
});
