// omega's pool: states of the tree with the wrong rollouts that were drawn from them, each expanded at most once, the most promising first.

/** A rollout in the pool. `steps` of them follow the state; `draw` is null for a solution of the root, which is a path already. */
export interface PoolRollout {
  readonly solution: number;
  readonly draw: number | null;
  readonly tokens: number;
  readonly prefixes: readonly number[] | null;
  readonly steps: number;
}

/** A state: the first `step` steps of `solution`. rate = MC(s). */
export interface State {
  readonly solution: number;
  readonly step: number;
  readonly rate: number;
  /** N(s): how often one of its rollouts was selected. */
  selected: number;
  /** Shortest last, so that the next one is popped from the end. */
  readonly rollouts: PoolRollout[];
}

/** Paper's defaults (section 3.3): alpha, beta, L in tokens, c_puct. */
const alpha = 0.5;
const beta = 0.9;
const length = 500;
const exploration = 0.125;

/** Q(s, r) = alpha^(1 - MC(s)) beta^(len(r) / L), in (0, 1]: wrong rollouts that ought to have been right, and short ones, first. */
export function promise(rate: number, tokens: number): number {
  return alpha ** (1 - rate) * beta ** (tokens / length);
}

/** U(s) = c sqrt(sum of N) / (1 + N(s)). */
export function bonus(selections: number, selected: number): number {
  return (exploration * Math.sqrt(selections)) / (1 + selected);
}

/** Only states with 0 < MC < 1 and a wrong rollout enter. */
export function poolState(state: Omit<State, "selected" | "rollouts">, rollouts: readonly PoolRollout[]): State | null {
  if (state.rate <= 0 || state.rate >= 1 || rollouts.length === 0) return null;
  // Of equally long ones the lowest solution and draw.
  const sorted = rollouts.toSorted(
    (one, other) => other.tokens - one.tokens || other.solution - one.solution || (other.draw ?? 0) - (one.draw ?? 0),
  );
  return { ...state, selected: 0, rollouts: sorted };
}

/**
 * Takes the rollout with the largest Q + U out of the pool for good. Priorities are computed anew at each selection, from the counts as they are. Of equals
 * the state that entered first. Null when the pool is empty. Cost: O(states).
 */
export function select(pool: readonly State[]): { readonly state: State; readonly rollout: PoolRollout } | null {
  const selections = pool.reduce((sum, { selected }) => sum + selected, 0);
  let best: State | null = null;
  let most = -Infinity;
  for (const state of pool) {
    const next = state.rollouts.at(-1);
    if (next === undefined) continue;
    const priority = promise(state.rate, next.tokens) + bonus(selections, state.selected);
    if (priority > most) [best, most] = [state, priority];
  }
  const rollout = best?.rollouts.pop();
  return best === null || rollout === undefined ? null : { state: best, rollout };
}
