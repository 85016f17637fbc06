// steplabel show: one solution with the counts and labels of its steps, from the ledger.
import type { Command } from "commander";
import { jsonOption } from "../context.ts";
import type { Perform } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";

interface Options {
  readonly campaign?: string;
  readonly rollouts?: true;
  readonly json?: true;
}

export function addShow(program: Command, perform: Perform): void {
  program
    .command("show")
    .summary("show a solution with the counts and labels of its steps")
    .description("Shows a solution with the counts and labels of its steps, also while the campaign runs.")
    .argument("<solution>", "<problem>/<index>, as the column solution_id has it")
    .option("--campaign <place>", "campaign file or folder; left out: the only one below campaigns/")
    .option("--rollouts", "list the rollouts of every step with outcome and answer")
    .option(...jsonOption)
    .action(async (id: string, options: Options) =>
      perform(options, async ({ output }) => {
        const [{ withLedger }, { readSolution }, { solutionText }] = await Promise.all([
          import("../find-campaign.ts"),
          import("../read-solution.ts"),
          import("../solution-text.ts"),
        ]);
        return withLedger(options.campaign, async (opened) => {
          const shown = await readSolution(opened, id);
          output.emit("solution", shown);
          output.say(solutionText(shown, { columns: output.columns, rollouts: options.rollouts === true ? "listed" : "counted" }));
          return exitCodes.ok;
        });
      }),
    );
}
