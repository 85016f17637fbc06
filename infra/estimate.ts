// What a run is expected to cost, and the most that it can.
import type { InputCheck } from "../activities/index.ts";
import type { CampaignConfiguration } from "../schemas/index.ts";

export interface RunEstimate {
  readonly problems: number;
}

export function estimateRun(input: InputCheck, _configuration: CampaignConfiguration): RunEstimate {
  return { problems: input.usable };
}
