// Every kind of error ends in a code and a sentence.
import { describe, expect, it } from "vitest";
import { CallError } from "../../../activities/models/index.ts";
import { UsageError, exitCodes, faultOf } from "../../../cli/exit-codes.ts";
import { exitCodeOf } from "../../../cli/report.ts";
import { DatasetError } from "../../../datasets/index.ts";
import { ConfigurationError } from "../../../infra/configuration.ts";
import { InfrastructureError } from "../../../infra/error.ts";
import type { RunOutcome } from "../../../infra/run-campaign.ts";
import { LedgerError } from "../../../ledger/index.ts";
import { figures, outcomes } from "./figures.ts";

const callError = (kind: CallError["failure"]["kind"]) =>
  new CallError({ kind, retryable: false, retryAfterMs: null, answered: true, parameter: null, sentence: "It says so." });

describe("faultOf", () => {
  it.each([
    ["a wrong command line", new UsageError("Do this."), 2],
    ["a wrong configuration", new ConfigurationError("Mend that."), 2],
    ["a missing column", new DatasetError("missing_column", "No column."), 2],
    ["a full disk", new DatasetError("disk_full", "Full."), 1],
    ["a file that is no ledger", new LedgerError("not_a_ledger", "No ledger."), 2],
    ["a damaged ledger", new LedgerError("corrupt", "Damaged."), 1],
    ["a refused key", callError("authentication"), 2],
    ["an endpoint that is down", callError("server"), 1],
    ["broken infrastructure", new InfrastructureError("No server."), 1],
  ])("%s: its own sentence and the right code", (_, error, exitCode) => {
    expect(faultOf(error, { log: "/campaign/worker.log", detail: "sentence" })).toEqual({ exitCode, message: error.message });
  });

  it("something unforeseen: one sentence, where the log is, and how to see more", () => {
    const { exitCode, message } = faultOf(new TypeError("x is not a function.\n  at y"), {
      log: "/campaign/worker.log",
      detail: "sentence",
    });
    expect(exitCode).toBe(1);
    expect(message).toBe(
      "This should not have happened: x is not a function. The log is /campaign/worker.log. STEPLABEL_DEBUG=1 shows where it was thrown.",
    );
    expect(faultOf("text", { log: null, detail: "sentence" }).message).toBe(
      "This should not have happened: text. STEPLABEL_DEBUG=1 shows where it was thrown.",
    );
  });

  const noSpace = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });

  it.each([
    ["the file system", noSpace],
    ["a quota", Object.assign(new Error("write failed"), { code: "EDQUOT" })],
    ["a library that only has words for it", new Error("IO Error: Could not write file: No space left on device")],
    ["the cause of another error", new Error("It broke.", { cause: noSpace })],
    ["an activity, whose words came back from the server", new InfrastructureError(noSpace.message)],
    ["a part of the infrastructure", new InfrastructureError("The model cannot be fetched.", { cause: noSpace })],
  ])("calls a full disk a full disk: met by %s", (_, error) => {
    for (const detail of ["sentence", "stack"] as const)
      expect(faultOf(error, { log: "/campaign/worker.log", detail })).toEqual({
        exitCode: 1,
        message: "The disk is full; free some space and run the same command again, what is in the ledger is kept.",
      });
  });

  it("keeps a sentence that names what is full, and takes no other broken part for a full disk", () => {
    const options = { log: null, detail: "sentence" } as const;
    const named = new InfrastructureError("It broke.", { cause: new DatasetError("disk_full", "Full there.", { cause: noSpace }) });
    expect(faultOf(named, options)).toEqual({ exitCode: 1, message: "Full there." });
    expect(faultOf(new InfrastructureError("No server.", { cause: new Error("refused") }), options).message).toBe("No server.");
  });

  it("gives the stack where it is asked for", () => {
    expect(faultOf(new TypeError("broken"), { log: null, detail: "stack" }).message).toMatch(/^TypeError: broken\n\s+at /);
  });
});

describe("exitCodeOf", () => {
  const finished = (change: Partial<RunOutcome & { kind: "finished" }>): RunOutcome => ({
    kind: "finished",
    figures: figures(),
    stop: null,
    failures: [],
    notBegun: 0,
    folder: "/campaign",
    uiUrl: null,
    ...change,
  });

  it.each<[string, RunOutcome, number]>([
    ["all finished", finished({ figures: figures({ outcomes: outcomes({ finished: 9, quarantined: 1 }) }) }), exitCodes.ok],
    ["some failed", finished({ figures: figures({ outcomes: outcomes({ finished: 9, failed: 1 }) }) }), exitCodes.failedProblems],
    ["stopped by the budget", finished({ stop: { kind: "budget", limit: "usd" } }), exitCodes.budget],
    [
      "stopped by the budget, and some failed",
      finished({ figures: figures({ outcomes: outcomes({ budget: 1, failed: 1 }) }) }),
      exitCodes.budget,
    ],
    ["stopped by a model that refuses", finished({ stop: { kind: "fatal", reason: "no key" } }), exitCodes.failure],
    ["not begun", { kind: "declined" }, exitCodes.ok],
    ["interrupted", { kind: "interrupted", folder: "/campaign" }, exitCodes.interrupted],
  ])("%s", (_, outcome, exitCode) => {
    expect(exitCodeOf(outcome)).toBe(exitCode);
  });
});
