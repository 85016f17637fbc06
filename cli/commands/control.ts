// steplabel control: what an operator tells a running campaign.
import { InvalidArgumentError } from "commander";
import type { Command } from "commander";
import type { BudgetUpdate } from "../../schemas/index.ts";
import { jsonOption } from "../context.ts";
import type { Perform } from "../context.ts";
import { UsageError } from "../exit-codes.ts";
import type { Order } from "../tell-campaign.ts";

interface Json {
  readonly json?: true;
}

const campaignArgument = ["[campaign]", "campaign file or folder; left out: the only one below campaigns/"] as const;

export function addControl(program: Command, perform: Perform): void {
  const control = program
    .command("control")
    .summary("pause, resume or cancel a running campaign, or change its limits")
    .description("Tells a running campaign what to do. Saying anything twice changes nothing.");
  const tell = async (options: Json, place: string | undefined, order: Order): Promise<void> =>
    // The client of Temporal is loaded only when there is something to tell.
    perform(options, async (context) => (await import("../tell-campaign.ts")).tellCampaign(context, place, order));
  const plain = (kind: "pause" | "resume" | "cancel", description: string): void => {
    control
      .command(kind)
      .description(description)
      .argument(...campaignArgument)
      .option(...jsonOption)
      .action(async (place: string | undefined, options: Json) => tell(options, place, { kind }));
  };
  plain("pause", "Begins no new problem or round until it is resumed; calls in flight end.");
  plain("resume", "Goes on after a pause.");
  plain("cancel", "Ends the campaign: what is decided is written, and `steplabel run` can go on with it.");
  control
    .command("concurrency")
    .description("Changes how many problems are worked on at once.")
    .argument("<problems>", "1 to 500", problemsAtOnce)
    .argument(...campaignArgument)
    .option(...jsonOption)
    .action(async (problems: number, place: string | undefined, options: Json) => tell(options, place, { kind: "concurrency", problems }));
  control
    .command("budget")
    .description("Changes the limits of a running campaign; `none` removes one. The next `steplabel run` takes the file's again.")
    .argument(...campaignArgument)
    .option("--usd <dollars>", "US dollars", limit)
    .option("--tokens <number>", "prompt and completion tokens together", limit)
    .option("--calls <number>", "calls to models", limit)
    .option(...jsonOption)
    .action(async (place: string | undefined, { json, ...budget }: BudgetUpdate & Json) => {
      const options = json === true ? { json } : {};
      if (Object.keys(budget).length > 0) return tell(options, place, { kind: "budget", budget });
      return perform(options, async () => {
        throw new UsageError("Say which limit: --usd, --tokens or --calls, with a number or `none`.");
      });
    });
}

function problemsAtOnce(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 500) throw new InvalidArgumentError("Give a whole number from 1 to 500.");
  return value;
}

function limit(text: string): number | null {
  if (text === "none") return null;
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0) || value === Infinity) throw new InvalidArgumentError("Give a number from 0 on, or `none`.");
  return value;
}
