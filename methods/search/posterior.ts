// posterior: probe where a rollout tells most of where the first error is, until it is known with the stated confidence (a method of our own).
// By its own path: the room's index would bring every label view into each workflow.
import { changePoint } from "../labels/change-point.ts";
import type { ChangePoint, Count } from "../labels/index.ts";
import { eachSolution } from "./each-solution.ts";
import type { SolutionDecision } from "./each-solution.ts";
import { offers } from "./information.ts";
import type { Offer } from "./information.ts";
import { tallyOf } from "./tally.ts";
import type { Tallies } from "./tally.ts";
import type { RootCount, SearchConfiguration, SearchSolution, Strategy } from "./types.ts";

type Posterior = Extract<SearchConfiguration, { kind: "posterior" }>;

/** What a round trip costs, in rollouts: two rollouts are drawn at once only where the second tells nearly as much as the first. */
const roundCost = 0.25;
/** Once confident, go on only where a rollout still takes away this many nats: a likely success confirms cheaply. */
const worthConfirming = 0.03;
/** Below this nobody can tell right prefixes from wrong ones here: stop. */
const leastInformation = 0.005;

/**
 * One batch of one or two rollouts a solution and round, at the prefix with the largest expected drop of entropy a rollout, of which a round trip costs
 * `roundCost` more. Read and written tokens count alike, as in the budget, so a rollout costs the same from every prefix.
 *
 * Settled: P(first error) of some step reached `confidence`. Abstains: `undecided` at `limit` draws, `inseparable` where no prefix would tell enough.
 * Cost of a decision: O(T^2 curves), about 0.1 ms at T = 32.
 */
export const posterior: Strategy<Posterior> = eachSolution((solution, root, tallies, configuration) => {
  if (solution.steps === 0) return { kind: "settled" };
  if (solution.outcome !== "w" && configuration.probe !== "all") return { kind: "settled" };
  if (solution.outcome === "u") return { kind: "abstained", reason: "ungraded" };
  if (solution.outcome === "w" && root !== null && root.correct === 0) return { kind: "abstained", reason: "root_failed" };
  const model = changePoint(countedPrefixes(solution, root, tallies), configuration.model);
  if (model === null) return { kind: "settled" };
  const asked = askedOf(solution, tallies);
  const confident = Math.max(...model.probability) >= configuration.confidence;
  const best = bestOffer(model, solution, tallies, configuration.limit - asked);
  const telling = best === null ? 0 : best.information / best.draws;
  if (best !== null && telling >= (confident ? worthConfirming : leastInformation)) return probe(solution, tallies, best);
  if (!confident) return { kind: "abstained", reason: best === null && solution.steps > 1 ? "undecided" : "inseparable" };
  const witnessed = solution.outcome === "c" || root !== null || hasSuccess(solution, tallies);
  return witnessed ? { kind: "settled" } : { kind: "abstained", reason: "root_unknown" };
});

function probe({ solution }: SearchSolution, tallies: Tallies, { step, draws }: Offer): SolutionDecision {
  return { kind: "probe", probes: [{ solution, step, from: tallyOf(tallies, solution, step).asked, count: draws, stop: "fixed" }] };
}

/** Null where no draw is left. Of equal offers the shortest prefix and the smallest batch. */
function bestOffer(model: ChangePoint, { solution }: SearchSolution, tallies: Tallies, left: number): Offer | null {
  let best: Offer | null = null;
  let most = 0;
  for (let step = 1; step < model.steps; step++) {
    const { asked, correct, k } = tallyOf(tallies, solution, step);
    // Draws that come to nothing tell nothing.
    const valid = (k + 1) / (asked + 1);
    for (const offer of offers(model, step, { correct, k })) {
      const value = (valid * offer.information) / (offer.draws + roundCost);
      if (offer.draws <= left && value > most) [best, most] = [offer, value];
    }
  }
  return best;
}

/** As the change-point model reads them. */
function countedPrefixes({ solution, steps, outcome }: SearchSolution, root: RootCount, tallies: Tallies): (Count | null)[] {
  const prefixes: (Count | null)[] = Array.from({ length: steps + 1 }, (_, step) => tallyOf(tallies, solution, step));
  prefixes[0] = root === null ? null : { correct: root.correct, k: root.correct + root.wrong };
  prefixes[steps] = { correct: outcome === "c" ? 1 : 0, k: 1 };
  return prefixes;
}

function askedOf({ solution, steps }: SearchSolution, tallies: Tallies): number {
  let asked = 0;
  for (let step = 1; step < steps; step++) asked += tallyOf(tallies, solution, step).asked;
  return asked;
}

function hasSuccess({ solution, steps }: SearchSolution, tallies: Tallies): boolean {
  for (let step = 1; step < steps; step++) if (tallyOf(tallies, solution, step).correct > 0) return true;
  return false;
}
