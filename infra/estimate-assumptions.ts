// What an estimate takes for granted before anything is sampled, in numbers and in sentences for the user.
import type { InputCheck } from "../activities/index.ts";
import type { CampaignConfiguration } from "../schemas/index.ts";

export const assumptions = {
  /** UTF-8 bytes a token of usual text. A byte-level vocabulary never has more tokens than bytes, which is the bound. */
  bytesPerToken: 4,
  /** Share of sampled and given solutions that are wrong. */
  wrongShare: 0.4,
  /** Share of problems that some samples solve and some do not. */
  pastGate: 0.7,
  /** Share of a prefix's k rollouts that are made when it is stopped at its first success. */
  firstSuccessShare: 0.6,
  tokensPerStep: 30,
} as const;

/** Steps of a usual sampled solution: 2 to 8, fewer where replies are short. Grows with `maxTokens`. */
export const usualSteps = (maxTokens: number): number => Math.min(8, Math.max(2, Math.ceil(maxTokens / 32)));

/** Most steps that a sampled solution is taken to have in the worst case: one every 16 tokens, 4 to 100. */
export const longestSteps = (maxTokens: number): number => Math.min(100, Math.max(4, Math.ceil(maxTokens / 16)));

/** Completion tokens of a usual whole solution. */
export const usualTokens = (maxTokens: number): number => Math.min(maxTokens, usualSteps(maxTokens) * assumptions.tokensPerStep);

export function assumptionSentences(
  { sampling: { maxTokens }, solutions, strategy }: CampaignConfiguration,
  { given }: Pick<InputCheck, "given">,
): readonly string[] {
  const sampled = solutions.sample > 0;
  return [
    ...(sampled
      ? [
          `A sampled solution has ${usualSteps(maxTokens)} steps and ${usualTokens(maxTokens)} tokens; at worst ${longestSteps(maxTokens)} steps and ${maxTokens} tokens.`,
        ]
      : []),
    ...(sampled || strategy.kind === "bisect" || strategy.probe === "wrong"
      ? [`${percent(assumptions.wrongShare)} of the solutions are wrong; at worst as many as cost most.`]
      : []),
    ...(sampled && solutions.gate === "on" ? [`${percent(assumptions.pastGate)} of the problems pass the gate; at worst all do.`] : []),
    ...(given > 0 && strategy.kind === "every-step" && strategy.probe !== "wrong"
      ? ["The steps of given solutions are counted exactly."]
      : []),
    ...(strategy.stop === "first_success"
      ? [`${percent(assumptions.firstSuccessShare)} of the rollouts are made before a first success; at worst all.`]
      : []),
    `A token is ${assumptions.bytesPerToken} bytes of text; at worst 1 byte in prompts.`,
    "Every reply brings all the draws that were asked for; a call whose answer is lost comes on top, at its bound.",
    "Draws that the ledger already holds cost nothing and are not taken off.",
  ];
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
