// What a run came to, in words and as an exit code.
import type { RunOutcome } from "../infra/run-campaign.ts";
import type { CampaignFigures, ProblemOutcome } from "../schemas/index.ts";
import type { Context } from "./context.ts";
import { exitCodes } from "./exit-codes.ts";
import type { ExitCode } from "./exit-codes.ts";
import { count, counted, dollars } from "./format.ts";
import { harmless, oneLine } from "./terminal.ts";

export const outcomeWords: Readonly<Record<ProblemOutcome, string>> = {
  finished: "finished",
  quarantined: "quarantined (no sample solves it: too hard, or bad gold)",
  too_easy: "too easy (every sample solves it; no rollouts spent)",
  budget: "stopped by the budget",
  failed: "failed (the next run tries them again)",
};

/** Says what happened and how to go on. `again` is the command that does. */
export function reportOutcome({ output }: Context, outcome: RunOutcome, again: string): ExitCode {
  const exitCode = exitCodeOf(outcome);
  const { kind, ...result } = outcome;
  output.emit("done", { outcome: kind, ...result, exitCode, ...(exitCode === exitCodes.ok ? {} : { again }) });
  switch (outcome.kind) {
    case "declined":
      output.say("Nothing was begun, nothing was paid.");
      break;
    case "interrupted":
      output.say(`Stopped. What was paid for is in ${harmless(outcome.folder)}; go on with:\n  ${again}`);
      break;
    case "cancelled":
      output.say(`Cancelled. What was decided is in ${harmless(outcome.folder)}; go on with:\n  ${again}`);
      break;
    case "finished":
      output.say(figuresText(outcome.figures));
      for (const { reason, problems } of outcome.failures) output.say(`  ${counted(problems, "problem")} failed: ${oneLine(reason)}`);
      if (outcome.notBegun > 0) output.say(`  ${counted(outcome.notBegun, "problem")} not begun`);
      output.say(`Files: ${harmless(outcome.folder)} (tables in data/, manifest.json)`);
      if (outcome.uiUrl !== null)
        output.say(`Temporal UI of this run: ${outcome.uiUrl} (served again by \`steplabel server ${harmless(outcome.folder)}\`)`);
      if (outcome.stop?.kind === "fatal")
        output.say(`The campaign stopped: ${oneLine(outcome.stop.reason)}\nMend that, then go on with:\n  ${again}`);
      if (outcome.stop?.kind === "budget")
        output.say(
          `The campaign stopped at its budget (${outcome.stop.limit}). Raise budget.${outcome.stop.limit}, then go on with:\n  ${again}`,
        );
      else if (exitCode === exitCodes.failedProblems) output.say(`Some problems failed; try them again with:\n  ${again}`);
      break;
  }
  return exitCode;
}

/** A budget that stopped the campaign goes before problems that failed: it is what to mend first. */
export function exitCodeOf(outcome: RunOutcome): ExitCode {
  switch (outcome.kind) {
    case "declined":
      return exitCodes.ok;
    case "cancelled":
    case "interrupted":
      return exitCodes.interrupted;
    case "finished":
      if (outcome.stop?.kind === "fatal") return exitCodes.failure;
      if (outcome.stop?.kind === "budget" || outcome.figures.outcomes.budget > 0) return exitCodes.budget;
      return outcome.figures.outcomes.failed > 0 ? exitCodes.failedProblems : exitCodes.ok;
  }
}

export function figuresText(figures: CampaignFigures): string {
  const outcomes = Object.entries(figures.outcomes).filter(([, problems]) => problems > 0);
  return [
    `${counted(figures.problems, "problem")}:`,
    ...outcomes.map(([outcome, problems]) => `  ${count(problems)} ${outcomeWords[outcome as ProblemOutcome]}`),
    `${counted(figures.calls, "call")}, ${counted(figures.draws, "draw")}, ${counted(figures.tokens, "token")}; spent ${dollars(figures.settledMicroUsd)}.`,
    ...(figures.unknownCalls > 0
      ? [
          `${counted(figures.unknownCalls, "call")} whose answer never came, at most ${dollars(figures.unknownMicroUsd)}: \`steplabel ledger reconcile\` settles what that counts for.`,
        ]
      : []),
  ].join("\n");
}
