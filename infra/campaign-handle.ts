// The campaign's workflow on a server: started, or found running.
import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy, defineSearchAttributeKey, SearchAttributeType } from "@temporalio/common";
import type { Client, WorkflowHandle } from "@temporalio/client";
import type { CampaignConfiguration } from "../schemas/index.ts";
import { campaignWorkflowType, workflowTaskQueue } from "../workflows/messages.ts";
import type { CampaignInput, CampaignResult } from "../workflows/messages.ts";
import { campaignInput } from "./campaign-input.ts";

type Campaign = (input: CampaignInput) => Promise<CampaignResult>;

/** Starting twice is harmless: a running campaign is joined, an ended one is taken up again by its ledger. */
export async function startCampaign(client: Client, configuration: CampaignConfiguration): Promise<WorkflowHandle<Campaign>> {
  const keyword = (name: string) => defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);
  return client.workflow.start<Campaign>(campaignWorkflowType, {
    workflowId: configuration.name,
    taskQueue: workflowTaskQueue,
    args: [campaignInput(configuration)],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    staticSummary: `Campaign ${configuration.name}: ${configuration.strategy.kind}, k = ${configuration.strategy.k}`,
    typedSearchAttributes: [
      { key: keyword("StepLabelCampaign"), value: configuration.name },
      { key: keyword("StepLabelStrategy"), value: configuration.strategy.kind },
      { key: keyword("StepLabelModel"), value: configuration.sampling.completer ?? configuration.sampling.solver },
      { key: keyword("StepLabelPhase"), value: "planning" },
    ],
  });
}
