// steplabel status: where a campaign stands, while it runs and afterwards, from its ledger.
import type { Command } from "commander";
import { jsonOption } from "../context.ts";
import type { Perform } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";

export function addStatus(program: Command, perform: Perform): void {
  program
    .command("status")
    .summary("say where a campaign stands")
    .description("Says where a campaign stands, while it runs and afterwards: problems by outcome, spend by model, what is written.")
    .argument("[campaign]", "campaign file or folder; left out: the only one below campaigns/")
    .option(...jsonOption)
    .action(async (place: string | undefined, options: { readonly json?: true }) =>
      perform(options, async ({ output, environment }) => {
        // What a command needs is loaded when it is carried out: `--help` stays quick.
        const [{ withLedger }, { readStatus }, { statusText }] = await Promise.all([
          import("../find-campaign.ts"),
          import("../read-status.ts"),
          import("../status-text.ts"),
        ]);
        return withLedger(place, async (opened) => {
          const status = await readStatus(opened, environment);
          output.emit("status", status);
          output.say(statusText(status));
          return exitCodes.ok;
        });
      }),
    );
}
