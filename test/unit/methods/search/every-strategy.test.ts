// What holds of every strategy, whatever it is given: it ends, asks for nothing twice, and decides by what was observed alone.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide, searchCost, strategies } from "../../../../methods/search/index.ts";
import type { Observation, SearchConfiguration, SearchProblem, SearchSolution } from "../../../../methods/search/index.ts";
import { searchSchema } from "../../../../schemas/configuration/strategies.ts";
import { answer } from "./oracle.ts";
import type { Oracle } from "./oracle.ts";

const kinds = ["every-step", "bisect", "cost-optimal", "scan", "omega", "posterior"] as const;
const configurations: readonly SearchConfiguration[] = [
  ...kinds.map((kind) => searchSchema.parse({ kind })),
  searchSchema.parse({ kind: "every-step", until: "first_failure", adapt: { by: "ratio_test" } }),
  searchSchema.parse({ kind: "every-step", stop: "first_success", adapt: { by: "root_rate" } }),
  searchSchema.parse({ kind: "bisect", probe: "all", confirm: "neighbours", stop: "first_success" }),
  searchSchema.parse({ kind: "cost-optimal", adapt: { by: "ratio_test", misses: 0.05 } }),
  searchSchema.parse({ kind: "scan", probe: "all", selfConfidence: 0 }),
  searchSchema.parse({ kind: "omega", limit: 0 }),
  searchSchema.parse({ kind: "posterior", probe: "all", confidence: 0.99, limit: 30 }),
];

const solution = fc.record({
  outcome: fc.constantFrom("c" as const, "w" as const, "u" as const),
  steps: fc.constantFrom(0, 1, 2, 5, 33, 200),
  tokens: fc.nat({ max: 1000 }),
});
const count = fc.constantFrom(0, 1, 7, 1000);
const problem = fc
  .record({
    root: fc.option(fc.record({ correct: count, wrong: count, invalid: count })),
    solutions: fc.array(solution, { maxLength: 3 }),
    seed: fc.constant(0),
  })
  .map(({ solutions, ...rest }): SearchProblem => ({
    ...rest,
    solutions: solutions.map((each, index): SearchSolution => ({ ...each, solution: index })),
  }));
const grades = fc.oneof(
  fc.constantFrom("correct" as const, "wrong" as const, "invalid" as const).map((grade) => [grade]),
  fc.array(fc.constantFrom("correct" as const, "wrong" as const, "invalid" as const), { minLength: 2, maxLength: 40 }),
);

describe.each(configurations.map((configuration) => [JSON.stringify(configuration), configuration] as const))("%s", (_, configuration) => {
  it("ends, asks for each draw once and in order, and for proper prefixes alone", () => {
    fc.assert(
      fc.property(problem, grades, (given, list) => {
        const oracle: Oracle = (index, step, draw) => list[(index * 7 + step * 11 + draw) % list.length] ?? "wrong";
        const observations: Observation[] = [];
        const asked = new Map<string, number>();
        for (let round = 0; ; round++) {
          const decision = decide(given, observations, configuration);
          if (decision.kind === "done") break;
          expect(decision.probes.length).toBeGreaterThan(0);
          expect(round).toBeLessThan(2000);
          for (const probe of decision.probes) {
            const steps = given.solutions[probe.solution]?.steps ?? 0;
            const key = `${probe.solution}/${probe.step}`;
            expect(probe.step > 0 && probe.step < steps && probe.count > 0).toBe(true);
            expect(probe.from).toBe(asked.get(key) ?? 0);
            asked.set(key, probe.from + probe.count);
            observations.push(answer(probe, oracle));
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  it("abstains of solutions that it was given, each at most once, and costs no more than its stated worst", () => {
    fc.assert(
      fc.property(problem, grades, (given, list) => {
        const oracle: Oracle = (index, step, draw) => list[(index * 7 + step * 11 + draw) % list.length] ?? "wrong";
        const observations: Observation[] = [];
        let decision = decide(given, observations, configuration);
        for (; decision.kind === "probe"; decision = decide(given, observations, configuration))
          observations.push(...decision.probes.map((probe) => answer(probe, oracle)));
        const named = decision.abstained.map((abstention) => abstention.solution);
        expect(new Set(named).size).toBe(named.length);
        expect(named.every((index) => index < given.solutions.length)).toBe(true);
        const cost = searchCost(
          configuration,
          given.solutions.map(({ steps }) => steps),
        );
        expect(observations.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(cost.worst);
        expect(cost.expected).toBeLessThanOrEqual(cost.worst);
      }),
      { numRuns: 8 },
    );
  });
});

describe("the registry", () => {
  it("has a strategy for each kind that a configuration may name", () => {
    expect(Object.keys(strategies).sort()).toEqual([...kinds].sort());
  });

  it.each(["k", "limit", "confidence", "selfConfidence", "searches"])("refuses a %s of -1", (key) => {
    expect(kinds.every((kind) => !searchSchema.safeParse({ kind, [key]: -1 }).success)).toBe(true);
  });
});
