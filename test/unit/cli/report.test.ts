// What a run came to, in words: outcomes, spend, and how to go on.
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { createOutput } from "../../../cli/output.ts";
import { reportOutcome } from "../../../cli/report.ts";
import type { RunOutcome } from "../../../infra/run-campaign.ts";
import { figures, outcomes } from "./figures.ts";

function reported(outcome: RunOutcome, mode: "people" | "json" = "people") {
  const stdout = new PassThrough({ encoding: "utf8" });
  const output = createOutput(mode, { stdout, stderr: new PassThrough() });
  const code = reportOutcome({ output, environment: {}, reader: "none", log: null }, outcome, "steplabel run c.yaml");
  return { code, text: (stdout.read() as string | null) ?? "" };
}

const finished = (change: Partial<RunOutcome & { kind: "finished" }>): RunOutcome => ({
  kind: "finished",
  figures: figures({ outcomes: outcomes({ finished: 10 }) }),
  stop: null,
  failures: [],
  notBegun: 0,
  folder: "/campaign",
  uiUrl: null,
  ...change,
});

describe("reportOutcome", () => {
  it("names outcomes that occurred, spend settled and unknown, and the files", () => {
    const { code, text } = reported(
      finished({
        figures: figures({
          outcomes: outcomes({ finished: 8, quarantined: 2 }),
          calls: 1200,
          draws: 9000,
          tokens: 1,
          settledMicroUsd: 12_345,
          unknownCalls: 1,
          unknownMicroUsd: null,
        }),
      }),
    );
    expect(code).toBe(0);
    expect(text).toBe(
      [
        "10 problems:",
        "  8 finished",
        "  2 quarantined (no sample solves it: too hard, or bad gold)",
        "1,200 calls, 9,000 draws, 1 token; spent $0.0123.",
        "1 call whose answer never came, at most unknown: `steplabel ledger reconcile` settles what that counts for.",
        "Files: /campaign (tables in data/, manifest.json)",
        "",
      ].join("\n"),
    );
  });

  it("says why problems failed, and how many were not begun, as plain text", () => {
    const { code, text } = reported(
      finished({
        figures: figures({ outcomes: outcomes({ finished: 1, failed: 3 }) }),
        failures: [
          { reason: "models.solver at host \u001b[2J answered 500.", problems: 2 },
          { reason: "cold", problems: 1 },
        ],
        notBegun: 4,
      }),
    );
    expect(code).toBe(3);
    expect(text).toMatch(
      /2 problems failed: models\.solver at host .*answered 500\.\n {2}1 problem failed: cold\n {2}4 problems not begun\n/,
    );
    expect(text).not.toContain("\u001b");
  });

  it.each<[string, RunOutcome, number, string]>([
    [
      "a budget that ran out",
      finished({ stop: { kind: "budget", limit: "usd" } }),
      4,
      "Raise budget.usd, then go on with:\n  steplabel run c.yaml",
    ],
    [
      "problems that failed",
      finished({ figures: figures({ outcomes: outcomes({ failed: 3 }) }) }),
      3,
      "try them again with:\n  steplabel run c.yaml",
    ],
    [
      "a campaign that a model's refusal stopped",
      finished({ stop: { kind: "fatal", reason: "no \u001b[1mkey" } }),
      1,
      "stopped: no key\nMend that",
    ],
    ["an interruption", { kind: "interrupted", folder: "/campaign" }, 130, "go on with:\n  steplabel run c.yaml"],
    ["a no", { kind: "declined" }, 0, "Nothing was begun, nothing was paid."],
  ])("says of %s how to go on", (_, outcome, exitCode, says) => {
    const { code, text } = reported(outcome);
    expect(code).toBe(exitCode);
    expect(text).toContain(says);
  });

  it("for machines: one record with outcome, figures and exit code", () => {
    const { text } = reported(finished({ stop: { kind: "budget", limit: "calls" } }), "json");
    expect(JSON.parse(text)).toMatchObject({
      kind: "done",
      outcome: "finished",
      exitCode: 4,
      again: "steplabel run c.yaml",
      stop: { kind: "budget", limit: "calls" },
      figures: { outcomes: { finished: 10 } },
    });
  });
});
