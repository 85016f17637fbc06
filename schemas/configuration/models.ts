// The models of a campaign: who is asked, over which wire, at which price, and what the endpoint can do.
import * as z from "zod";

/** What an endpoint understands. A parameter that it does not take is never sent to it. */
export const capabilitiesSchema = z
  .strictObject({
    temperature: z.boolean().describe("Takes a sampling temperature."),
    n: z.boolean().describe("Takes n: several draws in one call, which share the price of the prompt."),
    seed: z.boolean().describe("Takes a seed."),
    logprobs: z.boolean().describe("Returns log-probabilities of the tokens it wrote."),
    assistantPrefix: z.boolean().describe("Goes on from a last message of the assistant instead of answering it."),
  })
  .describe("What the endpoint can do. Left out: found out by one small call before the first paid one.");

/** Price at list, in US dollars a million tokens. */
export const priceSchema = z
  .union([
    z.literal("unknown"),
    z.literal("free"),
    z.strictObject({
      inputPerMillion: z.number().nonnegative().describe("US dollars a million prompt tokens."),
      outputPerMillion: z.number().nonnegative().describe("US dollars a million completion tokens."),
    }),
  ])
  .describe("List price. `unknown` stays unknown in every report and rules out a budget in dollars.");

const limits = {
  concurrency: z
    .int()
    .min(1)
    .max(1024)
    .default(32)
    .describe("Most calls in flight in one worker process; fewer after the endpoint answers 429."),
  requestsPerMinute: z.int().min(1).optional().describe("Most calls a minute in one worker process."),
  tokensPerMinute: z.int().min(1).optional().describe("Most tokens a minute (prompt and reply bound) in one worker process."),
  timeoutSeconds: z
    .number()
    .positive()
    .max(3600)
    .default(300)
    .describe("A call that has not answered after this long is given up, in seconds."),
  maximumAttempts: z
    .int()
    .min(1)
    .max(100)
    .default(8)
    .describe("Attempts of a round whose calls fail for a passing reason (429, 5xx, connection)."),
};

/** Any endpoint that speaks OpenAI's wire format. */
export const openaiModelSchema = z.strictObject({
  provider: z.literal("openai"),
  model: z.string().min(1).describe("Name of the model as the endpoint knows it."),
  endpoint: z.enum(["chat", "completions"]).default("chat").describe("chat: /chat/completions; completions: /completions, raw prompts."),
  baseUrl: z.url().optional().describe("Base URL, with /v1. Left out: OpenAI's own."),
  apiKeyVariable: z
    .string()
    .min(1)
    .default("OPENAI_API_KEY")
    .describe("Environment variable that holds the key; the key itself is never written."),
  capabilities: capabilitiesSchema.optional(),
  price: priceSchema.default("unknown"),
  ...limits,
});

/** Anthropic's messages wire format. It has neither n nor seed. */
export const anthropicModelSchema = z.strictObject({
  provider: z.literal("anthropic"),
  model: z.string().min(1).describe("Name of the model as the endpoint knows it."),
  baseUrl: z.url().optional().describe("Base URL. Left out: Anthropic's own."),
  apiKeyVariable: z
    .string()
    .min(1)
    .default("ANTHROPIC_API_KEY")
    .describe("Environment variable that holds the key; the key itself is never written."),
  capabilities: capabilitiesSchema.optional(),
  price: priceSchema.default("unknown"),
  ...limits,
});

/** The small model that Steplabel fetches and serves on this machine's processor. */
export const localModelSchema = z.strictObject({
  provider: z.literal("local"),
  price: priceSchema.default("free"),
  ...limits,
  // Eight texts are decoded together, and a call waits its turn in the server: more at once would only wait longer.
  concurrency: limits.concurrency.default(4),
  timeoutSeconds: limits.timeoutSeconds.default(1800),
});

/** The simulated reasoner: a dry run, with known first errors. It answers the simulated problems only. */
export const simulatedModelSchema = z.strictObject({
  provider: z.literal("simulated"),
  wire: z.enum(["chat", "completions", "anthropic"]).default("chat").describe("Wire format that it is asked in."),
  options: z.record(z.string(), z.json()).default({}).describe("Options of the simulated model server (see docs/simulated-model.md)."),
  price: priceSchema.default("free"),
  ...limits,
});

export const modelSchema = z.discriminatedUnion("provider", [
  openaiModelSchema,
  anthropicModelSchema,
  localModelSchema,
  simulatedModelSchema,
]);

export type ModelConfiguration = z.infer<typeof modelSchema>;
export type Capabilities = z.infer<typeof capabilitiesSchema>;
export type Price = z.infer<typeof priceSchema>;
