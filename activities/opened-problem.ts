// Reads a problem and its solutions back from the ledger, each solution with its grade by the current checker where there is one.
import type { Ledger } from "../ledger/index.ts";
import type { DrawName, ProblemRecord, Solution } from "../schemas/index.ts";
import { graderVersion, solutionOutcome } from "./grading/index.ts";

export async function openedProblem(
  ledger: Ledger,
  campaign: string,
  id: string,
): Promise<{ readonly problem: ProblemRecord; readonly solutions: readonly Solution[] }> {
  const problem = await ledger.problem(campaign, id);
  if (problem === null) throw new Error(`The ledger has no problem ${id} of campaign ${campaign}; is this the campaign's own folder?`);
  return { problem, solutions: await currentSolutions(ledger, campaign, id) };
}

/** What the ledger calls a solution's grade: a sampled one's is its draw's; a given one has no draw and gets a name of its own. */
export function solutionGradeName({ draw, solution }: Solution): DrawName {
  return draw ?? { requestKey: "given", draw: solution };
}

/** The grades that were stored with the solutions are the ones of the checker that graded them first. */
export async function currentSolutions(ledger: Ledger, campaign: string, problem: string): Promise<readonly Solution[]> {
  const solutions = await ledger.solutions(campaign, problem);
  const grades = await ledger.grades(campaign, problem, graderVersion, solutions.map(solutionGradeName));
  return solutions.map((solution, index) => {
    const current = grades[index];
    return current === null || current === undefined
      ? solution
      : { ...solution, grade: current.grade, outcome: solutionOutcome(current.grade), answer: current.answer };
  });
}
