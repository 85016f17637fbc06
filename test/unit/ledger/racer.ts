// A process of its own that works on a ledger file as a worker does: told by messages what to do, answers with what it got.
import { openSqliteLedger } from "../../../ledger/index.ts";
import type { ReserveResult } from "../../../ledger/index.ts";
import { anAnswer, aReservation, key } from "./samples.ts";

/**
 * race: one reservation a round, all rounds at agreed instants, so that both processes ask at the same time. `by` says what they race for:
 * the last call of a campaign's budget (one campaign a round) or the same draws (one request a round).
 * work: reserves and settles until it is killed.
 */
export type RacerOrder =
  | { readonly kind: "race"; readonly by: "budget" | "draws"; readonly rounds: number; readonly startAt: number; readonly everyMs: number }
  | { readonly kind: "work" };

const [path = "", owner = ""] = process.argv.slice(2);
const ledger = await openSqliteLedger(path);

function reservation(order: Extract<RacerOrder, { kind: "race" }>, round: number) {
  return order.by === "budget"
    ? aReservation({ campaign: `budget-${round}`, requestKey: key(`${owner}-${round}`), owner })
    : aReservation({ campaign: "draws", requestKey: key(`shared-${round}`), from: owner === "one" ? 0 : 3, owner });
}

async function race(order: Extract<RacerOrder, { kind: "race" }>): Promise<ReserveResult["kind"][]> {
  const results: ReserveResult["kind"][] = [];
  for (let round = 0; round < order.rounds; round++) {
    const instant = order.startAt + round * order.everyMs;
    while (Date.now() < instant);
    results.push((await ledger.reserve(reservation(order, round))).kind);
  }
  return results;
}

async function work(): Promise<never> {
  for (let index = 0; ; index++) {
    const result = await ledger.reserve(aReservation({ requestKey: key(`${owner}-${index}`), owner, leaseMs: 1 }));
    if (result.kind !== "reserved") throw new Error(result.kind);
    await ledger.settle(result.call, anAnswer([`${owner} ${index} a`, `${owner} ${index} b`]));
  }
}

process.on("message", (order: RacerOrder) => {
  if (order.kind === "work") void work();
  else void race(order).then((results) => process.send?.(results));
});
process.send?.("ready");
