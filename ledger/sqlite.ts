// The ledger in one SQLite file, shared by every process of one machine. Writes are grouped (write-queue.ts), reads see what is committed.
import type { DatabaseSync } from "node:sqlite";
import { callTable } from "./calls.ts";
import { campaignTable } from "./campaigns.ts";
import { openDatabase, untilFree } from "./database.ts";
import { evidenceTables } from "./evidence.ts";
import { interning } from "./interning.ts";
import type { Ledger } from "./port.ts";
import { problemTable } from "./problems.ts";
import { spendTable } from "./spend.ts";
import { writeQueue } from "./write-queue.ts";

/**
 * Opens the ledger at `path`, or makes one there; its folder must exist. Several processes may hold the same file open.
 * Throws LedgerError: unreadable, read_only, not_a_ledger, newer, corrupt, locked (after 30 s), disk_full, io.
 */
export async function openSqliteLedger(path: string): Promise<Ledger> {
  return ledgerOn(await openDatabase(path), path);
}

/** The ledger on a database that openDatabase() opened; close() closes it. A reserve and settle pair costs about 0.1 ms of CPU and two syncs, which concurrent writes share. */
export function ledgerOn(database: DatabaseSync, path: string): Ledger {
  const campaigns = campaignTable(database);
  const intern = interning(database);
  const spend = spendTable(database);
  const problems = problemTable(database, campaigns, intern, spend);
  const calls = callTable(database, campaigns, intern, spend);
  const evidence = evidenceTables(database, problems, intern);
  const queue = writeQueue(database, path);
  const write = <T>(run: () => T): Promise<T> => queue.write(run);
  const read = <T>(run: () => T): Promise<T> => untilFree(path, run);

  return {
    createCampaign: (record) => write(() => campaigns.create(record)),
    campaign: (name) => read(() => campaigns.get(name)),
    updateCampaign: (name, change) => write(() => campaigns.update(name, change)),
    setBudget: (name, update) => write(() => campaigns.setBudget(name, update)),
    fact: (key) => read(() => campaigns.fact(key)),
    putFact: (key, value) => write(() => campaigns.putFact(key, value)),

    putProblems: (campaign, shard, rows, given) => write(() => problems.putProblems(campaign, shard, rows, given)),
    problem: (campaign, problem) => read(() => problems.get(campaign, problem)),
    problems: (campaign, shard) => read(() => problems.list(campaign, shard)),
    settleProblems: (campaign, settlements) => write(() => problems.settle(campaign, settlements)),
    reopenProblems: (campaign, reopened) => write(() => problems.reopen(campaign, reopened)),
    failureReasons: (campaign) => read(() => problems.failureReasons(campaign)),
    putSolutions: (campaign, solutions) => write(() => problems.putSolutions(campaign, solutions)),
    solutions: (campaign, problem) => read(() => problems.solutions(campaign, problem)),

    reserve: (reservation) => write(() => calls.reserve(reservation, Date.now())),
    settle: (call, settlement) => write(() => calls.settle(call, settlement)),
    fail: (call, reason) => write(() => calls.fail(call, reason)),
    abandon: (call, reason) => write(() => calls.abandon(call, reason)),
    renewLeases: (owner, leaseMs) => write(() => calls.renewLeases(owner, Date.now() + leaseMs)),
    expireLeases: (campaign) => write(() => calls.expireLeases(campaign, Date.now())),
    reconcile: (campaign, decision) => write(() => calls.reconcile(campaign, decision)),
    draws: (requestKey, from, count) => read(() => calls.draws(requestKey, from, count)),
    calls: (campaign, problem) => read(() => calls.calls(campaign, problem)),
    spend: (campaign) => read(() => spend.byModel(campaigns.id(campaign))),
    progress: (campaign) => read(() => problems.progress(campaign)),

    putProbes: (campaign, probes) => write(() => evidence.putProbes(campaign, probes)),
    probes: (campaign, problem) => read(() => evidence.probes(campaign, problem)),
    putGrades: (campaign, problem, grades) => write(() => evidence.putGrades(campaign, problem, grades)),
    grades: (campaign, problem, grader, names) => read(() => evidence.grades(campaign, problem, grader, names)),

    async close() {
      await queue.idle();
      if (database.isOpen) database.close();
    },
  };
}
