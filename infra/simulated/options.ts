// Every option of the simulated model server, with default, unit and meaning, in one schema.
import { z } from "zod";

const rate = z.number().min(0).max(1);
const milliseconds = z.number().min(0).max(3_600_000);

/**
 * Failures of a call (the answer is lost or refused; drawn from the request's content and the number of times it came):
 * `rate_limit` 429 with retry-after; `quota` 429 with code insufficient_quota; `server_error` 500; `overloaded` 529; `malformed` 200 with half a JSON
 * body; `drop_before` the socket is destroyed before any byte; `drop_during` the socket is destroyed in the middle of the body; `slow` answered well, but only after slowMs.
 * `short` is drawn from the content alone: fewer choices than n come back, at least one (where n is 1 it does nothing).
 * Results of one choice (drawn from its own seed, so that a retry brings the same): `truncate` cut although there was room; `refuse` the model declines;
 * `content_filter` the filter stopped it.
 */
export const callFaults = ["rate_limit", "quota", "server_error", "overloaded", "malformed", "drop_before", "drop_during", "slow"] as const;
export const choiceFaults = ["truncate", "refuse", "content_filter"] as const;
export const faultKinds = [...callFaults, "short", ...choiceFaults] as const;
export type CallFault = (typeof callFaults)[number];
export type ChoiceFault = (typeof choiceFaults)[number];
export type FaultKind = (typeof faultKinds)[number];

export const simulatedModelOptions = z.strictObject({
  port: z.int().min(0).max(65_535).default(0).describe("Port on 127.0.0.1; 0 takes a free one."),
  seed: z
    .int()
    .default(0)
    .describe("The simulator's own seed: with the request's seed, the choice index and the prompt it fixes every text."),
  models: z.array(z.string().min(1)).default([]).describe("Names that are known; any other is answered 404. Empty: every name is known."),
  apiKey: z
    .string()
    .min(1)
    .optional()
    .describe("The key that the /v1 routes ask for; a missing or wrong one is answered 401. Absent: no key is asked."),
  errorRate: z
    .union([rate, z.strictObject({ min: rate, max: rate }).refine(({ min, max }) => min <= max, "min must not be above max")])
    .default(0.15)
    .describe("Probability that a step written on the true chain is wrong; {min, max}: drawn per problem, uniform."),
  recoveryRate: z
    .union([rate, z.strictObject({ oneOf: z.array(rate).min(1) })])
    .default(0.05)
    .describe(
      "Probability that a rollout from a prefix off the true chain returns to it; {oneOf: [...]}: drawn per problem from the list.",
    ),
  splitRate: rate.default(0).describe("Probability that an addition or subtraction is written as two steps instead of one."),
  latencyMs: milliseconds.default(0).describe("Milliseconds before each answer of a /v1 model route, errors included."),
  latencyJitterMs: milliseconds.default(0).describe("Milliseconds added at most, uniform, fixed by the request's content."),
  slowMs: milliseconds.default(30_000).describe("Milliseconds that the fault `slow` adds."),
  retryAfter: z
    .strictObject({
      form: z
        .enum(["seconds", "milliseconds", "date"])
        .default("seconds")
        .describe("retry-after in seconds, retry-after-ms, or retry-after as an HTTP date."),
      milliseconds: milliseconds.default(1000).describe("The wait that is asked for; whole seconds are rounded up."),
    })
    .prefault({})
    .describe("The header of the fault `rate_limit`."),
  faults: z
    .partialRecord(z.enum(faultKinds), rate)
    .default({})
    .describe("Probability of each fault; those of failures must not sum above 1, nor those of results."),
  script: z
    .array(z.strictObject({ request: z.int().min(1), fault: z.enum(faultKinds) }))
    .default([])
    .describe("Faults by the number of the model request (the first is 1); a scripted request draws no other fault."),
});

/** Fills in the defaults. Throws RangeError with a readable list of problems when an option is unknown or out of range. */
export function readOptions(options: unknown): SimulatedModelSettings {
  const parsed = simulatedModelOptions.safeParse(options);
  if (!parsed.success) throw new RangeError(`Options of the simulated model: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** The options as a user writes them. */
export type SimulatedModelOptions = z.input<typeof simulatedModelOptions>;
/** The options with every default filled in. */
export type SimulatedModelSettings = z.output<typeof simulatedModelOptions>;
