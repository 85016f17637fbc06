// steplabel control: what an operator tells a running campaign. Every word of it may be said twice.
import { InvalidArgumentError } from "commander";
import type { Command } from "commander";
import type { WorkflowHandle } from "@temporalio/client";
import { connectClient } from "../../infra/connection.ts";
import type { BudgetUpdate } from "../../schemas/index.ts";
import { pauseSignal, resumeSignal, setBudgetUpdate, setConcurrencySignal } from "../../workflows/messages.ts";
import { campaignServer } from "../campaign-server.ts";
import { jsonOption } from "../context.ts";
import type { Context, Perform } from "../context.ts";
import { UsageError, exitCodes } from "../exit-codes.ts";
import type { ExitCode } from "../exit-codes.ts";
import { findCampaign } from "../find-campaign.ts";

interface Json {
  readonly json?: true;
}

type Limits = { readonly [Limit in keyof BudgetUpdate]?: number | null };

const campaignArgument = ["[campaign]", "campaign file or folder; left out: the only one below campaigns/"] as const;

export function addControl(program: Command, perform: Perform): void {
  const control = program
    .command("control")
    .summary("pause, resume or cancel a running campaign, or change its limits")
    .description("Tells a running campaign what to do.");
  const plain = (name: string, description: string, done: string, send: (handle: WorkflowHandle) => Promise<unknown>): void => {
    control
      .command(name)
      .description(description)
      .argument(...campaignArgument)
      .option(...jsonOption)
      .action(async (place: string | undefined, options: Json) =>
        perform(options, async (context) => tell(context, place, { done, send })),
      );
  };
  plain("pause", "Begins no new problem or round until it is resumed; calls in flight end.", "is paused", async (handle) =>
    handle.signal(pauseSignal),
  );
  plain("resume", "Goes on after a pause.", "goes on", async (handle) => handle.signal(resumeSignal));
  plain(
    "cancel",
    "Ends the campaign: what is decided is written, and `steplabel run` can go on with it.",
    "is being cancelled",
    async (handle) => handle.cancel(),
  );
  control
    .command("concurrency")
    .description("Changes how many problems are worked on at once.")
    .argument("<problems>", "1 to 500", problemsAtOnce)
    .argument(...campaignArgument)
    .option(...jsonOption)
    .action(async (problems: number, place: string | undefined, options: Json) =>
      perform(options, async (context) =>
        tell(context, place, {
          done: `works on ${problems} problems at once`,
          send: async (handle) => handle.signal(setConcurrencySignal, problems),
        }),
      ),
    );
  control
    .command("budget")
    .description("Changes the limits of a running campaign; `none` removes one. The next `steplabel run` takes the file's again.")
    .argument(...campaignArgument)
    .option("--usd <dollars>", "US dollars", limit)
    .option("--tokens <number>", "prompt and completion tokens together", limit)
    .option("--calls <number>", "calls to models", limit)
    .option(...jsonOption)
    .action(async (place: string | undefined, { json, ...limits }: Limits & Json) =>
      perform(json === true ? { json } : {}, async (context) => {
        if (Object.keys(limits).length === 0) throw new UsageError("Say which limit: --usd, --tokens or --calls, with a number or `none`.");
        return tell(context, place, {
          done: "has its new budget",
          send: async (handle) => handle.executeUpdate(setBudgetUpdate, { args: [limits as BudgetUpdate] }),
        });
      }),
    );
}

async function tell(
  context: Context,
  place: string | undefined,
  { done, send }: { readonly done: string; readonly send: (handle: WorkflowHandle) => Promise<unknown> },
): Promise<ExitCode> {
  const { name, folder } = await findCampaign(place);
  const notRunning = new UsageError(`Campaign ${name} is not running; \`steplabel run\` starts it or goes on with it.`);
  const server = await campaignServer(folder, context.environment);
  if (server === null) throw notRunning;
  const client = await connectClient(server.address);
  try {
    await send(client.workflow.getHandle(name));
  } catch (error) {
    // The server knows no running workflow of this name.
    if ((error as Error).name === "WorkflowNotFoundError") throw notRunning;
    throw error;
  } finally {
    await client.connection.close();
  }
  context.output.emit("told", { campaign: name, done });
  context.output.say(`Campaign ${name} ${done}.`);
  return exitCodes.ok;
}

function problemsAtOnce(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 500) throw new InvalidArgumentError("Give a whole number from 1 to 500.");
  return value;
}

function limit(text: string): number | null {
  if (text === "none") return null;
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0)) throw new InvalidArgumentError("Give a number from 0 on, or `none`.");
  return value;
}
