// What decisions cost in processor time: one at T = 32, and all those of a problem whose tree grows to 200 states.
import { decide } from "../../methods/search/index.ts";
import type { DrawSummary, Observation, SearchConfiguration, SearchProblem } from "../../methods/search/index.ts";
import { cells, simulate } from "./cells.ts";

/** Milliseconds a decision, mean over whole searches of solutions of 32 steps. */
export function decisionMilliseconds(configuration: SearchConfiguration): number {
  const [first] = cells;
  if (first === undefined) throw new Error("There are no cells.");
  const cell = { ...first, steps: 32, recoveries: [0.2] };
  let decisions = 0;
  let spent = 0;
  for (let index = 0; index < 60; index++) {
    const { problem, answer } = simulate(cell, 3, index, 16);
    const observations: Observation[] = [];
    for (;;) {
      const begun = process.cpuUsage();
      const decision = decide(problem, observations, configuration);
      const { user, system } = process.cpuUsage(begun);
      // The first searches are compiled while they run.
      if (index >= 20) {
        decisions += 1;
        spent += user + system;
      }
      if (decision.kind === "done") break;
      observations.push(...decision.probes.map(answer));
    }
  }
  return spent / decisions / 1000;
}

/** Seconds of all decisions of one problem of 200 probed states, each asked for in a round of its own. */
export function omegaSeconds(): number {
  const problem: SearchProblem = {
    root: { correct: 8, wrong: 8, invalid: 0 },
    solutions: [{ solution: 0, outcome: "w", steps: 32, tokens: 640 }],
    seed: 0,
  };
  const configuration: SearchConfiguration = { kind: "omega", k: 16, stop: "fixed", searches: 1000, limit: 10_000 };
  const observations: Observation[] = [];
  let spent = 0;
  while (observations.length < 200) {
    const begun = process.cpuUsage();
    const decision = decide(problem, observations, configuration);
    const { user, system } = process.cpuUsage(begun);
    spent += user + system;
    if (decision.kind === "done") throw new Error(`The tree ended at ${observations.length} states.`);
    for (const probe of decision.probes) {
      const draws = Array.from({ length: probe.count }, (_, draw): DrawSummary => {
        const prefixes = Array.from({ length: 20 }, (_, step) => (observations.length * 64 + draw) * 64 + step);
        return { outcome: draw % 2 === 0 ? "c" : "w", tokens: 400, prefixes };
      });
      observations.push({ ...probe, correct: 8, wrong: 8, invalid: 0, distinct: 16, tokens: 6400, draws });
    }
  }
  return spent / 1e6;
}
