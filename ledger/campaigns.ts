// Campaigns, their budgets, and facts: SQL of the rows that a run starts from. Every function runs inside its caller's transaction.
import type { DatabaseSync } from "node:sqlite";
import type { Budget, BudgetUpdate } from "../schemas/index.ts";
import { LedgerError } from "./error.ts";
import type { CampaignRecord } from "./port.ts";
import { limitMicroUsd } from "./price.ts";

interface CampaignRow {
  readonly id: number;
  readonly campaign: string;
  readonly configuration: string;
  readonly configurationHash: string;
  readonly inputHash: string;
  readonly rows: number;
  readonly usd: number | null;
  readonly tokens: number | null;
  readonly calls: number | null;
  readonly createdAt: number;
}

export type CampaignTable = ReturnType<typeof campaignTable>;

export function campaignTable(database: DatabaseSync) {
  const select = database.prepare(
    `SELECT id, campaign, configuration, configuration_hash AS configurationHash, input_hash AS inputHash, rows, budget_usd AS usd,
      budget_tokens AS tokens, budget_calls AS calls, created_at AS createdAt FROM campaigns WHERE campaign = ?`,
  );
  const insert = database.prepare(
    `INSERT INTO campaigns (campaign, configuration, configuration_hash, input_hash, rows, created_at) VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const update = database.prepare(`UPDATE campaigns SET configuration = ?, configuration_hash = ?, input_hash = ?, rows = ? WHERE id = ?`);
  const updateBudget = database.prepare(
    `UPDATE campaigns SET budget_usd = ?, budget_micro_usd = ?, budget_tokens = ?, budget_calls = ? WHERE id = ?`,
  );
  const selectFact = database.prepare(`SELECT value FROM facts WHERE key = ?`);
  const putFact = database.prepare(`INSERT INTO facts (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value`);

  function find(campaign: string): CampaignRow | undefined {
    return select.get(campaign) as CampaignRow | undefined;
  }

  function need(campaign: string): CampaignRow {
    const row = find(campaign);
    if (row === undefined) throw new LedgerError("missing", `The ledger knows no campaign "${campaign}".`);
    return row;
  }

  function writeBudget(id: number, budget: Budget): void {
    const { usd = null, tokens = null, calls = null } = budget;
    updateBudget.run(usd, usd === null ? null : limitMicroUsd(usd), tokens, calls, id);
  }

  return {
    /** Row number of a campaign. Throws LedgerError `missing`. */
    id: (campaign: string): number => need(campaign).id,

    get(campaign: string): CampaignRecord | null {
      const row = find(campaign);
      if (row === undefined) return null;
      const { configuration, configurationHash, inputHash, rows, createdAt } = row;
      return { campaign, configuration, configurationHash, inputHash, rows, budget: budgetOf(row), createdAt };
    },

    /** Creating the same campaign again changes nothing. Throws LedgerError `conflict` where the name stands for another one. */
    create(record: CampaignRecord): void {
      const { campaign, configuration, configurationHash, inputHash, rows, budget, createdAt } = record;
      const row = find(campaign);
      if (row === undefined) {
        const { lastInsertRowid } = insert.run(campaign, configuration, configurationHash, inputHash, rows, createdAt);
        writeBudget(Number(lastInsertRowid), budget);
      } else if (row.configurationHash !== configurationHash || row.inputHash !== inputHash)
        throw new LedgerError("conflict", `The ledger already holds another campaign "${campaign}"; choose another name.`);
    },

    update(campaign: string, change: Pick<CampaignRecord, "configuration" | "configurationHash" | "inputHash" | "rows">): void {
      update.run(change.configuration, change.configurationHash, change.inputHash, change.rows, need(campaign).id);
    },

    setBudget(campaign: string, change: BudgetUpdate): Budget {
      const row = need(campaign);
      const budget = budgetOf({
        usd: change.usd === undefined ? row.usd : change.usd,
        tokens: change.tokens === undefined ? row.tokens : change.tokens,
        calls: change.calls === undefined ? row.calls : change.calls,
      });
      writeBudget(row.id, budget);
      return budget;
    },

    fact: (key: string): string | null => (selectFact.get(key) as { value: string } | undefined)?.value ?? null,
    putFact: (key: string, value: string): void => void putFact.run(key, value),
  };
}

function budgetOf(row: Pick<CampaignRow, "usd" | "tokens" | "calls">): Budget {
  return {
    ...(row.usd === null ? {} : { usd: row.usd }),
    ...(row.tokens === null ? {} : { tokens: row.tokens }),
    ...(row.calls === null ? {} : { calls: row.calls }),
  };
}
