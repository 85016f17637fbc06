// The registry of strategies, by the name that the configuration uses.
import type { StrategyConfiguration } from "../../schemas/index.ts";
import { bisect } from "./bisect.ts";
import { everyStep } from "./every-step.ts";
import type { Observation, SearchDecision, SearchProblem, Strategy } from "./types.ts";

type Strategies = {
  readonly [Kind in StrategyConfiguration["kind"]]: Strategy<Extract<StrategyConfiguration, { kind: Kind }>>;
};

export const strategies: Strategies = {
  "every-step": everyStep,
  bisect,
};

/** What the configured strategy wants to know next. Cost: linear in solutions, steps and observations. */
export function decide(problem: SearchProblem, observations: readonly Observation[], configuration: StrategyConfiguration): SearchDecision {
  // The registry's type ties each strategy to the configuration of its own name, which TypeScript cannot follow through an index.
  const strategy = strategies[configuration.kind] as Strategy<StrategyConfiguration>;
  return strategy(problem, observations, configuration);
}
