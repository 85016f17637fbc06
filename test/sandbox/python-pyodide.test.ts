// Hostile Python against py-pyodide, as a plain process: the weakest setting that the product uses.
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "vitest";
import { createEngine, engineLimits, pyodide, Slots } from "../../sandbox/index.ts";
import { pythonPrograms, pythonTests } from "./programs/python.ts";
import { hostileSuite } from "./suite.ts";

describe("hostile Python in py-pyodide", () => {
  hostileSuite({
    engine: async () =>
      createEngine(await pyodide({ cacheFolder: join(tmpdir(), "steplabel-test-snapshots"), bubblewrap: null, wheels: [] }), new Slots(2)),
    programs: pythonPrograms,
    tests: pythonTests,
    memoryTimeoutMs: 1500,
    memoryBytes: engineLimits["py-pyodide"].residentBytes * 1.1,
    // Every program gets an interpreter of its own, which costs a second of CPU.
    showEvery: 12,
  });
});
