// Search strategies on simulated solutions: how often the named first error is the true one, at how many rollouts, and how well it knows.
import { fitRecalibration, recalibrate } from "../methods/labels/index.ts";
import type { SearchConfiguration } from "../methods/search/index.ts";
import { calibrationError } from "./search/calibration.ts";
import { cells } from "./search/cells.ts";
import { decisionMilliseconds, omegaSeconds } from "./search/cpu.ts";
import { measure } from "./search/measure.ts";
import type { Measured } from "./search/measure.ts";
import { runOmega } from "./search/oracle-questions.ts";
import { memoryBehaviour, pipelineBehaviour } from "./search/pipeline.ts";
import type { Figure } from "./run.ts";

const solutions = 10_000;
const separateSolutions = 4000;
const fieldSolutions = 1000;
const posterior: SearchConfiguration = { kind: "posterior", confidence: 0.9, limit: 64 };
const field: readonly SearchConfiguration[] = [
  { kind: "bisect", k: 8, stop: "fixed" },
  { kind: "every-step", k: 8, stop: "fixed", until: "first_failure" },
];

/** What each cell is to reach: `exact` at least, of all or of the decided; rollouts and abstentions at most. */
const goals: Readonly<
  Record<
    string,
    {
      readonly exact: number;
      readonly of: "all" | "decided";
      readonly rollouts: number;
      readonly withSampledRoot?: number;
      readonly abstained?: number;
    }
  >
> = {
  "flat 0.75, recovery 0.05": { exact: 0.98, of: "all", rollouts: 18, withSampledRoot: 22 },
  "flat 0.75, recovery 0.2": { exact: 0.92, of: "decided", rollouts: 52, abstained: 0.27 },
  "ramp 0.8": { exact: 0.91, of: "all", rollouts: 13 },
  "ramp 0.6": { exact: 0.83, of: "all", rollouts: 21 },
  "ramp 0.4": { exact: 0.72, of: "all", rollouts: 39 },
};

/** With the argument `pipeline`: one run through the real pipeline instead, compared to the same search without one. */
export function run([mode]: readonly string[] = []): Promise<Record<string, Figure>> {
  return mode === "pipeline" ? pipelineFigures() : Promise.resolve(simulatedFigures());
}

async function pipelineFigures(): Promise<Record<string, Figure>> {
  const real = await pipelineBehaviour();
  const memory = memoryBehaviour();
  for (const [name, { solutions, exact, rollouts }] of Object.entries({ pipeline: real, "in memory": memory }))
    process.stdout.write(`${name}: ${solutions} wrong solutions, exact ${exact.toFixed(3)}, ${rollouts.toFixed(1)} rollouts\n`);
  return {
    "pipeline: exact": atLeast(real.exact, 0.95),
    "pipeline and memory: exact apart": atMost(Math.abs(real.exact - memory.exact), 0.04),
    "pipeline and memory: rollouts apart, as a share": atMost(Math.abs(real.rollouts / memory.rollouts - 1), 0.15),
  };
}

function simulatedFigures(): Record<string, Figure> {
  const figures: Record<string, Figure> = {};
  for (const cell of cells) {
    for (const configuration of field)
      print(
        `${cell.name}, ${configuration.kind} k = 8`,
        measure({ cell, configuration, solutions: fieldSolutions, rootDraws: "exact", seed: 1 }),
      );
    const known = measure({ cell, configuration: posterior, solutions, rootDraws: "exact", seed: 1 });
    print(`${cell.name}, posterior`, known);
    const sampled = measure({ cell, configuration: posterior, solutions, rootDraws: 16, seed: 1 });
    print(`${cell.name}, posterior, root from 16`, sampled);
    const goal = goals[cell.name];
    if (goal === undefined) continue;
    const exactOf = (measured: Measured): number => (goal.of === "all" ? measured.exact : measured.exactOfDecided);
    figures[`${cell.name}: exact of ${goal.of}`] = atLeast(exactOf(known), goal.exact);
    figures[`${cell.name}: rollouts`] = atMost(known.rollouts, goal.rollouts);
    if (goal.abstained !== undefined) figures[`${cell.name}: abstained`] = atMost(known.abstained, goal.abstained);
    if (goal.withSampledRoot !== undefined) {
      figures[`${cell.name}, root from 16: exact of ${goal.of}`] = atLeast(exactOf(sampled), goal.exact);
      figures[`${cell.name}, root from 16: rollouts`] = atMost(sampled.rollouts, goal.withSampledRoot);
    }
    if (cell.name.startsWith("ramp")) figures[`${cell.name}: early`] = atMost(known.early, 0.02);
    const separate = measure({ cell, configuration: posterior, solutions: separateSolutions, rootDraws: "exact", seed: 2 });
    const recalibration = fitRecalibration(separate.judged);
    const raw = calibrationError(known.judged);
    const calibrated = calibrationError(
      known.judged.map(({ probability, isRight }) => ({ probability: recalibrate(probability, recalibration), isRight })),
    );
    process.stdout.write(`${cell.name}: calibration error ${raw.toFixed(3)} as stated, ${calibrated.toFixed(3)} recalibrated\n`);
    figures[`${cell.name}: calibration error`] = atMost(calibrated, 0.03);
  }
  return { ...figures, ...omegaFigures(), ...costFigures() };
}

function omegaFigures(): Record<string, Figure> {
  const { expansions, repeats, errors, rollouts } = runOmega(40, 16, { kind: "omega", k: 12, stop: "fixed", searches: 100, limit: 72 });
  process.stdout.write(
    `omega, 40 questions: ${expansions} searches, ${repeats} repeats, ${errors} wrong first errors, ${rollouts} rollouts\n`,
  );
  return {
    "omega: distinct expansions": atLeast(expansions - repeats, 65),
    "omega: rollouts": atMost(rollouts, 3350),
    "omega: repeats": atMost(repeats, 0),
    "omega: first errors that are not the oracle's": atMost(errors, 0),
  };
}

function costFigures(): Record<string, Figure> {
  return {
    "posterior: ms of CPU a decision, T = 32": atMost(decisionMilliseconds(posterior), 1),
    "cost-optimal: ms of CPU a decision, T = 32": atMost(decisionMilliseconds({ kind: "cost-optimal", k: 8, stop: "first_success" }), 1),
    "omega: seconds of CPU of all decisions up to 200 states": atMost(omegaSeconds(), 2),
  };
}

function print(name: string, { exact, exactOfDecided, early, abstained, rollouts, rounds }: Measured): void {
  process.stdout.write(
    `${name}: exact ${exact.toFixed(3)} (of the decided ${exactOfDecided.toFixed(3)}), early ${early.toFixed(3)}, abstained ${abstained.toFixed(3)}, ` +
      `${rollouts.toFixed(1)} rollouts in ${rounds.toFixed(1)} rounds\n`,
  );
}

function atLeast(value: number, goal: number): Figure {
  return { value: Number(value.toFixed(4)), goal: `at least ${goal}`, reached: value >= goal };
}

function atMost(value: number, goal: number): Figure {
  return { value: Number(value.toFixed(4)), goal: `at most ${goal}`, reached: value <= goal };
}
