// steplabel demo: the whole way on this machine, with a real Temporal server and a real (tiny) model.
import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import { jsonOption } from "../context.ts";
import type { Context, Perform } from "../context.ts";
import type { DemoModel } from "../demo-campaign.ts";
import { harmless, oneLine } from "../terminal.ts";

interface Options {
  readonly fresh?: true;
  readonly simulated?: true;
  readonly json?: true;
}

export function addDemo(program: Command, perform: Perform): void {
  program
    .command("demo")
    .summary("label a few solutions on this machine, for nothing")
    .description(
      "Samples solutions to a few word problems with a tiny language model on this machine's processor, labels their steps by rollouts on a real\nTemporal server, and shows what it found. A second time it reads the first one's draws from the ledger. Fetches about 170 MB the first time.",
    )
    .option("--fresh", "throw the earlier demo away and start over")
    .option("--simulated", "use the simulated reasoner instead of the language model")
    .option(...jsonOption)
    .action(async (options: Options) =>
      perform(options, async (context) => {
        const { output, environment } = context;
        const [{ demoCampaign, demoFolder, removeDemo }, { demoFindings, demoText }, { runFile }, { reportOutcome }] = await Promise.all([
          import("../demo-campaign.ts"),
          import("../demo-report.ts"),
          import("../run-file.ts"),
          import("../report.ts"),
        ]);
        const model = options.simulated === true ? "simulated" : await availableModel(context);
        if (options.fresh === true) await removeDemo(model, environment);
        const { file, origin } = await demoCampaign(model);
        const folder = demoFolder(model);
        const again = `steplabel demo${options.simulated === true ? " --simulated" : ""}`;
        if (origin === "resumed")
          output.note(`Going on with the demo in ${folder}: what its ledger holds is not sampled again (--fresh starts over).`);
        const outcome = await runFile(context, { file, consent: "asked", again });
        if (outcome.kind !== "finished" || outcome.stop !== null) return reportOutcome(context, outcome, again);
        const findings = await demoFindings(folder, file.configuration);
        output.emit("found", { model, ...findings });
        output.say(await demoText(folder, findings, output.columns));
        if (model === "local")
          output.say("The model is SmolLM2-135M, one of the smallest there is: it shows that the way works, not how good labels get.\n");
        const exitCode = reportOutcome(context, outcome, again);
        const { wrong, right } = findings.examples;
        output.say(
          `\nLook further:\n  steplabel show ${wrong ?? right ?? "<problem>/<index>"} --campaign ${folder} --rollouts\n  steplabel export stepwise ${folder}\n  steplabel init my-campaign`,
        );
        await keepUi(context, folder);
        return exitCode;
      }),
    );
}

/** Fetches the language model where it is not there yet; the simulated reasoner stands in where that cannot be done. */
async function availableModel({ output }: Context): Promise<DemoModel> {
  const [{ prepareLocalModel }, { InfrastructureError }] = await Promise.all([
    import("../../infra/local-model/index.ts"),
    import("../../infra/error.ts"),
  ]);
  try {
    await prepareLocalModel({ onLine: (line) => output.note(harmless(line)) });
    return "local";
  } catch (error) {
    if (!(error instanceof InfrastructureError)) throw error;
    output.note(`The demo falls back to the simulated reasoner, since the language model cannot be had: ${oneLine(error.message)}`);
    return "simulated";
  }
}

/** On a terminal the server is served on until Enter or Ctrl-C, so that the run can be looked at; on a pipe the demo ends. */
async function keepUi({ output, reader, environment }: Context, folder: string): Promise<void> {
  if (reader === "none" || output.mode === "json" || (environment["TEMPORAL_ADDRESS"] ?? "") !== "") return;
  const [{ startTemporalServer }, { searchAttributes }, { campaignFolder }] = await Promise.all([
    import("../../infra/temporal-server/index.ts"),
    import("../../schemas/search-attributes.ts"),
    import("../../infra/campaign-folder.ts"),
  ]);
  const server = await startTemporalServer({ folder: campaignFolder(folder).server, searchAttributes });
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    output.say(`\nTemporal UI: ${server.uiAddress ?? server.address}`);
    const closed = new Promise((resolve) => lines.once("close", resolve));
    lines.once("SIGINT", () => lines.close());
    await Promise.race([lines.question("Enter ends it. "), closed]);
  } finally {
    lines.close();
    await server.stop();
  }
}
