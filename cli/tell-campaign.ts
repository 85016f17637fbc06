// Tells the workflow of a running campaign what an operator wants of it.
import type { WorkflowHandle } from "@temporalio/client";
import { connectClient } from "../infra/connection.ts";
import type { BudgetUpdate } from "../schemas/index.ts";
import { pauseSignal, resumeSignal, setBudgetUpdate, setConcurrencySignal } from "../workflows/messages.ts";
import { campaignServer } from "./campaign-server.ts";
import type { Context } from "./context.ts";
import { UsageError, exitCodes } from "./exit-codes.ts";
import type { ExitCode } from "./exit-codes.ts";
import { findCampaign } from "./find-campaign.ts";

/** Saying any of them twice changes nothing. */
export type Order =
  | { readonly kind: "pause" | "resume" | "cancel" }
  | { readonly kind: "concurrency"; readonly problems: number }
  | { readonly kind: "budget"; readonly budget: BudgetUpdate };

/** Throws UsageError when the campaign is not running, InfrastructureError when its server does not answer. */
export async function tellCampaign({ output, environment }: Context, place: string | undefined, order: Order): Promise<ExitCode> {
  const { name, folder } = await findCampaign(place);
  const notRunning = new UsageError(`Campaign ${name} is not running; \`steplabel run\` starts it or goes on with it.`);
  const server = await campaignServer(folder, environment);
  if (server === null) throw notRunning;
  const client = await connectClient(server.address);
  try {
    await send(client.workflow.getHandle(name), order);
  } catch (error) {
    // The server knows no running workflow of this name.
    if ((error as Error).name === "WorkflowNotFoundError") throw notRunning;
    throw error;
  } finally {
    await client.connection.close();
  }
  output.emit("told", { campaign: name, order });
  output.say(`Campaign ${name} ${toldText(order)}.`);
  return exitCodes.ok;
}

async function send(handle: WorkflowHandle, order: Order): Promise<void> {
  switch (order.kind) {
    case "pause":
      return handle.signal(pauseSignal);
    case "resume":
      return handle.signal(resumeSignal);
    case "cancel":
      await handle.cancel();
      return;
    case "concurrency":
      return handle.signal(setConcurrencySignal, order.problems);
    case "budget":
      return handle.executeUpdate(setBudgetUpdate, { args: [order.budget] });
  }
}

function toldText(order: Order): string {
  switch (order.kind) {
    case "pause":
      return "pauses: calls in flight end, no new ones begin";
    case "resume":
      return "goes on";
    case "cancel":
      return "is being cancelled: what is decided is written, and `steplabel run` can go on with it";
    case "concurrency":
      return `works on ${order.problems} problems at once`;
    case "budget":
      return "has its new budget until the next `steplabel run`, which takes the file's";
  }
}
