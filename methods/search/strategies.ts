// The registry of strategies, by the name that the configuration uses.
import { bisect } from "./bisect.ts";
import { costOptimal } from "./cost-optimal.ts";
import { everyStep } from "./every-step.ts";
import { omega } from "./omega.ts";
import { posterior } from "./posterior.ts";
import { scan } from "./scan.ts";
import type { Observation, SearchConfiguration, SearchDecision, SearchProblem, Strategy } from "./types.ts";

type Strategies = {
  readonly [Kind in SearchConfiguration["kind"]]: Strategy<Extract<SearchConfiguration, { kind: Kind }>>;
};

export const strategies: Strategies = {
  "every-step": everyStep,
  bisect,
  "cost-optimal": costOptimal,
  scan,
  omega,
  posterior,
};

/** What the configured strategy wants to know next. Cost: linear in solutions, steps and observations. */
export function decide(problem: SearchProblem, observations: readonly Observation[], configuration: SearchConfiguration): SearchDecision {
  // The registry's type ties each strategy to the configuration of its own name, which TypeScript cannot follow through an index.
  const strategy = strategies[configuration.kind] as Strategy<SearchConfiguration>;
  return strategy(problem, observations, configuration);
}
