// A campaign's configuration: every section, every default, one place. Unknown keys are refused.
import * as z from "zod";
import { modelSchema } from "./models.ts";
import { problemsSchema } from "./problems.ts";

const alias = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, { error: "An alias is a lower-case letter and up to 31 letters, digits or dashes." });

/** How solutions are written and continued. */
export const samplingSchema = z.strictObject({
  solver: alias.describe("Alias of the model that writes solutions."),
  completer: alias.optional().describe("Alias of the model that continues prefixes. Left out: the solver."),
  continuation: z
    .enum(["prefill", "completion", "instruct"])
    .default("prefill")
    .describe(
      "How a prefix is continued: prefill = as the assistant's unfinished message; completion = as a raw prompt; instruct = quoted in a user turn (models restart and repair more).",
    ),
  temperature: z.number().min(0).max(2).default(0.7),
  topP: z.number().gt(0).max(1).default(1),
  maxTokens: z
    .int()
    .min(1)
    .max(131_072)
    .default(1024)
    .describe("Most tokens of one draw. A draw cut here has no answer: invalid, not wrong."),
});

/** Which solutions of a problem are labelled. */
export const solutionsSchema = z.strictObject({
  sample: z
    .int()
    .min(0)
    .max(256)
    .default(16)
    .describe("Solutions sampled from the bare problem (r0): they are the root's rollouts. 0 only with given solutions."),
  gate: z
    .enum(["on", "off"])
    .default("on")
    .describe("on: a problem that no sample solves is quarantined, one that every sample solves is not probed."),
  wrong: z.int().min(0).max(64).default(4).describe("Most wrong solutions labelled a problem (sampled ones; given ones are all labelled)."),
  right: z.int().min(0).max(64).default(4).describe("Most right solutions labelled a problem (sampled ones; given ones are all labelled)."),
});

const probe = z.enum(["wrong", "all"]).optional().describe("Which solutions are probed. Left out: all for every-step, wrong for bisect.");
const stop = (standard: "fixed" | "first_success") =>
  z
    .enum(["fixed", "first_success"])
    .default(standard)
    .describe("fixed: always k rollouts; first_success: stop a prefix at its first right rollout (then it has no soft label).");

/** What to probe next. */
export const strategySchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("every-step"),
    k: z.int().min(1).max(64).default(8).describe("Rollouts a prefix."),
    probe,
    stop: stop("fixed"),
  }),
  z.strictObject({
    kind: z.literal("bisect"),
    k: z.int().min(1).max(64).default(8).describe("Rollouts a probed prefix."),
    probe,
    stop: stop("fixed"),
  }),
]);

export const budgetSchema = z.strictObject({
  usd: z.number().nonnegative().optional().describe("US dollars; needs the price of every model."),
  tokens: z.int().nonnegative().optional().describe("Prompt and completion tokens together."),
  calls: z.int().nonnegative().optional().describe("Calls to models."),
});

export const campaignSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, {
        error: "A name is a letter or digit and up to 63 letters, digits, dots, dashes or underscores.",
      })
      .describe("Name of the campaign: of its folder, its workflow and its rows."),
    seed: z.int().min(0).max(0xffff_ffff).default(0).describe("Every random choice comes from this number."),
    problems: problemsSchema,
    models: z.record(alias, modelSchema).refine((models) => Object.keys(models).length > 0, { error: "Name at least one model." }),
    sampling: samplingSchema,
    solutions: solutionsSchema.prefault({}),
    strategy: strategySchema.prefault({ kind: "every-step" }),
    budget: budgetSchema.prefault({}).describe("Limits that no call passes. Left out: no limit."),
    concurrency: z
      .strictObject({
        problems: z
          .int()
          .min(1)
          .max(500)
          .default(64)
          .describe("Problems of a shard worked on at once; while a shard finishes its last ones, the next one begins."),
      })
      .prefault({}),
    shardSize: z.int().min(1).max(2000).default(200).describe("Input rows a shard; a shard is one part of every table."),
    folder: z.string().min(1).optional().describe("Where the campaign lives; relative to the campaign file. Left out: campaigns/<name>."),
  })
  .superRefine((campaign, context) => {
    for (const role of ["solver", "completer"] as const) {
      const name = campaign.sampling[role];
      if (name !== undefined && campaign.models[name] === undefined)
        context.addIssue({
          code: "custom",
          path: ["sampling", role],
          message: `No model has the alias "${name}"; models: ${Object.keys(campaign.models).join(", ")}.`,
        });
    }
    if (campaign.solutions.sample === 0 && campaign.problems.columns.solutions.length === 0)
      context.addIssue({ code: "custom", path: ["solutions", "sample"], message: "With no given solutions, sample at least one." });
    if (campaign.budget.usd !== undefined)
      for (const name of new Set([campaign.sampling.solver, campaign.sampling.completer ?? campaign.sampling.solver]))
        if (campaign.models[name]?.price === "unknown")
          context.addIssue({
            code: "custom",
            path: ["models", name, "price"],
            message: "A budget in dollars needs this model's price: state it, or limit tokens or calls instead.",
          });
  });

export type CampaignConfiguration = z.infer<typeof campaignSchema>;
export type CampaignInput = z.input<typeof campaignSchema>;
export type SamplingConfiguration = z.infer<typeof samplingSchema>;
export type SolutionsConfiguration = z.infer<typeof solutionsSchema>;
export type StrategyConfiguration = z.infer<typeof strategySchema>;
export type Budget = z.infer<typeof budgetSchema>;

/** The sections that decide which draws are asked for: a campaign that has begun refuses a change of them. */
export const lockedSections = [
  "seed",
  "problems",
  "models",
  "sampling",
  "solutions",
  "strategy",
  "shardSize",
] as const satisfies readonly (keyof CampaignConfiguration)[];
