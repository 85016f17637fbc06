// The Temporal server that a campaign runs on now, if it runs: TEMPORAL_ADDRESS, else the embedded one of its folder.
import type { CampaignFolder } from "../infra/campaign-folder.ts";
import type { TemporalAddress } from "../infra/connection.ts";
import { readServerState } from "../infra/temporal-server/index.ts";

export interface CampaignServer {
  readonly address: TemporalAddress;
  readonly uiUrl: string | null;
}

/** null: no server is running for this campaign. Cost: one small file. */
export async function campaignServer(folder: CampaignFolder, environment: NodeJS.ProcessEnv): Promise<CampaignServer | null> {
  const { TEMPORAL_ADDRESS: address = "", TEMPORAL_NAMESPACE: namespace = "default", TEMPORAL_UI_URL: uiUrl = null } = environment;
  if (address !== "") return { address: { address, namespace }, uiUrl };
  const state = await readServerState(folder.server);
  if (state === null || !isAlive(state.pid)) return null;
  return { address: { address: state.address, namespace: "default" }, uiUrl: state.uiAddress };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
