// Runs a strategy on simulated solutions to its end and counts how often it names the true first error, and at what cost.
import { changePoint, labelSolution } from "../../methods/labels/index.ts";
import type { Judged } from "../../methods/labels/index.ts";
import { decide } from "../../methods/search/index.ts";
import type { Observation, SearchConfiguration } from "../../methods/search/index.ts";
import type { PrefixCount } from "../../schemas/index.ts";
import { simulate } from "./cells.ts";
import type { Cell } from "./cells.ts";

export interface Measured {
  /** Share of all solutions whose named first error is the true one: for posterior the likeliest step, abstained ones included. */
  readonly exact: number;
  readonly exactOfDecided: number;
  readonly early: number;
  readonly abstained: number;
  readonly rollouts: number;
  readonly rounds: number;
  /** The named step's probability, and whether it is right; posterior only. */
  readonly judged: readonly Judged[];
}

export interface MeasureRequest {
  readonly cell: Cell;
  readonly configuration: SearchConfiguration;
  readonly solutions: number;
  readonly rootDraws: number | "exact";
  readonly seed: number;
}

export function measure({ cell, configuration, solutions, rootDraws, seed }: MeasureRequest): Measured {
  const sums = { exact: 0, decided: 0, exactOfDecided: 0, early: 0, rollouts: 0, rounds: 0 };
  const judged: Judged[] = [];
  for (let index = 0; index < solutions; index++) {
    const { error, problem, answer } = simulate(cell, seed, index, rootDraws);
    const observations: Observation[] = [];
    let decision = decide(problem, observations, configuration);
    for (; decision.kind === "probe"; decision = decide(problem, observations, configuration)) {
      observations.push(...decision.probes.map(answer));
      sums.rounds += 1;
    }
    const named = nameFirstError(cell.steps, problem.root, observations, configuration);
    const isRight = named.step === error;
    judged.push({ probability: named.probability, isRight });
    sums.exact += Number(isRight);
    sums.early += Number(named.step !== null && named.step < error);
    sums.rollouts += observations.reduce((sum, { correct, wrong }) => sum + correct + wrong, 0);
    if (decision.abstained.length === 0) {
      sums.decided += 1;
      sums.exactOfDecided += Number(isRight);
    }
  }
  return {
    exact: sums.exact / solutions,
    exactOfDecided: sums.exactOfDecided / Math.max(1, sums.decided),
    early: sums.early / solutions,
    abstained: 1 - sums.decided / solutions,
    rollouts: sums.rollouts / solutions,
    rounds: sums.rounds / solutions,
    judged,
  };
}

function nameFirstError(
  steps: number,
  root: { readonly correct: number; readonly wrong: number } | null,
  observations: readonly Observation[],
  { kind }: SearchConfiguration,
): { readonly step: number | null; readonly probability: number } {
  const counts = observations.map(({ step, correct, wrong, distinct, stop }): PrefixCount => ({
    step,
    correct,
    k: correct + wrong,
    invalid: 0,
    distinct,
    stop,
  }));
  const rootCount =
    root === null
      ? null
      : { step: 0, correct: root.correct, k: root.correct + root.wrong, invalid: 0, distinct: 1, stop: "fixed" as const };
  const labels = labelSolution({ outcome: "wrong", steps, root: rootCount, counts });
  if (kind !== "posterior") {
    // every-step names the first prefix without a success, as Math-Shepherd's hard labels do; the searches what their own ends agree on.
    const first = labels.steps.findIndex(({ hard }) => hard === false);
    return { step: kind === "every-step" ? first : labels.firstError, probability: 1 };
  }
  const probability = changePoint([rootCount, ...labels.steps.map(({ count }) => count)])?.probability ?? new Float64Array();
  const most = Math.max(...probability);
  return { step: probability.indexOf(most), probability: most };
}
