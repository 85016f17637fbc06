// A policy whose success after each prefix is known: it answers probes, so that strategies can be run to their end.
import { decide } from "../../../../methods/search/index.ts";
import type { Abstention, Observation, SearchConfiguration, SearchProblem, SearchSolution } from "../../../../methods/search/index.ts";
import type { Probe } from "../../../../schemas/index.ts";

/** What one draw after a prefix comes to. */
export type Oracle = (solution: number, step: number, draw: number) => "correct" | "wrong" | "invalid";

export function answer(probe: Probe, oracle: Oracle): Observation {
  const counts = { correct: 0, wrong: 0, invalid: 0 };
  for (let draw = probe.from; draw < probe.from + probe.count; draw++) {
    counts[oracle(probe.solution, probe.step, draw)] += 1;
    if (probe.stop === "first_success" && counts.correct > 0) break;
  }
  const used = counts.correct + counts.wrong + counts.invalid;
  return { ...probe, ...counts, distinct: used, tokens: used * 10 };
}

export interface Run {
  readonly rounds: readonly (readonly Probe[])[];
  readonly observations: readonly Observation[];
  readonly abstained: readonly Abstention[];
}

/** Asks and answers until the strategy is done. */
export function run(problem: SearchProblem, configuration: SearchConfiguration, oracle: Oracle): Run {
  const rounds: Probe[][] = [];
  const observations: Observation[] = [];
  for (;;) {
    const decision = decide(problem, observations, configuration);
    if (decision.kind === "done") return { rounds, observations, abstained: decision.abstained };
    if (rounds.length > 1000) throw new Error("The strategy does not end.");
    rounds.push([...decision.probes]);
    for (const probe of decision.probes) observations.push(answer(probe, oracle));
  }
}

export function wrongSolution(steps: number, solution = 0): SearchSolution {
  return { solution, outcome: "w", steps, tokens: steps * 10 };
}

export function problemOf(...solutions: readonly SearchSolution[]): SearchProblem {
  return { root: { correct: 4, wrong: 4, invalid: 0 }, solutions, seed: 0 };
}
