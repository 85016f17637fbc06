// What the host and a worker say to each other. The worker runs hostile code, so every reply is checked against a strict schema.
import { z } from "zod";
import { verdictStatuses } from "../schemas/sandbox.ts";

/** Work for one run. check: the code's own assertions count; tests: the code, then tests; program: the code once for each input. */
export interface WireJob {
  readonly kind: "check" | "tests" | "program";
  readonly code: string;
  readonly tests: string;
  /** Functions that the problem asks for; `call` is applied to the first. */
  readonly entries: readonly string[];
  readonly call: string;
  readonly inputs: readonly string[];
  readonly seed: number;
  readonly stdout_limit: number;
  readonly output_limit: number;
}

/** `id` and `nonce` come back with the reply; anything else is not this request's. */
export interface WireRequest {
  readonly id: number;
  readonly nonce: string;
  readonly op: "run" | "open" | "step" | "close";
  readonly timeout_ms: number;
  readonly memory: number;
  readonly preload: readonly string[];
  readonly job: WireJob | null;
}

export const readySchema = z.strictObject({ ready: z.literal(true), version: z.string().max(100) });

export const replySchema = z.strictObject({
  id: z.number().int(),
  nonce: z.string(),
  status: z.enum(verdictStatuses),
  reason: z.string().max(4000),
  assertions: z.number().int().nonnegative(),
  stdout: z.string().max(70_000),
  truncated: z.boolean(),
  outputs: z.array(z.string().max(70_000)).max(10_000),
  wallMs: z.number().nonnegative(),
  cpuMs: z.number().nonnegative().nullable(),
  peakBytes: z.number().int().nonnegative().nullable(),
});
export type WireReply = z.output<typeof replySchema>;

/** Text of a frame to a value; null when it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
