// steplabel ledger: what is done to a campaign's ledger by hand.
import { Option } from "commander";
import type { Command } from "commander";
import { jsonOption } from "../context.ts";
import type { Perform } from "../context.ts";
import { UsageError, exitCodes } from "../exit-codes.ts";
import { counted } from "../format.ts";

interface Options {
  readonly released?: true;
  readonly paid?: true;
  readonly json?: true;
}

export function addLedger(program: Command, perform: Perform): void {
  const ledger = program
    .command("ledger")
    .summary("settle calls whose answer never came")
    .description("What is done to a campaign's ledger by hand.");
  ledger
    .command("reconcile")
    .summary("settle calls whose answer never came")
    .description(
      "Calls whose answer never came count at their bound until you say what became of them; the provider's bill tells.\nRun it while the campaign stands still: it leaves calls in flight alone.",
    )
    .argument("[campaign]", "campaign file or folder; left out: the only one below campaigns/")
    .addOption(new Option("--released", "they were not charged: take them off the spend").conflicts("paid"))
    .addOption(new Option("--paid", "they were charged: count them as spent, at their bound").conflicts("released"))
    .option(...jsonOption)
    .action(async (place: string | undefined, options: Options) =>
      perform(options, async ({ output }) => {
        if (options.released !== true && options.paid !== true)
          throw new UsageError("Say what became of the calls: --released (not charged) or --paid (charged at their bound).");
        const decision = options.paid === true ? "paid" : "released";
        const { withLedger } = await import("../find-campaign.ts");
        return withLedger(place, async ({ ledger: opened, name }) => {
          await opened.expireLeases(name);
          const calls = await opened.reconcile(name, decision);
          output.emit("reconciled", { campaign: name, decision, calls });
          output.say(
            `${counted(calls, "call")} of campaign ${name} now ${calls === 1 ? "counts" : "count"} as ${decision === "paid" ? "paid" : "not charged"}.`,
          );
          return exitCodes.ok;
        });
      }),
    );
}
