// Reads a problem and its solutions back from the ledger, where the shard's first activity has put them.
import type { Ledger } from "../ledger/index.ts";
import type { ProblemRecord, Solution } from "../schemas/index.ts";

export async function openedProblem(
  ledger: Ledger,
  campaign: string,
  id: string,
): Promise<{ readonly problem: ProblemRecord; readonly solutions: readonly Solution[] }> {
  const problem = await ledger.problem(campaign, id);
  if (problem === null) throw new Error(`The ledger has no problem ${id} of campaign ${campaign}; is this the campaign's own folder?`);
  return { problem, solutions: await ledger.solutions(campaign, id) };
}
