// A shard: a bounded window of problem workflows over the shard's rows, then its part of every table.
import {
  CancellationScope,
  ParentClosePolicy,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  setHandler,
  startChild,
  workflowInfo,
} from "@temporalio/workflow";
import type { ChildWorkflowHandle } from "@temporalio/workflow";
import type { ProblemSettlement } from "../schemas/index.ts";
import { dataActivities } from "./activities.ts";
import { startAttributes } from "./attributes.ts";
import { failureReason } from "./failure.ts";
import { pauseSignal, resumeSignal, setConcurrencySignal, shardReportSignal } from "./messages.ts";
import type { CampaignStop, ShardInput, ShardResult } from "./messages.ts";
import { problem, problemWorkflowId } from "./problem.ts";

export const shardWorkflowId = (campaign: string, shard: number): string => `${campaign}/shard-${String(shard).padStart(5, "0")}`;

/** Problems settled before their outcomes are recorded and reported together: a report is two activities' worth of events. */
const reportEvery = 10;
/** In a slow campaign no settled problem waits longer than this for the next one to be reported with it. */
const reportAfterMs = 5000;

export async function shard(input: ShardInput): Promise<ShardResult> {
  const { campaign, plan } = input;
  const data = dataActivities(campaign);
  const open = new Map<string, { handle: ChildWorkflowHandle<typeof problem> | null; done: Promise<void> }>();
  let { window, paused } = input;
  let stop: CampaignStop | null = null;
  let unreported: ProblemSettlement[] = [];
  let settledOfPage: string[] = [...(input.carried?.settled ?? [])];
  let reporting: Promise<void> = Promise.resolve();
  let reportedAt = Number.NEGATIVE_INFINITY;

  const stopped = (): boolean => stop !== null;
  const signalProblems = async (send: (handle: ChildWorkflowHandle<typeof problem>) => Promise<void>): Promise<void> => {
    await Promise.allSettled([...open.values()].map(({ handle }) => (handle === null ? Promise.resolve() : send(handle))));
  };
  setHandler(pauseSignal, async () => {
    paused = true;
    await signalProblems((handle) => handle.signal(pauseSignal));
  });
  setHandler(resumeSignal, async () => {
    paused = false;
    await signalProblems((handle) => handle.signal(resumeSignal));
  });
  setHandler(setConcurrencySignal, (problems) => {
    window = problems;
  });

  const report = async (draining: boolean): Promise<void> => {
    const outcomes = unreported.splice(0, reportEvery);
    try {
      const figures =
        outcomes.length === 0
          ? null
          : await data.recordOutcomes.executeWithOptions({ summary: `${outcomes.length} problems settled` }, [{ campaign, outcomes }]);
      const parent = workflowInfo().parent;
      if (parent !== undefined)
        await getExternalWorkflowHandle(parent.workflowId).signal(shardReportSignal, { shard: input.shard, draining, figures, stop });
    } catch (error) {
      // They go with the next report.
      unreported.unshift(...outcomes);
      throw error;
    }
  };
  const reportDue = async (): Promise<void> => {
    while (unreported.length >= reportEvery || (unreported.length > 0 && Date.now() - reportedAt >= reportAfterMs)) {
      reportedAt = Date.now();
      await report(false);
    }
  };
  const settle = (settlement: ProblemSettlement): void => {
    open.delete(settlement.problem);
    settledOfPage.push(settlement.problem);
    unreported.push(settlement);
    // One report at a time: what is settled meanwhile joins the next.
    reporting = reporting.then(reportDue).catch(() => undefined);
  };
  const begin = (id: string): void => {
    const run = async (): Promise<void> => {
      const startedPaused = paused;
      try {
        const handle = await startChild(problem, {
          workflowId: problemWorkflowId(campaign, id),
          args: [{ campaign, problem: id, plan, paused: startedPaused }],
          parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
          typedSearchAttributes: startAttributes(campaign, plan),
          staticSummary: `Problem ${id}: ${plan.strategy.kind}, k = ${plan.strategy.k}`,
        });
        const entry = open.get(id);
        if (entry !== undefined) entry.handle = handle;
        // A signal that came while it was being started had nowhere to go.
        if (paused !== startedPaused) await handle.signal(paused ? pauseSignal : resumeSignal);
        const result = await handle.result();
        stop ??= result.stop;
        settle({ problem: id, outcome: result.outcome, reason: result.reason });
      } catch (error) {
        if (isCancellation(error)) {
          // Not settled: the next run takes it up again.
          open.delete(id);
          return;
        }
        settle({ problem: id, outcome: "failed", reason: failureReason(error) });
      }
    };
    // The entry must be there before the child's handle is.
    open.set(id, { handle: null, done: Promise.resolve() });
    const done = run();
    const entry = open.get(id);
    if (entry !== undefined) entry.done = done;
  };
  const drain = async (): Promise<void> => {
    while (open.size > 0) await Promise.all([...open.values()].map(({ done }) => done));
    await reporting;
    while (unreported.length > 0) await report(true);
  };
  const write = (): Promise<unknown> =>
    data.writeShard.executeWithOptions({ summary: `Write part ${input.shard}` }, [{ campaign, shard: input.shard }]);

  try {
    let cursor: number | null = input.carried?.cursor ?? 0;
    while (cursor !== null && !stopped()) {
      const page = await data.loadPage.executeWithOptions({ summary: `Read rows from ${cursor} of shard ${input.shard}` }, [
        { campaign, shard: input.shard, cursor },
      ]);
      const settled = new Set(settledOfPage);
      const waiting = page.problems.filter((id) => !settled.has(id));
      settledOfPage = [...settled];
      for (const id of waiting) {
        await condition(() => stopped() || (!paused && open.size < window));
        if (stopped()) break;
        if (workflowInfo().continueAsNewSuggested) {
          await drain();
          if (stopped()) break;
          await continueAsNew<typeof shard>({ ...input, window, paused, carried: { cursor, settled: settledOfPage } });
        }
        begin(id);
      }
      settledOfPage = [];
      cursor = page.next;
    }
    await report(true);
    await drain();
  } catch (error) {
    if (!isCancellation(error)) throw error;
    await CancellationScope.nonCancellable(async () => {
      await drain();
      await write();
    });
    throw error;
  }
  await write();
  return { stop };
}
