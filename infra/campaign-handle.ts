// The campaign's workflow on a server: started, or found running.
import { SearchAttributeType, WorkflowIdConflictPolicy, WorkflowIdReusePolicy, defineSearchAttributeKey } from "@temporalio/common";
import { WorkflowNotFoundError } from "@temporalio/client";
import type { Client, WorkflowHandle } from "@temporalio/client";
import { campaignWorkflowType, setConcurrencySignal, workflowTaskQueue } from "../workflows/messages.ts";
import type { CampaignInput, CampaignResult } from "../workflows/messages.ts";
import { campaignInput } from "./campaign-input.ts";
import { ConfigurationError } from "./configuration.ts";
import type { OpenCampaign } from "./open-campaign.ts";

type Campaign = (input: CampaignInput) => Promise<CampaignResult>;

/**
 * Starting twice is harmless: a running campaign is joined, an ended one is taken up again by its ledger. Call it before the workers start: they serve
 * queues of the campaign's name. Throws ConfigurationError when the server runs another campaign of this name.
 */
export async function startCampaign(client: Client, campaign: OpenCampaign): Promise<WorkflowHandle<Campaign>> {
  const { configuration } = campaign.file;
  const keyword = (name: string) => defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);
  const handle = await client.workflow.start<Campaign>(campaignWorkflowType, {
    workflowId: configuration.name,
    taskQueue: workflowTaskQueue,
    args: [campaignInput(configuration)],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    memo: memoOf(campaign),
    staticSummary: `Campaign ${configuration.name}: ${configuration.strategy.kind}, k = ${configuration.strategy.k}`,
    typedSearchAttributes: [
      { key: keyword("StepLabelCampaign"), value: configuration.name },
      { key: keyword("StepLabelStrategy"), value: configuration.strategy.kind },
      { key: keyword("StepLabelModel"), value: configuration.sampling.completer ?? configuration.sampling.solver },
      { key: keyword("StepLabelPhase"), value: "planning" },
    ],
  });
  await refuseForeignCampaign(client, campaign);
  // One that is joined has the concurrency of the run that started it.
  await handle.signal(setConcurrencySignal, configuration.concurrency.problems);
  return handle;
}

/** A campaign of the same name from another ledger, or with another configuration, would share this one's ids and queues. */
export async function refuseForeignCampaign(client: Client, campaign: OpenCampaign): Promise<void> {
  const { name } = campaign.file.configuration;
  let running: { readonly status: { readonly name: string }; readonly memo?: Record<string, unknown> | undefined };
  try {
    running = await client.workflow.getHandle(name).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return;
    throw error;
  }
  const ours = memoOf(campaign);
  if (
    running.status.name !== "RUNNING" ||
    (running.memo?.["ledger"] === ours.ledger && running.memo["configuration"] === ours.configuration)
  )
    return;
  throw new ConfigurationError(
    `The Temporal server runs another campaign named ${name} (another folder or configuration); give this one another name, or end that one: temporal workflow terminate -w ${name}.`,
  );
}

function memoOf({ ledgerId, configurationHash }: OpenCampaign): { readonly ledger: string; readonly configuration: string } {
  return { ledger: ledgerId, configuration: configurationHash };
}
