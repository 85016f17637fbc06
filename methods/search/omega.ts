// omega: a tree of states that binary searches of wrong rollouts grow (OmegaPRM, Luo et al. 2024, arXiv:2406.06592, sections 3.2 and 3.3).
import type { Probe } from "../../schemas/index.ts";
import { measure, rolloutsOf } from "./measure.ts";
import { poolState, select } from "./omega-pool.ts";
import type { PoolRollout, State } from "./omega-pool.ts";
import { tally, tallyOf } from "./tally.ts";
import type { Tallies } from "./tally.ts";
import type { Abstention, Observation, RolloutPath, SearchConfiguration, SearchProblem, Strategy } from "./types.ts";

type Omega = Extract<SearchConfiguration, { kind: "omega" }>;

/** A finished binary search. `of` names the rollout, null for a solution of the root; `firstError` is null where a probe had no valid draw. */
export interface OmegaSearch {
  readonly solution: number;
  readonly of: RolloutPath["of"] | null;
  readonly firstError: number | null;
}

/**
 * Plays all searches so far from the observations and asks for the first probe that is missing: one a round. A search takes the best rollout from the pool,
 * halves it between its state and its wrong end down to one step, and adds each probed prefix as a state. Searches end at `searches`, with an empty pool,
 * or where `limit` leaves none its worst cost, k ceil(log2 M), which is set aside before it begins.
 *
 * The problem's wrong solutions are the root's rollouts. Those that are not searched to the end abstain as `undecided`. Cost of a decision: O(searches
 * (states + log T)).
 */
export const omega: Strategy<Omega> = (problem, observations, configuration) => {
  const { root } = problem;
  const abstain = (reason: Abstention["reason"], but: readonly OmegaSearch[] = []) => ({
    kind: "done" as const,
    abstained: problem.solutions
      .filter(({ solution, outcome, steps }) => outcome === "w" && steps > 0 && !but.some((search) => search.solution === solution))
      .map(({ solution }) => ({ solution, reason })),
  });
  if (root === null) return abstain("root_unknown");
  if (root.correct === 0) return abstain("root_failed");
  const { missing, searches } = play(problem, observations, configuration);
  if (missing === null)
    return abstain(
      "undecided",
      searches.filter(({ firstError }) => firstError !== null),
    );
  return {
    kind: "probe",
    probes: [missing.probe],
    paths: missing.of === null ? [] : [{ solution: missing.probe.solution, of: missing.of }],
  };
};

/** The finished searches, in their order: each a solution or rollout with its first error. */
export function omegaSearches(problem: SearchProblem, observations: readonly Observation[], configuration: Omega): readonly OmegaSearch[] {
  return play(problem, observations, configuration).searches;
}

interface Played {
  readonly missing: { readonly probe: Probe; readonly of: RolloutPath["of"] | null } | null;
  readonly searches: readonly OmegaSearch[];
}

function play(problem: SearchProblem, observations: readonly Observation[], configuration: Omega): Played {
  const tree = new Tree(problem, observations, configuration);
  const searches: OmegaSearch[] = [];
  while (searches.length < configuration.searches) {
    const selected = select(tree.pool);
    if (selected === null) break;
    const { state, rollout } = selected;
    if (!tree.isAffordable(rollout)) continue;
    const { solution, of } = tree.pathOf(state, rollout);
    let [lo, hi] = [state.step, state.step + rollout.steps];
    let measured = true;
    while (measured && hi - lo > 1) {
      const middle = Math.floor((lo + hi) / 2);
      const node = tree.nodeOf(solution, middle, rollout.prefixes?.[middle - state.step - 1]);
      const measurement = measure(tree.tallies, node.solution, node.step, problem.root, configuration);
      if (measurement.kind === "missing") return { missing: { probe: measurement.probe, of }, searches };
      if (measurement.kind === "success") lo = middle;
      else if (measurement.kind === "failure") hi = middle;
      else measured = false;
      tree.add(node);
    }
    state.selected += 1;
    searches.push({ solution, of, firstError: measured ? lo : null });
  }
  return { missing: null, searches };
}

interface Node {
  readonly solution: number;
  readonly step: number;
}

/** The states so far, their pool, and what was spent on them. Lives for one decision. */
class Tree {
  readonly tallies: Tallies;
  readonly pool: State[] = [];
  private readonly limit: number;
  private readonly k: number;
  private readonly draws = new Map<string, Map<number, Observation>>();
  private readonly nodes = new Map<number | string, Node>();
  private readonly pooled = new Set<string>();
  /** Whole texts that are in the pool or were in it. */
  private readonly texts = new Set<number>();
  private spent = 0;
  private next: number;

  constructor({ root, solutions, nextSolution }: SearchProblem, observations: readonly Observation[], configuration: Omega) {
    this.tallies = tally(observations);
    this.limit = configuration.limit;
    this.k = rolloutsOf(configuration, root);
    for (const observation of observations) {
      const key = `${observation.solution}/${observation.step}`;
      this.draws.set(key, (this.draws.get(key) ?? new Map<number, Observation>()).set(observation.from, observation));
    }
    this.next = nextSolution ?? 1 + Math.max(-1, ...solutions.map(({ solution }) => solution));
    const rollouts = solutions
      .filter(({ outcome, steps, prefixes }) => outcome === "w" && steps > 0 && this.isNew(prefixes))
      .map(({ solution, tokens, steps, prefixes }): PoolRollout => ({ solution, draw: null, tokens, steps, prefixes: prefixes ?? null }));
    const rate = root === null ? 0 : root.correct / (root.correct + root.wrong);
    const state = poolState({ solution: -1, step: 0, rate }, rollouts);
    if (state !== null) this.pool.push(state);
  }

  /** Whether the limit leaves the worst cost of searching this rollout. */
  isAffordable({ steps }: PoolRollout): boolean {
    return this.spent + this.k * Math.ceil(Math.log2(steps)) <= this.limit;
  }

  /** A rollout of the root is a solution already; another one becomes the next. */
  pathOf(state: State, { solution, draw }: PoolRollout): { readonly solution: number; readonly of: RolloutPath["of"] | null } {
    if (draw === null) return { solution, of: null };
    return { solution: this.next++, of: { solution: state.solution, step: state.step, draw } };
  }

  /** The state of this prefix: the one that was probed first where two solutions share its text. */
  nodeOf(solution: number, step: number, text: number | undefined): Node {
    const key = text ?? `${solution}/${step}`;
    const known = this.nodes.get(key);
    if (known !== undefined) return known;
    const node = { solution, step };
    this.nodes.set(key, node);
    return node;
  }

  /** Adds a measured state, once: its draws to what was spent, its wrong rollouts to the pool. */
  add({ solution, step }: Node): void {
    const key = `${solution}/${step}`;
    if (this.pooled.has(key)) return;
    this.pooled.add(key);
    const { asked, correct, k } = tallyOf(this.tallies, solution, step);
    this.spent += asked;
    const observed = [...(this.draws.get(key)?.values() ?? [])].sort((one, other) => one.from - other.from);
    const rollouts = observed.flatMap(({ from, draws = [] }) =>
      draws.flatMap(({ outcome, tokens, prefixes }, index): PoolRollout[] =>
        outcome === "w" && prefixes.length > 0 && this.isNew(prefixes)
          ? [{ solution, draw: from + index, tokens, steps: prefixes.length, prefixes }]
          : [],
      ),
    );
    const state = poolState({ solution, step, rate: k === 0 ? 0 : correct / k }, rollouts);
    if (state !== null) this.pool.push(state);
  }

  private isNew(prefixes: readonly number[] | undefined): boolean {
    const text = prefixes?.at(-1);
    if (text === undefined) return true;
    if (this.texts.has(text)) return false;
    this.texts.add(text);
    return true;
  }
}
