// A verdict for tests: a plain pass, changed where a test says so.
import type { Verdict } from "../../../schemas/sandbox.ts";

export function verdictOf(members: Partial<Verdict>): Verdict {
  return {
    status: "pass",
    reason: "",
    assertions: 0,
    stdout: "",
    stdoutTruncated: false,
    outputs: [],
    wallMs: 1,
    cpuMs: 1,
    peakBytes: 1,
    engine: "js-ivm",
    engineVersion: "",
    profile: "",
    isolation: "isolate+process",
    attempts: 1,
    ...members,
  };
}
