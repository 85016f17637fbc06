// Calls and draws: reserve, settle, fail, abandon, expire, reconcile. Every function runs inside its caller's transaction and keeps the
// running sums of spend.ts in step with the call's state.
import type { DatabaseSync } from "node:sqlite";
import type { Call, CallState, Draw } from "../schemas/index.ts";
import type { CampaignTable } from "./campaigns.ts";
import { LedgerError } from "./error.ts";
import type { Interning } from "./interning.ts";
import type { Reservation, ReserveResult, Settlement, SettleResult } from "./port.ts";
import type { CallFigures, SpendTable } from "./spend.ts";
import { withoutSecrets } from "./without-secrets.ts";

interface CallRow {
  readonly call: number;
  readonly campaignId: number;
  readonly model: string;
  readonly requestId: number;
  readonly from: number;
  readonly count: number;
  readonly state: CallState;
  readonly leaseUntil: number;
  readonly boundTokens: number;
  readonly boundMicroUsd: number | null;
  readonly reconciled: "released" | "paid" | null;
}

const columns = `call, campaign_id AS campaignId, model, request_id AS requestId, from_draw AS "from", count, state, lease_until AS leaseUntil,
  bound_tokens AS boundTokens, bound_micro_usd AS boundMicroUsd, reconciled`;
const recordColumns = `call, model, requests.key AS requestKey, from_draw AS "from", count, state, attempt, owner, lease_until AS leaseUntil,
  bound_tokens AS boundTokens, bound_micro_usd AS boundMicroUsd, prompt_tokens AS promptTokens, completion_tokens AS completionTokens,
  micro_usd AS microUsd, latency_ms AS latencyMs, started_at AS startedAt, calls.problem, error`;

export type CallTable = ReturnType<typeof callTable>;

export function callTable(database: DatabaseSync, campaigns: CampaignTable, intern: Interning, spend: SpendTable) {
  const select = database.prepare(`SELECT ${columns} FROM calls WHERE call = ?`);
  const overlapping = database.prepare(
    `SELECT ${columns} FROM calls INDEXED BY calls_in_flight WHERE state = 'reserved' AND request_id = ? AND from_draw < ? AND from_draw + count > ?`,
  );
  const anyDraw = database.prepare(`SELECT 1 FROM draws WHERE request_id = ? AND draw >= ? AND draw < ? LIMIT 1`);
  const insert = database.prepare(
    `INSERT INTO calls (campaign_id, problem, model, request_id, from_draw, count, state, attempt, owner, lease_until, bound_tokens, bound_micro_usd, started_at)
      VALUES (?, ?, ?, ?, ?, ?, 'reserved', ?, ?, ?, ?, ?, ?)`,
  );
  const insertDraw = database.prepare(
    `INSERT INTO draws (request_id, draw, call, text, finish, completion_tokens, mean_logprob) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const answer = database.prepare(
    `UPDATE calls SET state = 'settled', reconciled = NULL, error = NULL, prompt_tokens = ?, completion_tokens = ?, micro_usd = ?, latency_ms = ? WHERE call = ?`,
  );
  const end = database.prepare(`UPDATE calls SET state = ?, error = ? WHERE call = ?`);
  const decide = database.prepare(`UPDATE calls SET state = ?, reconciled = ?, micro_usd = ? WHERE call = ?`);
  const renew = database.prepare(`UPDATE calls INDEXED BY calls_in_flight SET lease_until = ? WHERE state = 'reserved' AND owner = ?`);
  const expired = database.prepare(
    `SELECT ${columns} FROM calls INDEXED BY calls_in_flight WHERE state = 'reserved' AND campaign_id = ? AND lease_until <= ?`,
  );
  const unknown = database.prepare(`SELECT ${columns} FROM calls WHERE state = 'unknown' AND campaign_id = ?`);
  const selectDraws = database.prepare(
    `SELECT draw, call, text, finish, completion_tokens AS completionTokens, mean_logprob AS meanLogprob FROM draws
      WHERE request_id = ? AND draw >= ? AND draw < ? ORDER BY draw`,
  );
  const selectCalls = database.prepare(
    `SELECT ${recordColumns} FROM calls JOIN requests ON requests.id = request_id WHERE campaign_id = ? ORDER BY call`,
  );
  const selectCallsOf = database.prepare(
    `SELECT ${recordColumns} FROM calls JOIN requests ON requests.id = request_id WHERE campaign_id = ? AND calls.problem = ? ORDER BY call`,
  );

  function need(call: number): CallRow {
    const row = select.get(call) as CallRow | undefined;
    if (row === undefined) throw new LedgerError("missing", `The ledger knows no call ${call}.`);
    return row;
  }

  /** The answer of a reserved call will not come, as far as one can know: it keeps counting at its bound. */
  function becomeUnknown(row: CallRow, error: string): void {
    end.run("unknown", error, row.call);
    spend.remove(row.campaignId, row.model, "reserved", boundOf(row));
    spend.add(row.campaignId, row.model, "unknown", boundOf(row));
  }

  return {
    reserve(reservation: Reservation, now: number): ReserveResult {
      checkReservation(reservation);
      const { from, count, model, boundTokens, boundMicroUsd } = reservation;
      const campaignId = campaigns.id(reservation.campaign);
      const known = intern.requestId(reservation.requestKey);
      if (known !== null) {
        if (anyDraw.get(known, from, from + count) !== undefined) return { kind: "present" };
        const inTheWay = overlapping.all(known, from + count, from) as unknown as CallRow[];
        const live = inTheWay.filter((row) => row.leaseUntil > now);
        if (live.length > 0) return { kind: "busy", untilMs: Math.max(...live.map((row) => row.leaseUntil)) };
        for (const row of inTheWay) becomeUnknown(row, "lease expired");
      }
      const limit = spend.limitPassedBy(campaignId, { tokens: boundTokens, microUsd: boundMicroUsd });
      if (limit !== null) return { kind: "budget", limit };
      const requestId = known ?? intern.putRequest(reservation.requestKey);
      const { problem, attempt, owner, leaseMs } = reservation;
      const leaseUntil = now + leaseMs;
      const values = [campaignId, problem, model, requestId, from, count, attempt, owner, leaseUntil, boundTokens, boundMicroUsd, now];
      const { lastInsertRowid } = insert.run(...values);
      spend.add(campaignId, model, "reserved", boundOf(reservation));
      return { kind: "reserved", call: Number(lastInsertRowid) };
    },

    settle(call: number, settlement: Settlement): SettleResult {
      const row = need(call);
      if (row.state === "settled" && row.reconciled === null) return { kind: "repeated" };
      if (row.state === "failed" && row.reconciled === null)
        throw new LedgerError("conflict", `Call ${call} was given back as failed; its answer cannot be settled.`);
      checkSettlement(row, settlement);
      let stored = 0;
      for (const [index, draw] of settlement.draws.entries()) {
        const { text, finish, completionTokens, meanLogprob } = draw;
        // Another call fetched this draw after the lease of this one had expired: the first to arrive is the draw.
        const { changes } = insertDraw.run(row.requestId, row.from + index, call, text, finish, completionTokens, meanLogprob);
        stored += Number(changes);
      }
      const { promptTokens, completionTokens, microUsd, latencyMs } = settlement;
      answer.run(promptTokens, completionTokens, microUsd, latencyMs, call);
      const dropped = settlement.draws.length - stored;
      spend.remove(row.campaignId, row.model, row.state, row.state === "failed" ? failedFigures : boundOf(row));
      spend.add(row.campaignId, row.model, "settled", {
        promptTokens,
        completionTokens,
        tokens: promptTokens + completionTokens,
        microUsd,
        draws: stored,
        droppedDraws: dropped,
      });
      return { kind: "settled", stored, dropped };
    },

    fail(call: number, reason: string): void {
      const row = need(call);
      if (row.state === "settled") throw new LedgerError("conflict", `Call ${call} is settled; it cannot fail any more.`);
      if (row.state === "failed") return;
      end.run("failed", withoutSecrets(reason), call);
      spend.remove(row.campaignId, row.model, row.state, boundOf(row));
      spend.add(row.campaignId, row.model, "failed", failedFigures);
    },

    abandon(call: number, reason: string): void {
      const row = need(call);
      if (row.state === "reserved") becomeUnknown(row, withoutSecrets(reason));
    },

    renewLeases: (owner: string, leaseUntil: number): void => void renew.run(leaseUntil, owner),

    expireLeases(campaign: string, now: number): number {
      const rows = expired.all(campaigns.id(campaign), now) as unknown as CallRow[];
      for (const row of rows) becomeUnknown(row, "lease expired");
      return rows.length;
    },

    reconcile(campaign: string, decision: "released" | "paid"): number {
      const rows = unknown.all(campaigns.id(campaign)) as unknown as CallRow[];
      for (const row of rows) {
        const state = decision === "paid" ? "settled" : "failed";
        decide.run(state, decision, decision === "paid" ? row.boundMicroUsd : null, row.call);
        spend.remove(row.campaignId, row.model, "unknown", boundOf(row));
        spend.add(row.campaignId, row.model, state, state === "settled" ? boundOf(row) : failedFigures);
      }
      return rows.length;
    },

    draws(requestKey: string, from: number, count: number): Draw[] {
      const requestId = intern.requestId(requestKey);
      if (requestId === null) return [];
      const rows = selectDraws.all(requestId, from, from + count) as unknown as Omit<Draw, "requestKey">[];
      return rows.map((row) => ({ requestKey, ...row }));
    },

    calls(campaign: string, problem?: string): Call[] {
      const id = campaigns.id(campaign);
      const rows = problem === undefined ? selectCalls.all(id) : selectCallsOf.all(id, problem);
      return (rows as unknown as Call[]).map((row) => ({ ...row }));
    },
  };
}

const failedFigures: CallFigures = { promptTokens: 0, completionTokens: 0, tokens: 0, microUsd: 0, draws: 0, droppedDraws: 0 };

function boundOf(row: { readonly boundTokens: number; readonly boundMicroUsd: number | null }): CallFigures {
  return { ...failedFigures, tokens: row.boundTokens, microUsd: row.boundMicroUsd };
}

function checkReservation(reservation: Reservation): void {
  const { from, count, boundTokens, boundMicroUsd, attempt, leaseMs } = reservation;
  const counts = [from, boundTokens, boundMicroUsd ?? 0, count - 1, attempt - 1, leaseMs - 1];
  if (!counts.every(isCount))
    throw new LedgerError("invalid", `A reservation's figures are whole numbers: ${JSON.stringify(reservation)}.`);
}

function checkSettlement(row: CallRow, settlement: Settlement): void {
  const { draws, promptTokens, completionTokens, microUsd } = settlement;
  if (draws.length > row.count)
    throw new LedgerError("invalid", `Call ${row.call} asked for ${row.count} draws, and cannot be settled with ${draws.length}.`);
  const counts = [promptTokens, completionTokens, microUsd ?? 0, ...draws.map((draw) => draw.completionTokens)];
  if (!counts.every(isCount)) throw new LedgerError("invalid", `The usage of call ${row.call} is not in whole numbers.`);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
