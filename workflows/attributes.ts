// Typed search attributes as the workflows set them; schemas/search-attributes.ts is the list that a server registers.
import { SearchAttributeType, defineSearchAttributeKey } from "@temporalio/common";
import type { SearchAttributePair } from "@temporalio/common";
import { upsertSearchAttributes } from "@temporalio/workflow";
import type { SearchAttributeName } from "../schemas/index.ts";
import type { ProblemPlan } from "./messages.ts";

const keyword = (name: SearchAttributeName) => defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);

/** Set at the start of every workflow of a campaign: free, no event of its own. */
export function startAttributes(campaign: string, plan: ProblemPlan): SearchAttributePair[] {
  return [
    { key: keyword("StepLabelCampaign"), value: campaign },
    { key: keyword("StepLabelStrategy"), value: plan.strategy.kind },
    { key: keyword("StepLabelModel"), value: plan.completer.alias },
  ];
}

export function setAttribute(name: "StepLabelPhase" | "StepLabelOutcome", value: string): void {
  upsertSearchAttributes([{ key: keyword(name), value }]);
}
