// steplabel regrade: grades everything in a campaign's ledger with the current answer checker, without a call.
import type { Command } from "commander";
import { jsonOption } from "../context.ts";
import type { Perform } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { counted } from "../format.ts";
import { listenForInterrupt } from "../interrupt.ts";
import { harmless, oneLine } from "../terminal.ts";

const namedProblems = 10;

export function addRegrade(program: Command, perform: Perform): void {
  program
    .command("regrade")
    .summary("grade what the ledger holds with the current answer checker")
    .description(
      "After an update of the answer checker: grades every stored draw and given solution again, keeps the older grades beside the new ones, and writes\nthe tables anew. Nothing is sampled and nothing is paid; problems that the new grades lead elsewhere are gone on with by the next run.",
    )
    .argument("<file>", "campaign file")
    .option(...jsonOption)
    .action(async (path: string, options: { readonly json?: true }) =>
      perform(options, async ({ output }) => {
        const [{ readCampaignFile }, { regradeCampaign }] = await Promise.all([
          import("../../infra/configuration.ts"),
          import("../../infra/regrade-campaign.ts"),
        ]);
        const interrupt = listenForInterrupt(() => output.note("Stopping after this problem. Ctrl-C again ends at once."));
        try {
          const report = await regradeCampaign(await readCampaignFile(path), { signal: interrupt.controller.signal });
          output.emit("regraded", report);
          output.say(
            `${counted(report.grades, "new grade")} for ${counted(report.problems, "problem")}; tables and manifest in ${harmless(report.folder)} are written anew.`,
          );
          if (report.stale.length > 0) {
            const named = report.stale.slice(0, namedProblems).map(oneLine).join(", ");
            const more = report.stale.length > namedProblems ? `, and ${report.stale.length - namedProblems} more` : "";
            output.say(
              `${counted(report.stale.length, "problem")} to go on with, since the new grades lead elsewhere: ${named}${more}.\n  steplabel run ${path}`,
            );
          }
          return exitCodes.ok;
        } finally {
          interrupt.release();
        }
      }),
    );
}
