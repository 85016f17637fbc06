// steplabel worker: serves the queues of one campaign in a further process, against a Temporal server that is running.
import { InvalidArgumentError } from "commander";
import type { Command } from "commander";
import { jsonOption } from "../context.ts";
import type { Perform } from "../context.ts";
import type { Queue } from "../serve-worker.ts";

const queues: readonly Queue[] = ["workflows", "models", "data"];

export function addWorker(program: Command, perform: Perform): void {
  program
    .command("worker")
    .summary("serve the queues of a campaign in a further process")
    .description(
      "Serves the queues of one campaign against the Temporal server of TEMPORAL_ADDRESS, until Ctrl-C. It needs the campaign's folder: the ledger is one file,\nshared by the processes of one machine. `steplabel run` serves all queues itself; this adds a process.",
    )
    .argument("<file>", "campaign file (YAML)")
    .option("--queues <names>", "workflows, models, data, by commas; data belongs to one process, which `run` is", readQueues, [
      "workflows",
      "models",
    ])
    .option(...jsonOption)
    .action(async (path: string, options: { readonly queues: readonly Queue[]; readonly json?: true }) =>
      perform(options, async (context) => {
        const { readCampaignFile } = await import("../../infra/configuration.ts");
        const file = await readCampaignFile(path);
        const { serveWorker } = await import("../serve-worker.ts");
        return serveWorker(context, file, options.queues);
      }),
    );
}

function readQueues(text: string): readonly Queue[] {
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !queues.some((queue) => queue === name));
  if (unknown !== undefined) throw new InvalidArgumentError(`Give some of ${queues.join(", ")}, parted by commas.`);
  return queues.filter((queue) => names.includes(queue));
}
