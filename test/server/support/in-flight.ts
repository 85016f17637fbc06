// Which calls a process had in flight when it was killed.
import { join } from "node:path";
import { openSqliteLedger } from "../../../ledger/index.ts";
import type { TestCampaign } from "../../builders.ts";

/**
 * Calls that the process of this number has reserved and not settled: asked, or answered and not yet stored. Read it after the process has ended and
 * before another one takes its calls up.
 */
export async function inFlightOf({ folder, name }: TestCampaign, pid: number | undefined): Promise<number> {
  const ledger = await openSqliteLedger(join(folder, "ledger.sqlite"));
  try {
    return (await ledger.calls(name)).filter(({ owner, state }) => state === "reserved" && owner.includes(`:${String(pid)}:`)).length;
  } finally {
    await ledger.close();
  }
}
