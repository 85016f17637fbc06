// The activities that workflows call: queue, timeouts and retries of each port in one place.
import { ActivityCancellationType, proxyActivities } from "@temporalio/workflow";
import type { ActivityInterfaceFor, ActivityOptions } from "@temporalio/workflow";
import type { DataPort, SamplerPort } from "../schemas/index.ts";
import { dataTaskQueue, modelTaskQueue } from "./messages.ts";
import type { ModelBounds } from "./messages.ts";

// Proxies want an index signature, which an interface does not have.
type Activities<Port> = { [Name in keyof Port]: Port[Name] };

const dataOptions: ActivityOptions = {
  startToCloseTimeout: "30 minutes",
  heartbeatTimeout: "20 seconds",
  retry: { initialInterval: "500 milliseconds", backoffCoefficient: 2, maximumInterval: "10 seconds", maximumAttempts: 5 },
};

/** Reading and writing the campaign's files and records. */
export function dataActivities(campaign: string): ActivityInterfaceFor<Activities<DataPort>> {
  return proxyActivities<Activities<DataPort>>({ ...dataOptions, taskQueue: dataTaskQueue(campaign) });
}

/**
 * Calls to one model. A round waits its turn at the rate limit inside the activity, so start-to-close is long; a lost worker is found by the
 * missing heartbeat. No schedule-to-close: a campaign that was stopped for a week goes on.
 */
export function sampler(campaign: string, model: ModelBounds): ActivityInterfaceFor<Activities<SamplerPort>> {
  return proxyActivities<Activities<SamplerPort>>(samplerOptions(campaign, model));
}

export function samplerOptions(campaign: string, model: ModelBounds): ActivityOptions {
  return {
    taskQueue: modelTaskQueue(campaign, model.alias),
    startToCloseTimeout: "6 hours",
    heartbeatTimeout: "15 seconds",
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "1 minute", maximumAttempts: model.maximumAttempts },
  };
}
