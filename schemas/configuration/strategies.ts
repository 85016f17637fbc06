// What to probe next: one schema a strategy, each with its own keys.
import * as z from "zod";

const rollouts = (standard: number, meaning: string) => z.int().min(1).max(64).default(standard).describe(meaning);
const probe = z.enum(["wrong", "all"]).optional();
const stop = (standard: "fixed" | "first_success") =>
  z
    .enum(["fixed", "first_success"])
    .default(standard)
    .describe("fixed: always k rollouts; first_success: stop a prefix at its first right rollout (then it has no soft label).");

const adapt = z
  .strictObject({
    by: z
      .enum(["root_rate", "ratio_test"])
      .describe(
        "root_rate: as many rollouts as keep the miss rate at the root's lower bound; ratio_test: draw until a sequential probability ratio test decides.",
      ),
    misses: z
      .number()
      .gt(0)
      .max(0.5)
      .default(0.02)
      .describe("Accepted probability that a right prefix shows no success (for ratio_test: of an error of either kind)."),
  })
  .optional()
  .describe("Takes fewer rollouts than k where fewer are enough: k is then the most. Left out: always k.");

export const everyStepSchema = z.strictObject({
  kind: z.literal("every-step"),
  k: rollouts(8, "Rollouts a prefix."),
  probe: probe.describe("Which solutions are probed. Left out: all."),
  stop: stop("fixed"),
  until: z
    .enum(["last_step", "first_failure"])
    .optional()
    .describe(
      "last_step: every prefix at once; first_failure: one after another, up to the first that never succeeds. Left out: last_step.",
    ),
  adapt,
});

export const bisectSchema = z.strictObject({
  kind: z.literal("bisect"),
  k: rollouts(8, "Rollouts a probed prefix."),
  probe: probe.describe("Which solutions are probed. Left out: wrong."),
  stop: stop("fixed"),
  confirm: z
    .enum(["none", "neighbours"])
    .optional()
    .describe("neighbours: k more rollouts of the prefixes on both sides of the found error. Left out: none."),
  adapt,
});

export const costOptimalSchema = z.strictObject({
  kind: z.literal("cost-optimal"),
  k: rollouts(8, "Most rollouts a probed prefix; a prefix stops at its first right rollout."),
  probe: probe.describe("Which solutions are probed. Left out: wrong."),
  stop: stop("first_success"),
  adapt,
});

export const scanSchema = z.strictObject({
  kind: z.literal("scan"),
  k: rollouts(8, "Rollouts a prefix."),
  probe: probe.describe("Which solutions are probed. Left out: wrong."),
  stop: stop("fixed"),
  selfConfidence: z.number().min(0).max(1).default(0.75).describe("Least root rate of a problem whose solutions are probed."),
});

export const omegaSchema = z.strictObject({
  kind: z.literal("omega"),
  k: rollouts(8, "Rollouts a state."),
  probe: z.literal("wrong").optional().describe("Only wrong rollouts are searched."),
  stop: z.literal("fixed").default("fixed").describe("A state's success rate needs all its k rollouts."),
  searches: z.int().min(1).max(1000).default(100).describe("Most binary searches a problem."),
  limit: z
    .int()
    .min(0)
    .max(10_000)
    .default(200)
    .describe("Most rollouts a problem, sampled solutions not counted; a search begins only where its whole cost is left."),
  adapt,
});

const share = z.number().min(0).max(1);
const rate = z.number().gt(0).lt(1);
const weights = <Item extends z.ZodType<{ weight: number }>>(item: Item) =>
  z
    .array(item)
    .min(1)
    .max(12)
    .refine((items) => Math.abs(items.reduce((sum, { weight }) => sum + weight, 0) - 1) < 1e-6, { error: "The weights must sum to 1." });

/** What the change-point model takes for granted (see docs/methods/posterior.md). */
export const changePointSchema = z.strictObject({
  climbs: weights(z.strictObject({ value: share, weight: share })).describe(
    "How success climbs along a right solution: 0 = it stays at the root's rate, 1 = to certainty.",
  ),
  concentration: z.number().gt(0).describe("Pseudo-draws that the rate of a right prefix keeps to that climb by."),
  recoveries: weights(z.strictObject({ value: rate, weight: share, concentration: z.number().gt(0) })).describe(
    "Rates of success behind the first error, and how closely each prefix keeps to them, in pseudo-draws.",
  ),
  root: z
    .strictObject({ correct: z.number().gt(0), wrong: z.number().gt(0) })
    .describe("Pseudo-draws that the root's counts are shrunk by."),
  sound: rate.describe("Probability that a right solution has no wrong step."),
});

export const posteriorSchema = z.strictObject({
  kind: z.literal("posterior"),
  probe: probe.describe("Which solutions are probed. Left out: wrong."),
  confidence: z.number().min(0.5).lt(1).default(0.9).describe("Probability of the named first error from which a solution is decided."),
  limit: z.int().min(0).max(1000).default(64).describe("Most rollouts a solution. A solution that is not decided by then abstains."),
  model: changePointSchema
    .optional()
    .describe("What the model takes for granted. Left out: the stated values; others come from a refit on judged solutions."),
});

export const searchSchema = z.discriminatedUnion("kind", [
  everyStepSchema,
  bisectSchema,
  costOptimalSchema,
  scanSchema,
  omegaSchema,
  posteriorSchema,
]);

export type SearchConfiguration = z.infer<typeof searchSchema>;
