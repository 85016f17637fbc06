// every-step: each proper prefix once, never the whole solution, never a draw twice.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "../../../../methods/search/index.ts";
import type { SearchSolution } from "../../../../methods/search/index.ts";
import type { StrategyConfiguration } from "../../../../schemas/index.ts";
import { answer, problemOf, run, wrongSolution } from "./oracle.ts";

const everyStep: StrategyConfiguration = { kind: "every-step", k: 4, stop: "fixed" };

describe("every-step", () => {
  it("asks for all proper prefixes of all solutions in one round", () => {
    const { rounds } = run(problemOf(wrongSolution(3, 0), wrongSolution(2, 4)), everyStep, () => "wrong");
    expect(rounds).toEqual([
      [
        { solution: 0, step: 1, from: 0, count: 4, stop: "fixed" },
        { solution: 0, step: 2, from: 0, count: 4, stop: "fixed" },
        { solution: 4, step: 1, from: 0, count: 4, stop: "fixed" },
      ],
    ]);
  });

  it("never rolls out a finished solution: one step needs no probe", () => {
    expect(decide(problemOf(wrongSolution(1), wrongSolution(0, 1)), [], everyStep)).toEqual({ kind: "done", abstained: [] });
  });

  it("probes right and ungraded solutions too, unless only wrong ones are asked for", () => {
    const solutions = (["c", "w", "u"] as const).map((outcome, solution): SearchSolution => ({ solution, outcome, steps: 2, tokens: 20 }));
    const probed = (configuration: StrategyConfiguration) => {
      const decision = decide(problemOf(...solutions), [], configuration);
      return decision.kind === "probe" ? decision.probes.map(({ solution }) => solution) : [];
    };
    expect(probed(everyStep)).toEqual([0, 1, 2]);
    expect(probed({ ...everyStep, probe: "all" })).toEqual([0, 1, 2]);
    expect(probed({ ...everyStep, probe: "wrong" })).toEqual([1]);
  });

  it("is content with a first success under first_success, and not under fixed", () => {
    const seen = answer({ solution: 0, step: 1, from: 0, count: 2, stop: "first_success" }, () => "correct");
    const problem = problemOf(wrongSolution(2));
    expect(decide(problem, [seen], { ...everyStep, stop: "first_success" })).toEqual({ kind: "done", abstained: [] });
    expect(decide(problem, [seen], everyStep)).toMatchObject({ probes: [{ from: 2, count: 2 }] });
  });

  it("covers each prefix once, in k draws that never overlap, however the answers are cut", () => {
    const grade = fc.constantFrom("correct" as const, "wrong" as const, "invalid" as const);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(grade, { minLength: 1, maxLength: 30 }),
        (lengths, k, most, grades) => {
          const problem = problemOf(...lengths.map((steps, solution) => wrongSolution(steps, solution)));
          const configuration: StrategyConfiguration = { kind: "every-step", k, stop: "fixed" };
          const observations = [];
          const draws: string[] = [];
          for (
            let decision = decide(problem, [], configuration);
            decision.kind === "probe";
            decision = decide(problem, observations, configuration)
          ) {
            const probe = decision.probes[0];
            if (probe === undefined) break;
            const part = { ...probe, count: Math.min(probe.count, most) };
            for (let draw = part.from; draw < part.from + part.count; draw++) draws.push(`${part.solution} ${part.step} ${draw}`);
            observations.push(answer(part, (solution, step, draw) => grades[(solution + step + draw) % grades.length] ?? "wrong"));
          }
          const expected = lengths.flatMap((steps, solution) =>
            Array.from({ length: Math.max(0, steps - 1) }, (_, at) =>
              Array.from({ length: k }, (_, draw) => `${solution} ${at + 1} ${draw}`),
            ).flat(),
          );
          expect(draws.toSorted()).toEqual(expected.toSorted());
        },
      ),
    );
  });
});
