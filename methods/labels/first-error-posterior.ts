// The change-point posterior as labels: for each step, that it is the first error, and that all is right up to it.
import { changePoint } from "./change-point.ts";
import type { ChangePoint } from "./change-point.ts";
import type { ChangePointParameters } from "./change-point-parameters.ts";
import type { MeasuredPrefixes } from "./evidence.ts";

/** P(step t is the first error), in [0, 1]. Null where there is no posterior. */
export function pFirstError(prefixes: MeasuredPrefixes, parameters?: ChangePointParameters): (number | null)[] {
  const posterior = defined(prefixes, parameters);
  return prefixes.slice(1).map((_, step) => posterior?.probability[step] ?? null);
}

/** P(no step up to and with step t is wrong), in [0, 1]; never rises with t. Null where there is no posterior. */
export function pGood(prefixes: MeasuredPrefixes, parameters?: ChangePointParameters): (number | null)[] {
  const posterior = defined(prefixes, parameters);
  let good = 1;
  return prefixes.slice(1).map((_, step) => {
    if (posterior === null) return null;
    good -= posterior.probability[step] ?? 0;
    return Math.max(0, good);
  });
}

/** A named first error: 0-based step, -1 for none, with its probability. Of equally likely ones the earliest. */
export interface NamedFirstError {
  readonly firstError: number;
  readonly probability: number;
}

/** The likeliest first error; null where there is no posterior. Whether its probability is enough is the reader's to say. */
export function likeliestFirstError(prefixes: MeasuredPrefixes, parameters?: ChangePointParameters): NamedFirstError | null {
  const posterior = defined(prefixes, parameters);
  if (posterior === null) return null;
  const probability = Math.max(...posterior.probability);
  const step = posterior.probability.indexOf(probability);
  return { firstError: step === posterior.steps ? -1 : step, probability };
}

/**
 * None for blank and ungraded solutions, for those without a valid rollout (but where the one step is the whole solution), and where nothing shows that the
 * problem can be solved: no success of the root, of any prefix, or of the solution itself.
 */
function defined(prefixes: MeasuredPrefixes, parameters: ChangePointParameters | undefined): ChangePoint | null {
  const isMeasured = prefixes.length === 2 || prefixes.slice(1, -1).some((count) => count !== null && count.k > 0);
  const isSolvable = prefixes.some((count) => count !== null && count.correct > 0);
  return isMeasured && isSolvable ? changePoint(prefixes, parameters) : null;
}
