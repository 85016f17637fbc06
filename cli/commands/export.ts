// steplabel export: hands a campaign's tables over in the format that a trainer loads.
import { join } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import type { Command } from "commander";
import { tableNames } from "../../datasets/tables/rows.ts";
import type { Kept, StepwiseLabel, StepwiseReport, TableName } from "../../datasets/index.ts";
import { jsonOption } from "../context.ts";
import type { Perform } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { count, counted } from "../format.ts";
import { harmless } from "../terminal.ts";

interface Options {
  readonly out?: string;
  readonly json?: true;
}

interface StepwiseOptions extends Options {
  readonly label: StepwiseLabel;
  readonly separator: string;
  readonly testShare: number;
}

const campaignArgument = ["[campaign]", "campaign file or folder; left out: the only one below campaigns/"] as const;
const outOption = ["--out <folder>", "folder that the export becomes; left out: export/<format> in the campaign's folder"] as const;

export function addExport(program: Command, perform: Perform): void {
  const exporting = program
    .command("export")
    .summary("write labels in the format that a trainer loads")
    .description("Writes a campaign's labels in the format that a trainer loads.");
  exporting
    .command("stepwise")
    .description(
      "Writes prompt, completions and labels in Parquet, for TRL's PRMTrainer and axolotl; datasets.load_dataset(folder) reads it.",
    )
    .argument(...campaignArgument)
    .option(...outOption)
    .addOption(
      new Option("--label <view>", "which view the labels are")
        .choices(["hard", "implied", "hard-else-implied"])
        .default("hard-else-implied"),
    )
    .option(
      "--separator <text>",
      "what the trainer puts after every step; \\n stands for a line break",
      (text) => text.replaceAll("\\n", "\n"),
      "\n",
    )
    .option("--test-share <share>", "share of the prompts that go to the test split", share, 0.05)
    .option(...jsonOption)
    .action(async (place: string | undefined, { out, label, separator, testShare, json }: StepwiseOptions) =>
      perform(json === true ? { json } : {}, async ({ output }) => {
        const { exportStepwise } = await import("../../datasets/index.ts");
        const folder = await folderOf(place);
        const target = out ?? join(folder, "export", "stepwise");
        const report = await exportStepwise({ folder, out: target, label, separator, testShare });
        output.emit("exported", { out: target, ...report });
        output.say(stepwiseText(report, target));
        return exitCodes.ok;
      }),
    );
  exporting
    .command("arrow")
    .description("Writes the table of steps, or another, as an Arrow IPC stream.")
    .argument(...campaignArgument)
    .option(...outOption)
    .addOption(new Option("--table <name>", "which table").choices([...tableNames]).default("steps"))
    .option(...jsonOption)
    .action(async (place: string | undefined, { out, table, json }: Options & { readonly table: TableName }) =>
      perform(json === true ? { json } : {}, async ({ output }) => {
        const { exportArrow } = await import("../../datasets/index.ts");
        const folder = await folderOf(place);
        const target = out ?? join(folder, "export", "arrow");
        const report = await exportArrow({ folder, out: target, table });
        output.emit("exported", { out: target, ...report });
        output.say(`${counted(report.rows, "row")} of table ${report.table}: ${harmless(join(target, report.files[0] ?? ""))}`);
        return exitCodes.ok;
      }),
    );
}

async function folderOf(place: string | undefined): Promise<string> {
  const { findCampaign } = await import("../find-campaign.ts");
  return (await findCampaign(place)).folder.path;
}

function stepwiseText(report: StepwiseReport, out: string): string {
  return [
    `Wrote ${harmless(out)} (labels: ${report.label})`,
    ...report.splits.map(
      ({ split, rows, steps, right }) => `  ${split}: ${counted(rows, "row")}, ${counted(steps, "step")}, ${count(right)} right`,
    ),
    `  solutions: ${keptText(report.solutions)}`,
    `  steps: ${keptText(report.steps)}`,
    ...(report.rowsLikelyOver1024Tokens > 0
      ? [
          `  ${counted(report.rowsLikelyOver1024Tokens, "row")} may pass 1,024 tokens, where TRL drops labels by default: raise its max_length.`,
        ]
      : []),
  ].join("\n");
}

function keptText({ total, kept, dropped }: Kept<string>): string {
  const reasons = Object.entries(dropped).filter(([, number]) => number > 0);
  const why = reasons.map(([reason, number]) => `${count(number)} ${reason.replaceAll("_", " ")}`).join(", ");
  return `${count(kept)} of ${count(total)} kept${why === "" ? "" : ` (left out: ${why})`}`;
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && value < 1)) throw new InvalidArgumentError("Give a number from 0 to below 1.");
  return value;
}
