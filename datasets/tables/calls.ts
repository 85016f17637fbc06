// Table `calls`: every paid request. The only table that holds time, attempts and money, and so the only one that differs between equal runs.
import * as shared from "./shared.ts";
import type { RowOf, Table } from "./column.ts";

const unpriced = "the price is not known";
const unanswered = "no answer came";

export const callsTable = {
  name: "calls",
  row: "One request to a model, answered or not.",
  columns: {
    campaign: shared.campaign,
    call: { type: "BIGINT", meaning: "Number of the call in the ledger." },
    problem_id: { type: "VARCHAR", meaning: "Problem that it was made for." },
    model: { type: "VARCHAR", meaning: "Alias of the model." },
    request_key: { type: "VARCHAR", meaning: "What was asked." },
    from_draw: { type: "INTEGER", meaning: "First draw asked for." },
    draws: { type: "INTEGER", unit: "draws", meaning: "Draws asked for." },
    state: {
      type: "VARCHAR",
      values: ["reserved", "settled", "failed", "unknown"],
      meaning:
        "reserved = in flight; settled = answered; failed = the endpoint did nothing; unknown = its answer never came, its bound stays counted.",
    },
    attempt: { type: "INTEGER", meaning: "Number of the attempt, from 1." },
    owner: { type: "VARCHAR", meaning: "Process that made it." },
    started_at: { type: "TIMESTAMP", unit: "UTC", meaning: "When it was made." },
    latency_ms: { type: "DOUBLE", unit: "ms", meaning: "Until the whole answer was there.", null: unanswered },
    bound_tokens: { type: "BIGINT", unit: "tokens", meaning: "Most that it could take: prompt and draws x max tokens." },
    bound_micro_usd: { type: "BIGINT", unit: "millionths of a US dollar", meaning: "Most that it could cost, rounded up.", null: unpriced },
    prompt_tokens: { type: "BIGINT", unit: "tokens", meaning: "Prompt tokens, as billed.", null: unanswered },
    completion_tokens: { type: "BIGINT", unit: "tokens", meaning: "Completion tokens of all its draws, as billed.", null: unanswered },
    micro_usd: { type: "BIGINT", unit: "millionths of a US dollar", meaning: "What it cost.", null: `${unanswered}, or ${unpriced}` },
    usd: { type: "DOUBLE", unit: "US dollars", meaning: "The same in dollars.", null: `${unanswered}, or ${unpriced}` },
    error: { type: "VARCHAR", meaning: "What went wrong.", null: "nothing" },
  },
  order: ["call"],
} as const satisfies Table;

export type CallRow = RowOf<typeof callsTable>;
