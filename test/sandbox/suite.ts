// One hostile suite over one engine: every program is one test, and what must hold after all of them is asserted at the end.
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Engine } from "../../sandbox/index.ts";
import { channels, descendants, expectContained, expectWorking, placeCanaries, type Canaries, type HostileProgram } from "./containment.ts";

export interface Suite {
  readonly engine: () => Promise<Engine>;
  readonly programs: readonly HostileProgram[];
  readonly tests: string;
  readonly memoryTimeoutMs: number;
  readonly memoryBytes: number;
  /** After how many programs the engine has to show that it still works. */
  readonly showEvery: number;
}

/** To be called within a `describe`. */
export function hostileSuite(suite: Suite): void {
  let engine: Engine;
  let canaries: Canaries;
  let before: { readonly processes: number; readonly channels: number };
  let run = 0;

  beforeAll(async () => {
    canaries = await placeCanaries();
    before = { processes: descendants().length, channels: channels() };
    engine = await suite.engine();
  });
  afterAll(() => canaries.close());

  it.concurrent.each(suite.programs)("contains $group: $name", async (program) => {
    const { tests, memoryBytes } = suite;
    // A memory bomb gets the time to reach its limit; what ends by itself must not look like a timeout on a busy machine.
    const limits = { memory: suite.memoryTimeoutMs, reach: 5000, forgery: 5000, stack: 5000, cpu: 300, errors: 300, output: 300 };
    const timeoutMs = limits[program.group];
    const verdict = await expectContained(program, canaries.fill(program.code), { engine, tests, timeoutMs, memoryBytes });
    expect(verdict.isolation).toBe(engine.isolation);
    run += 1;
    if (run % suite.showEvery === 0) await expectWorking(engine, tests);
  });

  it("is as it was after all of them: no process, descriptor or change is left", async () => {
    await expectWorking(engine, suite.tests);
    canaries.check();
    await engine.close();
    await expect.poll(() => descendants().length, { timeout: 10_000 }).toBeLessThanOrEqual(before.processes);
    await expect.poll(channels, { timeout: 10_000 }).toBeLessThanOrEqual(before.channels);
  });
}
