// steplabel run: starts the campaign of a file, or goes on with it.
import { InvalidArgumentError } from "commander";
import type { Command } from "commander";
import type { CampaignFile } from "../../infra/configuration.ts";
import { jsonOption } from "../context.ts";
import type { Perform } from "../context.ts";

interface Options {
  readonly yes?: true;
  readonly json?: true;
  readonly skipInvalid?: true;
  readonly limit?: number;
}

export function addRun(program: Command, perform: Perform): void {
  program
    .command("run")
    .summary("start the campaign of a file, or go on with it")
    .description(
      "Starts the campaign of a file, or goes on where it stopped: what the ledger holds is not asked or paid for again.\nShows what it will cost and asks before the first paid call.",
    )
    .argument("<file>", "campaign file (YAML)")
    .option("--yes", "begin paid calls without asking")
    .option("--skip-invalid", "leave out rows of the problem file that cannot be used (the manifest counts them)")
    .option(
      "--limit <rows>",
      "only the first rows of the problem file (part of the campaign: another limit is another campaign)",
      wholeNumber,
    )
    .option(...jsonOption)
    .action(async (path: string, options: Options) =>
      perform(options, async (context) => {
        const { readCampaignFile } = await import("../../infra/configuration.ts");
        const file = withOptions(await readCampaignFile(path), options);
        // Temporal's native parts are loaded only by the commands that need them.
        const [{ runFile }, { reportOutcome }] = await Promise.all([import("../run-file.ts"), import("../report.ts")]);
        const again = ["steplabel run", quoted(path), ...repeated(options)].join(" ");
        return reportOutcome(context, await runFile(context, { file, consent: options.yes === true ? "given" : "asked", again }), again);
      }),
    );
}

/** Options win over the file. */
function withOptions({ configuration, folder }: CampaignFile, { skipInvalid, limit }: Options): CampaignFile {
  const problems = {
    ...configuration.problems,
    ...(skipInvalid === true ? { skipInvalid } : {}),
    ...(limit === undefined ? {} : { limit }),
  };
  return { configuration: { ...configuration, problems }, folder };
}

function repeated({ skipInvalid, limit }: Options): readonly string[] {
  return [...(skipInvalid === true ? ["--skip-invalid"] : []), ...(limit === undefined ? [] : [`--limit ${limit}`])];
}

/** As a shell takes it back. */
function quoted(path: string): string {
  return /^[\w./@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("Give a whole number from 1 on.");
  return Number(text);
}
