// What the simulated server was asked and what it would bill, so that a client's own bookkeeping can be checked against it.
import type { FaultKind } from "./options.ts";
import type { Reply } from "./wire.ts";

export interface ModelCounts {
  /** Requests that were billed. */
  requests: number;
  choices: number;
  promptTokens: number;
  completionTokens: number;
}

/** All counts since the start. Billed is every request for which texts were generated, also where the answer was then lost on its way. */
export interface Counts extends ModelCounts {
  /** Model requests received, billed or not. */
  received: number;
  /** Billed requests whose content (body and seed header) had been billed before. */
  repeated: number;
  inFlight: number;
  mostInFlight: number;
  /** Ended requests by HTTP status; `dropped` by this server, `aborted` by the client. */
  byStatus: Record<string, number>;
  byFault: Partial<Record<FaultKind, number>>;
  /** What was billed, by model name. */
  models: Record<string, ModelCounts>;
}

/** Books one billed reply. */
export function bill(counts: Counts, model: string, { promptTokens, choices }: Reply): void {
  const completionTokens = choices.reduce((sum, { tokens }) => sum + tokens, 0);
  const ofModel = (counts.models[model] ??= emptyModelCounts());
  for (const each of [counts, ofModel]) {
    each.requests += 1;
    each.choices += choices.length;
    each.promptTokens += promptTokens;
    each.completionTokens += completionTokens;
  }
}

export function emptyCounts(): Counts {
  return { received: 0, ...emptyModelCounts(), repeated: 0, inFlight: 0, mostInFlight: 0, byStatus: {}, byFault: {}, models: {} };
}

function emptyModelCounts(): ModelCounts {
  return { requests: 0, choices: 0, promptTokens: 0, completionTokens: 0 };
}

/** Books one received request until `end` is called with its status. */
export function begin(counts: Counts): { end(status: string): void } {
  counts.received += 1;
  counts.inFlight += 1;
  counts.mostInFlight = Math.max(counts.mostInFlight, counts.inFlight);
  let isOpen = true;
  return {
    end(status) {
      if (!isOpen) return;
      isOpen = false;
      counts.inFlight -= 1;
      counts.byStatus[status] = (counts.byStatus[status] ?? 0) + 1;
    },
  };
}
