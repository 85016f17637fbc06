// How many rollouts a strategy asks for, before anything is known: for estimates.
import { bestSplit } from "./cost-optimal.ts";
import type { SearchConfiguration } from "./types.ts";

/** Rollouts of one problem, samples of the bare problem not counted. */
export interface SearchCost {
  readonly expected: number;
  /** Never exceeded. */
  readonly worst: number;
}

/** Where a first-success stop or a forward search ends is not known beforehand: taken for half way. */
const half = 0.5;

/** For probed solutions of these many steps. `adapt` takes fewer than k: how many fewer is not known beforehand. */
export function searchCost(configuration: SearchConfiguration, steps: readonly number[]): SearchCost {
  // Rollouts of a whole problem are limited together.
  if (configuration.kind === "omega") {
    const searches = steps.reduce((sum, each) => sum + configuration.k * halvings(each), 0);
    return { expected: Math.min(configuration.limit, 2 * searches), worst: configuration.limit };
  }
  const costs = steps.filter((each) => each > 1).map((each) => solutionCost(configuration, each));
  return {
    expected: costs.reduce((sum, { expected, worst }) => sum + Math.min(expected, worst), 0),
    worst: costs.reduce((sum, { worst }) => sum + worst, 0),
  };
}

function solutionCost(configuration: Exclude<SearchConfiguration, { kind: "omega" }>, steps: number): SearchCost {
  switch (configuration.kind) {
    case "every-step": {
      const worst = configuration.k * (steps - 1);
      const ends = (configuration.until === "first_failure" ? half : 1) * (configuration.stop === "first_success" ? half : 1);
      return { expected: worst * ends, worst };
    }
    case "scan": {
      const worst = configuration.k * (steps - 1);
      return { expected: worst * half, worst };
    }
    case "bisect": {
      const search = configuration.k * halvings(steps);
      const stopped = configuration.stop === "first_success" ? half : 1;
      // A second look may send the search on, at worst past every prefix.
      if (configuration.confirm !== "neighbours") return { expected: search * stopped, worst: search };
      return { expected: search * stopped + 2 * configuration.k, worst: 2 * configuration.k * (steps - 1) };
    }
    case "cost-optimal":
      return {
        expected: bestSplit({ steps, success: half, k: configuration.k, cost: () => 1 }).expected(0, steps),
        worst: configuration.k * (steps - 1),
      };
    case "posterior":
      return { expected: Math.min(configuration.limit, 4 + 4 * Math.log2(steps)), worst: configuration.limit };
  }
}

function halvings(steps: number): number {
  return steps > 1 ? Math.ceil(Math.log2(steps)) : 0;
}
