// Everything that the ledger holds of one problem, laid out for labels and tables: no call, no text leaves the worker.
import type { Ledger } from "../ledger/index.ts";
import { labelSolution } from "../methods/labels/index.ts";
import { chooseSolutions, gate } from "../methods/search/index.ts";
import type {
  CampaignConfiguration,
  Draw,
  GradeRecord,
  PrefixCount,
  ProbeRecord,
  ProblemRecord,
  Solution,
  SolutionLabels,
} from "../schemas/index.ts";
import { graderVersion } from "./grading/index.ts";
import { currentSolutions } from "./opened-problem.ts";
import { solutionSummary } from "./solution-summary.ts";

export interface GradedDraw {
  readonly draw: Draw;
  readonly grade: GradeRecord;
}

/** One measured prefix. `solution` -1 and count.step 0 are the bare problem. */
export interface MeasuredPrefix {
  readonly solution: number;
  readonly count: PrefixCount;
  readonly tokens: number;
  readonly model: string;
  readonly requestKey: string;
  readonly draws: readonly GradedDraw[];
  /** Draws that the strategy asked for; under first_success fewer may have been used. */
  readonly asked: number;
}

export interface LabelledSolution {
  readonly solution: Solution;
  /** null: not chosen for labelling. */
  readonly labels: SolutionLabels | null;
}

export interface ProblemEvidence {
  readonly problem: ProblemRecord;
  readonly root: MeasuredPrefix | null;
  readonly prefixes: readonly MeasuredPrefix[];
  readonly solutions: readonly LabelledSolution[];
}

/** Cost: one read a probe. */
export async function problemEvidence(
  ledger: Ledger,
  { name: campaign, solutions: { gate: mode, wrong, right } }: CampaignConfiguration,
  problem: ProblemRecord,
): Promise<ProblemEvidence> {
  const [solutions, probes] = await Promise.all([
    currentSolutions(ledger, campaign, problem.problem),
    ledger.probes(campaign, problem.problem),
  ]);
  const prefixes: MeasuredPrefix[] = [];
  for (const records of groupedByPrefix(probes)) prefixes.push(await measuredPrefix(ledger, campaign, problem.problem, records));
  const root = prefixes.find(({ solution }) => solution === -1) ?? null;
  const closed =
    root !== null &&
    gate({ correct: root.count.correct, wrong: root.count.k - root.count.correct, invalid: root.count.invalid }, mode).kind === "closed";
  const chosen = new Set(
    chooseSolutions({ solutions: solutions.map(solutionSummary), wrong: closed ? 0 : wrong, right: closed ? 0 : right }).map(
      ({ solution }) => solution,
    ),
  );
  return {
    problem,
    root,
    prefixes,
    solutions: solutions.map((solution) => ({
      solution,
      labels: chosen.has(solution.solution)
        ? labelSolution({
            outcome: solution.outcome,
            steps: solution.steps.length,
            root: root?.count ?? null,
            counts: prefixes.filter((prefix) => prefix.solution === solution.solution).map(({ count }) => count),
          })
        : null,
    })),
  };
}

/** A probe over one round's draws is kept as several: they are one measurement. Probes come in order of solution, step, from. */
function groupedByPrefix(probes: readonly ProbeRecord[]): readonly (readonly [ProbeRecord, ...ProbeRecord[]])[] {
  const groups = new Map<string, [ProbeRecord, ...ProbeRecord[]]>();
  for (const probe of probes) {
    const key = `${probe.solution}/${probe.step}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [probe]);
    else group.push(probe);
  }
  return [...groups.values()];
}

async function measuredPrefix(
  ledger: Ledger,
  campaign: string,
  problem: string,
  records: readonly [ProbeRecord, ...ProbeRecord[]],
): Promise<MeasuredPrefix> {
  const [{ solution, step, stop, model, requestKey }] = records;
  const draws: GradedDraw[] = [];
  for (const { from, used } of records) {
    const found = await ledger.draws(requestKey, from, used);
    const grades = await ledger.grades(campaign, problem, graderVersion, found);
    for (const [index, draw] of found.entries()) {
      const grade = grades[index];
      if (grade !== null && grade !== undefined) draws.push({ draw, grade });
    }
  }
  const valid = draws.filter(({ grade: { grade } }) => grade.kind !== "invalid");
  return {
    solution,
    count: {
      step,
      correct: valid.filter(({ grade: { grade } }) => grade.kind === "correct").length,
      k: valid.length,
      invalid: draws.length - valid.length,
      distinct: new Set(valid.map(({ draw }) => draw.text.trim())).size,
      stop,
    },
    tokens: draws.reduce((sum, { draw }) => sum + draw.completionTokens, 0),
    model,
    requestKey,
    draws,
    asked: records.reduce((sum, { count }) => sum + count, 0),
  };
}
