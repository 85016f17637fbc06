// Hostile Python against py-bwrap, where this machine allows it.
import { findBubblewrap, findSystemPython } from "../../sandbox/bubblewrap.ts";
import { describe } from "vitest";
import { bubblewrapPython, createEngine, engineLimits, Slots } from "../../sandbox/index.ts";
import { pythonPrograms, pythonTests } from "./programs/python.ts";
import { hostileSuite } from "./suite.ts";

const bubblewrap = findBubblewrap();
const python = findSystemPython();
const program = bubblewrap === null || python === null ? null : bubblewrapPython({ bubblewrap, python, packages: null });
const trial = program === null ? null : createEngine(program, new Slots(1));
const works = trial !== null && (await trial.run({ kind: "check", code: "assert True" })).status === "pass";
await trial?.close();

describe.skipIf(!works)("hostile Python in py-bwrap (needs bubblewrap and a system Python)", () => {
  hostileSuite({
    engine: () => (program === null ? Promise.reject(new Error("no py-bwrap")) : Promise.resolve(createEngine(program, new Slots(2)))),
    programs: pythonPrograms,
    tests: pythonTests,
    memoryTimeoutMs: 2000,
    memoryBytes: engineLimits["py-bwrap"].residentBytes * 1.1,
    showEvery: 1,
  });
});
