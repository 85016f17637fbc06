// Chooses the solutions of a problem that are labelled: all given ones, and sampled ones that differ in text and length.
import type { SolutionSummary } from "../../schemas/index.ts";

export interface ChooseRequest {
  readonly solutions: readonly SolutionSummary[];
  /** Most wrong and right sampled solutions. Both 0 for a problem whose gate is closed: then only given ones are left. */
  readonly wrong: number;
  readonly right: number;
}

/**
 * In order of index. Of the sampled ones: never ungraded, blank or repeated texts; spread evenly over the lengths (steps, then tokens, then index), so
 * that the same summaries always give the same choice. Given ones are all chosen, whatever their outcome.
 */
export function chooseSolutions({ solutions, wrong, right }: ChooseRequest): SolutionSummary[] {
  const sampled = solutions.filter(
    ({ origin, solution, duplicateOf, steps }) => origin === "sampled" && duplicateOf === solution && steps > 0,
  );
  return [
    ...solutions.filter(({ origin }) => origin === "given"),
    ...spread(
      sampled.filter(({ outcome }) => outcome === "w"),
      wrong,
    ),
    ...spread(
      sampled.filter(({ outcome }) => outcome === "c"),
      right,
    ),
  ].sort((one, other) => one.solution - other.solution);
}

/** `count` of the solutions at even distances in order of length, both ends included; the middle one for a count of 1. */
function spread(solutions: readonly SolutionSummary[], count: number): SolutionSummary[] {
  const sorted = solutions.toSorted((one, other) => one.steps - other.steps || one.tokens - other.tokens || one.solution - other.solution);
  if (sorted.length <= count) return sorted;
  const last = sorted.length - 1;
  const places = Array.from({ length: count }, (_, index) =>
    count === 1 ? Math.floor(last / 2) : Math.round((index * last) / (count - 1)),
  );
  return places.flatMap((place) => sorted[place] ?? []);
}
