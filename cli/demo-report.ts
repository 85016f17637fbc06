// What the demo found, read from its ledger: nothing here is prepared.
import { problemEvidence } from "../activities/problem-evidence.ts";
import { solutionId } from "../datasets/index.ts";
import type { CampaignConfiguration } from "../schemas/index.ts";
import { demoSeed } from "./demo-campaign.ts";
import { withLedger } from "./find-campaign.ts";
import { count, counted } from "./format.ts";
import { readSolution } from "./read-solution.ts";
import { solutionText } from "./solution-text.ts";

export interface DemoFindings {
  readonly right: number;
  readonly wrong: number;
  readonly ungraded: number;
  /** Labelled steps by the view `hard`. */
  readonly rightSteps: number;
  readonly wrongSteps: number;
  /** Ids of a wrong and a right solution whose steps were measured; null where there is none. */
  readonly examples: { readonly wrong: string | null; readonly right: string | null };
}

/** `configuration` as the campaign ran. Cost: one read a probe of a handful of problems. */
export async function demoFindings(folder: string, configuration: CampaignConfiguration): Promise<DemoFindings> {
  return withLedger(folder, async ({ ledger, name }) => {
    const outcomes = { correct: 0, wrong: 0, ungraded: 0 };
    const steps = { right: 0, wrong: 0 };
    const best: Record<"correct" | "wrong", { readonly id: string; readonly score: number } | null> = { correct: null, wrong: null };
    for (const problem of await ledger.problems(name, 0))
      for (const { solution, labels } of (await problemEvidence(ledger, configuration, problem)).solutions) {
        outcomes[solution.outcome] += 1;
        if (labels === null) continue;
        steps.right += labels.steps.filter(({ hard }) => hard === true).length;
        steps.wrong += labels.steps.filter(({ hard }) => hard === false).length;
        if (solution.outcome === "ungraded") continue;
        // The most telling one: a first error that is not the first step, then the most measured steps.
        const measured = labels.steps.filter(({ count: each }) => each !== null && each.stop !== "graded" && each.k > 0).length;
        const score = measured + ((labels.firstError ?? -1) > 0 ? 100 : 0);
        if (measured > 0 && score > (best[solution.outcome]?.score ?? 0))
          best[solution.outcome] = { id: solutionId(problem.problem, solution.solution), score };
      }
    return {
      right: outcomes.correct,
      wrong: outcomes.wrong,
      ungraded: outcomes.ungraded,
      rightSteps: steps.right,
      wrongSteps: steps.wrong,
      examples: { wrong: best.wrong?.id ?? null, right: best.correct?.id ?? null },
    };
  });
}

export async function demoText(folder: string, findings: DemoFindings, columns: number): Promise<string> {
  const { right, wrong, ungraded, rightSteps, wrongSteps, examples } = findings;
  const lacking = [...(right === 0 ? ["right"] : []), ...(wrong === 0 ? ["wrong"] : [])];
  const shown = [examples.wrong, examples.right].filter((id) => id !== null);
  const texts = await withLedger(folder, async (opened) => {
    const found: string[] = [];
    for (const id of shown) found.push(solutionText(await readSolution(opened, id), { columns, rollouts: "counted" }));
    return found;
  });
  return [
    `Of ${counted(right + wrong + ungraded, "sampled solution")} ${count(right)} came out right, ${count(wrong)} wrong, ${count(ungraded)} could not be graded.`,
    ...(lacking.length > 0
      ? [`None came out ${lacking.join(", and none ")} (seed ${demoSeed}): a model this small is a matter of luck.`]
      : []),
    `Steps labelled by rollouts (view "hard"): ${count(rightSteps)} right, ${count(wrongSteps)} wrong.`,
    ...texts.flatMap((text) => ["", text]),
    "",
  ].join("\n");
}
