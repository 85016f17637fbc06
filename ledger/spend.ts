// Running sums of what calls cost, by campaign, model and state: a budget is checked in a few rows however many calls there were.
import type { DatabaseSync } from "node:sqlite";
import type { BudgetLimit, CallState } from "../schemas/index.ts";
import type { ModelSpend, SpendFigures } from "./port.ts";

/** What one call counts for in the state it is in. */
export interface CallFigures {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly tokens: number;
  readonly microUsd: number | null;
  readonly draws: number;
  readonly droppedDraws: number;
}

interface SpendRow {
  readonly model: string;
  readonly state: CallState;
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly tokens: number;
  readonly microUsd: number;
  readonly unpricedCalls: number;
  readonly droppedDraws: number;
}

interface Committed {
  readonly usdLimit: number | null;
  readonly tokenLimit: number | null;
  readonly callLimit: number | null;
  readonly calls: number;
  readonly tokens: number;
  readonly microUsd: number;
  readonly unpricedCalls: number;
}

const nothing: SpendFigures = { calls: 0, promptTokens: 0, completionTokens: 0, tokens: 0, microUsd: 0 };

export type SpendTable = ReturnType<typeof spendTable>;

export function spendTable(database: DatabaseSync) {
  const change = database.prepare(
    `INSERT INTO spend (campaign_id, model, state, calls, prompt_tokens, completion_tokens, tokens, micro_usd, unpriced_calls, draws, dropped_draws)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, prompt_tokens = prompt_tokens + excluded.prompt_tokens,
        completion_tokens = completion_tokens + excluded.completion_tokens, tokens = tokens + excluded.tokens,
        micro_usd = micro_usd + excluded.micro_usd, unpriced_calls = unpriced_calls + excluded.unpriced_calls,
        draws = draws + excluded.draws, dropped_draws = dropped_draws + excluded.dropped_draws`,
  );
  const committed = database.prepare(
    `SELECT budget_micro_usd AS usdLimit, budget_tokens AS tokenLimit, budget_calls AS callLimit, coalesce(sum(calls), 0) AS calls,
      coalesce(sum(tokens), 0) AS tokens, coalesce(sum(micro_usd), 0) AS microUsd, coalesce(sum(unpriced_calls), 0) AS unpricedCalls
      FROM campaigns LEFT JOIN spend ON spend.campaign_id = campaigns.id AND spend.state <> 'failed' WHERE campaigns.id = ?`,
  );
  const select = database.prepare(
    `SELECT model, state, calls, prompt_tokens AS promptTokens, completion_tokens AS completionTokens, tokens, micro_usd AS microUsd,
      unpriced_calls AS unpricedCalls, dropped_draws AS droppedDraws FROM spend WHERE campaign_id = ? ORDER BY model`,
  );
  const countDraws = database.prepare(`SELECT coalesce(sum(draws), 0) AS draws FROM spend WHERE campaign_id = ?`);

  function apply(campaignId: number, model: string, state: CallState, figures: CallFigures, sign: 1 | -1): void {
    const { promptTokens, completionTokens, tokens, microUsd, draws, droppedDraws } = figures;
    const sums = [1, promptTokens, completionTokens, tokens, microUsd ?? 0, microUsd === null ? 1 : 0, draws, droppedDraws];
    change.run(campaignId, model, state, ...sums.map((sum) => sign * sum));
  }

  return {
    add: (campaignId: number, model: string, state: CallState, figures: CallFigures): void => apply(campaignId, model, state, figures, 1),
    remove: (campaignId: number, model: string, state: CallState, figures: CallFigures): void =>
      apply(campaignId, model, state, figures, -1),

    /** The first limit that settled + unknown + reserved and one more call of this bound would pass; null where it fits. */
    limitPassedBy(campaignId: number, bound: { readonly tokens: number; readonly microUsd: number | null }): BudgetLimit | null {
      const sums = committed.get(campaignId) as unknown as Committed;
      if (sums.usdLimit !== null) {
        // What is not known cannot be shown to fit.
        if (bound.microUsd === null || sums.unpricedCalls > 0) return "usd";
        if (sums.microUsd + bound.microUsd > sums.usdLimit) return "usd";
      }
      if (sums.tokenLimit !== null && sums.tokens + bound.tokens > sums.tokenLimit) return "tokens";
      if (sums.callLimit !== null && sums.calls + 1 > sums.callLimit) return "calls";
      return null;
    },

    /** In order of model. */
    byModel(campaignId: number): ModelSpend[] {
      const rows = select.all(campaignId) as unknown as SpendRow[];
      return [...new Set(rows.map((row) => row.model))].map((model) => {
        const of = (state: CallState) => rows.find((row) => row.model === model && row.state === state);
        return {
          model,
          settled: figuresOf(of("settled")),
          unknown: figuresOf(of("unknown")),
          reserved: figuresOf(of("reserved")),
          failedCalls: of("failed")?.calls ?? 0,
          droppedDraws: of("settled")?.droppedDraws ?? 0,
        };
      });
    },

    draws: (campaignId: number): number => (countDraws.get(campaignId) as { draws: number }).draws,
  };
}

function figuresOf(row: SpendRow | undefined): SpendFigures {
  if (row === undefined) return nothing;
  const { calls, promptTokens, completionTokens, tokens, microUsd, unpricedCalls } = row;
  return { calls, promptTokens, completionTokens, tokens, microUsd: unpricedCalls > 0 ? null : microUsd };
}
