// How well the simulated model reasons: its rates as configured, and the rates that hold for one problem.
import { hashText, randomFrom } from "./random.ts";

/** A rate in [0, 1] for all problems, or one that varies by problem, as a fixed function of the question and the seed. */
export type ErrorRate = number | { readonly min: number; readonly max: number };
export type RecoveryRate = number | { readonly oneOf: readonly number[] };

export interface Skill {
  /** The simulator's own seed, any integer. */
  readonly seed: number;
  /** Probability that a step written on the true chain has a wrong result; {min, max}: uniform in that range, drawn per problem. */
  readonly errorRate: ErrorRate;
  /** Probability that a rollout from a prefix that is off the true chain returns to it; {oneOf}: one of the list, drawn per problem. */
  readonly recoveryRate: RecoveryRate;
  /** Probability that an addition or subtraction is written as two steps, so that the solutions of one problem differ in length. */
  readonly splitRate: number;
}

/** The rates of one problem, each in [0, 1]. */
export interface Rates {
  readonly errorRate: number;
  readonly recoveryRate: number;
  readonly splitRate: number;
}

/** The rates that hold for one question text. */
export function ratesOf(question: string, { seed, errorRate, recoveryRate, splitRate }: Skill): Rates {
  const random = randomFrom(seed, hashText(question), 2);
  const position = random.next();
  return {
    errorRate: typeof errorRate === "number" ? errorRate : errorRate.min + position * (errorRate.max - errorRate.min),
    recoveryRate: typeof recoveryRate === "number" ? recoveryRate : random.pick(recoveryRate.oneOf),
    splitRate,
  };
}
