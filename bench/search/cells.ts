// The simulated solutions that search strategies are measured on: rates that no label model assumes, one first error each.
import { randomStream } from "../../methods/random.ts";
import type { RandomStream } from "../../methods/random.ts";
import type { Observation, SearchProblem } from "../../methods/search/index.ts";
import type { Probe } from "../../schemas/index.ts";

/** T steps, the error uniform; a rollout from a right prefix of t steps succeeds at rate(t), one from a wrong prefix at a rate drawn for that prefix. */
export interface Cell {
  readonly name: string;
  readonly steps: number;
  readonly root: number;
  readonly rate: (step: number) => number;
  readonly recoveries: readonly number[];
}

const steps = 16;
const flat = (root: number, recovery: number): Cell => ({
  name: `flat ${root}, recovery ${recovery}`,
  steps,
  root,
  rate: () => root,
  recoveries: [recovery],
});
const ramping = (root: number): Cell => ({
  name: `ramp ${root}`,
  steps,
  root,
  rate: (step) => root + ((0.97 - root) * step) / steps,
  recoveries: [0, 0, 0.05, 0.3],
});

export const cells: readonly Cell[] = [flat(0.75, 0.05), flat(0.75, 0.2), ramping(0.8), ramping(0.6), ramping(0.4)];

export interface SimulatedSolution {
  readonly error: number;
  readonly problem: SearchProblem;
  readonly answer: (probe: Probe) => Observation;
}

/** Draws that tell the root's rate as good as exactly. */
const exactRoot = 1_000_000;

/** The n-th solution of a cell: one and the same for every strategy. `rootDraws`: samples that its root rate is known by, or "exact". */
export function simulate(cell: Cell, seed: number, index: number, rootDraws: number | "exact"): SimulatedSolution {
  const random = randomStream(seed).split(cell.name).split(index);
  const error = random.nextBelow(cell.steps);
  const recovery = Array.from({ length: cell.steps }, () => cell.recoveries[random.nextBelow(cell.recoveries.length)] ?? 0);
  const draws = rootDraws === "exact" ? exactRoot : rootDraws;
  const correct = rootDraws === "exact" ? Math.round(cell.root * exactRoot) : openGate(random.split("root"), cell.root, rootDraws);
  const rollouts = random.split("rollouts");
  return {
    error,
    problem: {
      root: { correct, wrong: draws - correct, invalid: 0 },
      solutions: [{ solution: 0, outcome: "w", steps: cell.steps, tokens: cell.steps * 20 }],
      seed: 0,
    },
    answer: (probe) => answered(probe, probe.step <= error ? cell.rate(probe.step) : (recovery[probe.step] ?? 0), rollouts),
  };
}

/** Samples until some are right and some wrong: others are not searched. */
function openGate(random: RandomStream, rate: number, draws: number): number {
  for (;;) {
    const correct = successes(random, rate, draws);
    if (correct > 0 && correct < draws) return correct;
  }
}

function answered(probe: Probe, rate: number, random: RandomStream): Observation {
  let used = probe.count;
  let correct = 0;
  if (probe.stop === "first_success") for (used = 0; used < probe.count && correct === 0; used++) correct = successes(random, rate, 1);
  else correct = successes(random, rate, probe.count);
  return { ...probe, correct, wrong: used - correct, invalid: 0, distinct: used, tokens: 0 };
}

function successes(random: RandomStream, rate: number, draws: number): number {
  let correct = 0;
  for (let draw = 0; draw < draws; draw++) if (random.nextFraction() < rate) correct += 1;
  return correct;
}
