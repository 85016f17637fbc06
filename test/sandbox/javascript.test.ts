// Hostile JavaScript against js-ivm, as a plain process: the weakest setting that the product uses.
import { describe } from "vitest";
import { createEngine, engineLimits, javascript, Slots } from "../../sandbox/index.ts";
import { javascriptPrograms, javascriptTests } from "./programs/javascript.ts";
import { hostileSuite } from "./suite.ts";

describe("hostile JavaScript in js-ivm", () => {
  hostileSuite({
    engine: () => Promise.resolve(createEngine(javascript({ bubblewrap: null }), new Slots(2))),
    programs: javascriptPrograms,
    tests: javascriptTests,
    memoryTimeoutMs: 2000,
    memoryBytes: engineLimits["js-ivm"].residentBytes * 1.1,
    showEvery: 1,
  });
});
