// omega: its priorities, its searches, and that none of the known faults of tree searches is in it.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomStream } from "../../../../methods/random.ts";
import { decide, omegaSearches } from "../../../../methods/search/index.ts";
import type { DrawSummary, Observation, RolloutPath, SearchConfiguration, SearchProblem } from "../../../../methods/search/index.ts";
import { bonus, poolState, promise, select } from "../../../../methods/search/omega-pool.ts";
import type { PoolRollout } from "../../../../methods/search/omega-pool.ts";
import { problemOf, wrongSolution } from "./oracle.ts";

type Omega = Extract<SearchConfiguration, { kind: "omega" }>;
const omega: Omega = { kind: "omega", k: 8, stop: "fixed", searches: 100, limit: 200 };

describe("priorities", () => {
  it.each([
    [0.5, 500, 0.6364],
    [0.875, 100, 0.8979],
    [1 / 8, 250, 0.5173],
  ])("Q of MC %d and %d tokens is %d", (rate, tokens, expected) => {
    expect(promise(rate, tokens)).toBeCloseTo(expected, 4);
  });

  it.each([
    [9, 2, 0.125],
    [16, 0, 0.5],
    [0, 0, 0],
  ])("U of %d selections, %d of them of the state, is %d", (selections, selected, expected) => {
    expect(bonus(selections, selected)).toBeCloseTo(expected, 12);
  });

  const rollout = (draw: number, tokens: number): PoolRollout => ({ solution: 0, draw, tokens, steps: 3, prefixes: null });

  it("take the shortest rollout of the most promising state, and never the same one twice", () => {
    const low = poolState({ solution: 0, step: 1, rate: 0.25 }, [rollout(0, 10)]);
    const high = poolState({ solution: 0, step: 2, rate: 0.75 }, [rollout(0, 300), rollout(1, 100), rollout(2, 100)]);
    if (low === null || high === null) throw new Error("Both states are mixed.");
    const order = Array.from({ length: 5 }, () => select([low, high])?.rollout);
    expect(order.map((each) => each?.tokens)).toEqual([100, 100, 300, 10, undefined]);
    expect(order[0]?.draw).toBe(1);
  });

  it("are computed anew: a state that was often selected makes way for one that was not", () => {
    const states = [0.5, 0.45].map((rate, step) => poolState({ solution: 0, step, rate }, [rollout(0, 100), rollout(1, 100)]));
    const [first, second] = states;
    if (first === null || second === null || first === undefined || second === undefined) throw new Error("Both states are mixed.");
    expect(select([first, second])?.state).toBe(first);
    first.selected = 1;
    expect(select([first, second])?.state).toBe(second);
  });

  it("leave out states that always or never succeed, and states without a wrong rollout", () => {
    expect(poolState({ solution: 0, step: 1, rate: 0 }, [rollout(0, 1)])).toBeNull();
    expect(poolState({ solution: 0, step: 1, rate: 1 }, [rollout(0, 1)])).toBeNull();
    expect(poolState({ solution: 0, step: 1, rate: 0.5 }, [])).toBeNull();
  });
});

/** A solution of the tree below: what number each of its steps' texts has, and where its first error is (its length when it is right). */
interface Text {
  readonly prefixes: readonly number[];
  readonly error: number;
}

/** Solutions of 8 steps; each step on the right way goes wrong with probability .15, into a text of its own. */
class World {
  readonly texts = new Map<number, Text>();
  private readonly steps = 8;
  private readonly seed: number;

  constructor(seed: number) {
    this.seed = seed;
  }

  draw(prefixes: readonly number[], error: number, draw: number): { readonly text: Text; readonly summary: DrawSummary } {
    const random = randomStream(this.seed).split(prefixes.join(" ")).split(draw);
    const all = [...prefixes];
    let first = error;
    for (let step = prefixes.length; step < this.steps; step++) {
      if (first === this.steps && random.nextFraction() < 0.15) first = step;
      all.push(first < this.steps ? 1000 + random.nextBelow(2 ** 30) : step);
    }
    const outcome = first === this.steps ? "c" : "w";
    return {
      text: { prefixes: all, error: first },
      summary: { outcome, tokens: 10 * (this.steps - prefixes.length), prefixes: all.slice(prefixes.length) },
    };
  }

  answer(probe: {
    readonly solution: number;
    readonly step: number;
    readonly from: number;
    readonly count: number;
    readonly stop: "fixed" | "first_success";
  }): Observation {
    const draws = Array.from({ length: probe.count }, (_, draw) => this.after(probe.solution, probe.step, probe.from + draw).summary);
    const correct = draws.filter(({ outcome }) => outcome === "c").length;
    return { ...probe, correct, wrong: draws.length - correct, invalid: 0, distinct: draws.length, tokens: 0, draws };
  }

  follow({ solution, of }: RolloutPath): void {
    this.texts.set(solution, this.after(of.solution, of.step, of.draw).text);
  }

  root(draws: number): SearchProblem {
    const rollouts = Array.from({ length: draws }, (_, draw) => this.draw([], this.steps, draw));
    for (const [solution, { text }] of rollouts.entries()) this.texts.set(solution, text);
    const correct = rollouts.filter(({ summary }) => summary.outcome === "c").length;
    return {
      root: { correct, wrong: draws - correct, invalid: 0 },
      solutions: rollouts.map(({ summary }, solution) => ({ solution, ...summary, steps: this.steps })),
      seed: 0,
    };
  }

  private after(solution: number, step: number, draw: number) {
    const text = this.texts.get(solution);
    if (text === undefined) throw new Error(`Nobody said what solution ${solution} is.`);
    return this.draw(text.prefixes.slice(0, step), text.error < step ? text.error : this.steps, draw);
  }
}

function play(world: World, problem: SearchProblem, configuration: Omega) {
  const observations: Observation[] = [];
  for (;;) {
    const decision = decide(problem, observations, configuration);
    if (decision.kind === "done")
      return { observations, abstained: decision.abstained, searches: omegaSearches(problem, observations, configuration) };
    for (const path of decision.paths ?? []) world.follow(path);
    observations.push(...decision.probes.map((probe) => world.answer(probe)));
  }
}

const seeds = fc.nat({ max: 10_000 });

describe("the tree", () => {
  it("of 8 steps with the error in step 2 probes 4, 2 and 3, then is done", () => {
    const problem = problemOf(wrongSolution(8));
    const observations: Observation[] = [];
    const asked: number[] = [];
    for (let decision = decide(problem, observations, omega); decision.kind === "probe"; decision = decide(problem, observations, omega))
      for (const probe of decision.probes) {
        asked.push(probe.step);
        const correct = probe.step <= 2 ? probe.count : 0;
        observations.push({ ...probe, correct, wrong: probe.count - correct, invalid: 0, distinct: 1, tokens: 0 });
      }
    expect(asked).toEqual([4, 2, 3]);
    expect(omegaSearches(problem, observations, omega)).toEqual([{ solution: 0, of: null, firstError: 2 }]);
  });

  it("of a single step needs no probe", () => {
    const problem = problemOf(wrongSolution(1));
    expect(decide(problem, [], omega)).toEqual({ kind: "done", abstained: [] });
    expect(omegaSearches(problem, [], omega)).toEqual([{ solution: 0, of: null, firstError: 0 }]);
  });

  it("expands no text twice, finds the true first error of each, and stays within its limit", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const world = new World(seed);
        const problem = world.root(16);
        if (problem.root === null || problem.root.correct === 0 || problem.root.wrong === 0) return;
        const { observations, searches } = play(world, problem, { ...omega, k: 24, limit: 300 });
        for (const { solution, of } of searches) if (of !== null) world.follow({ solution, of });
        const texts = searches.map(({ solution }) => world.texts.get(solution)?.prefixes.at(-1));
        expect(new Set(texts).size).toBe(searches.length);
        for (const { solution, firstError } of searches) expect(firstError).toBe(world.texts.get(solution)?.error);
        expect(observations.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(300);
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it("is shared: a prefix that two solutions have in common is probed once", () => {
    const problem: SearchProblem = {
      ...problemOf(),
      solutions: [0, 1].map((solution) => ({ ...wrongSolution(4, solution), prefixes: [1, 2, 10 + solution, 20 + solution] })),
    };
    const observations: Observation[] = [];
    for (let decision = decide(problem, observations, omega); decision.kind === "probe"; decision = decide(problem, observations, omega))
      for (const probe of decision.probes) {
        const correct = probe.step <= 2 ? probe.count : 0;
        observations.push({ ...probe, correct, wrong: probe.count - correct, invalid: 0, distinct: 1, tokens: 0 });
      }
    expect(observations.map(({ solution, step }) => [solution, step])).toEqual([
      [0, 2],
      [0, 3],
      [1, 3],
    ]);
    expect(omegaSearches(problem, observations, omega).map(({ firstError }) => firstError)).toEqual([2, 2]);
  });

  it("goes on from rollouts of mixed states, each named by where it was drawn", () => {
    const world = new World(3);
    const { searches } = play(world, world.root(16), { ...omega, limit: 1000 });
    const rollouts = searches.filter(({ of }) => of !== null);
    expect(rollouts.length).toBeGreaterThan(0);
    for (const { solution, of } of rollouts) {
      expect(solution).toBeGreaterThanOrEqual(16);
      expect(of?.step).toBeGreaterThan(0);
    }
  });

  it("numbers rollouts from where it is told to", () => {
    const world = new World(3);
    const { searches } = play(world, { ...world.root(16), nextSolution: 100 }, { ...omega, limit: 1000 });
    const named = searches.filter(({ of }) => of !== null).map(({ solution }) => solution);
    expect(named).toEqual(named.map((_, index) => 100 + index));
    expect(named.length).toBeGreaterThan(0);
  });

  it("begins no search that the limit does not cover, and says so", () => {
    const problem = problemOf(wrongSolution(8, 0), wrongSolution(2, 1));
    expect(decide(problem, [], { ...omega, limit: 7 })).toEqual({
      kind: "done",
      abstained: [0, 1].map((solution) => ({ solution, reason: "undecided" })),
    });
    expect(decide(problem, [], { ...omega, limit: 8 })).toMatchObject({ probes: [{ solution: 1, step: 1 }] });
  });

  it("ends at the number of searches", () => {
    const world = new World(3);
    expect(play(world, world.root(16), { ...omega, searches: 3 }).searches).toHaveLength(3);
  });

  it("does not depend on the order of the observations, nor on one that comes twice", () => {
    const world = new World(3);
    const problem = world.root(16);
    const { observations } = play(world, problem, omega);
    fc.assert(
      fc.property(fc.nat({ max: observations.length }), fc.nat(), (length, turn) => {
        const some = observations.slice(0, length);
        const turned = [...some.slice(turn % (length + 1)), ...some.slice(0, turn % (length + 1)), ...some.slice(0, 2)];
        expect(decide(problem, turned, omega)).toEqual(decide(problem, some, omega));
      }),
      { numRuns: 30 },
    );
  });
});

describe("where it abstains", () => {
  it.each([
    ["the root was not sampled", null, "root_unknown"],
    ["the root never succeeded", { correct: 0, wrong: 8, invalid: 0 }, "root_failed"],
    ["the root always succeeded", { correct: 8, wrong: 0, invalid: 0 }, "undecided"],
  ])("%s", (_, root, reason) => {
    expect(decide({ ...problemOf(wrongSolution(8)), root }, [], omega)).toEqual({ kind: "done", abstained: [{ solution: 0, reason }] });
  });

  it("a probe without a valid rollout ends its search alone", () => {
    const problem = problemOf(wrongSolution(8, 0), wrongSolution(4, 1));
    const invalid: Observation = {
      solution: 1,
      step: 2,
      from: 0,
      count: 8,
      stop: "fixed",
      correct: 0,
      wrong: 0,
      invalid: 8,
      distinct: 0,
      tokens: 0,
    };
    expect(decide(problem, [invalid], omega)).toMatchObject({ kind: "probe", probes: [{ solution: 0, step: 4 }] });
    expect(omegaSearches(problem, [invalid], omega)).toEqual([{ solution: 1, of: null, firstError: null }]);
  });
});
