// What a benchmark reads of a campaign's ledger: by SQL of its own, so that a figure does not rest on the code that it measures.
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export interface LedgerFigures {
  readonly draws: number;
  readonly calls: number;
  /** From the first call's start to the last call's answer, in milliseconds. */
  readonly spanMs: number;
  readonly settledCalls: number;
  readonly settledTokens: number;
  readonly unknownCalls: number;
  readonly unknownTokens: number;
}

export function ledgerFigures(out: string): LedgerFigures {
  const database = new DatabaseSync(join(out, "ledger.sqlite"), { readOnly: true });
  try {
    const one = (sql: string): Record<string, number> => database.prepare(sql).get() as Record<string, number>;
    const { draws } = one("SELECT count(*) AS draws FROM draws");
    const calls = one(`SELECT count(*) AS calls, max(started_at + coalesce(latency_ms, 0)) - min(started_at) AS spanMs,
      count(*) FILTER (WHERE state = 'settled') AS settledCalls, coalesce(sum(prompt_tokens + completion_tokens) FILTER (WHERE state = 'settled'), 0) AS settledTokens,
      count(*) FILTER (WHERE state = 'unknown' OR state = 'reserved') AS unknownCalls,
      coalesce(sum(bound_tokens) FILTER (WHERE state = 'unknown' OR state = 'reserved'), 0) AS unknownTokens FROM calls`);
    return { draws: draws ?? 0, ...calls } as unknown as LedgerFigures;
  } finally {
    database.close();
  }
}
