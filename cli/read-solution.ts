// One solution with everything that the ledger holds about its steps, as data.
import { problemEvidence } from "../activities/problem-evidence.ts";
import { solutionId } from "../datasets/index.ts";
import type { CampaignConfiguration, Grade, PrefixCount, ProblemRecord, Solution, SolutionLabels } from "../schemas/index.ts";
import { UsageError } from "./exit-codes.ts";
import type { OpenedLedger } from "./find-campaign.ts";
import { harmless, oneLine } from "./terminal.ts";

export interface ShownRollout {
  readonly draw: number;
  readonly grade: Grade;
  readonly answer: string | null;
  readonly tokens: number;
}

export interface ShownSolution {
  readonly id: string;
  readonly problem: ProblemRecord;
  readonly solution: Solution;
  /** null: it was not chosen for labelling. */
  readonly labels: SolutionLabels | null;
  /** Rollouts of the bare problem; null where none were made. */
  readonly root: PrefixCount | null;
  /** By number of steps of the prefix. */
  readonly rollouts: Readonly<Record<number, readonly ShownRollout[]>>;
}

/** `id` is `<problem>/<index>`; `<problem>/s<index>` is understood too. Throws UsageError where the ledger has no such solution. */
export async function readSolution({ ledger, name, record }: OpenedLedger, id: string): Promise<ShownSolution> {
  const match = /^(.+)\/s?(\d{1,6})$/s.exec(id);
  if (match === null)
    throw new UsageError(`"${oneLine(id)}" is not a solution's id: write <problem>/<index>, such as ${solutionId("gsm8k-17", 0)}.`);
  const [, problemName = "", index = ""] = match;
  const problem = await ledger.problem(name, problemName);
  if (problem === null)
    throw new UsageError(`Campaign ${name} has read no problem "${oneLine(problemName)}" yet; \`steplabel status\` says how far it is.`);
  const { solutions } = JSON.parse(record.configuration) as Pick<CampaignConfiguration, "solutions">;
  // Of a configuration it reads the name and this section, which the ledger keeps as the campaign began.
  const evidence = await problemEvidence(ledger, { name, solutions } as CampaignConfiguration, problem);
  const found = evidence.solutions.find(({ solution }) => solution.solution === Number(index));
  if (found === undefined)
    throw new UsageError(
      evidence.solutions.length === 0
        ? `Problem ${harmless(problemName)} has no solutions yet.`
        : `Problem ${harmless(problemName)} has the solutions 0 to ${evidence.solutions.length - 1}, and no ${index}.`,
    );
  const rollouts: Record<number, readonly ShownRollout[]> = {};
  for (const { solution, count, draws } of evidence.prefixes)
    if (solution === found.solution.solution)
      rollouts[count.step] = draws.map(({ draw, grade }) => ({
        draw: draw.draw,
        grade: grade.grade,
        answer: grade.answer,
        tokens: draw.completionTokens,
      }));
  return {
    id: solutionId(problemName, found.solution.solution),
    problem,
    solution: found.solution,
    labels: found.labels,
    root: evidence.root?.count ?? null,
    rollouts,
  };
}
