// The campaign: works through the shards in order, passes on what an operator says, and shows where it stands.
import {
  CancellationScope,
  ParentClosePolicy,
  allHandlersFinished,
  condition,
  continueAsNew,
  isCancellation,
  setCurrentDetails,
  setHandler,
  startChild,
  workflowInfo,
} from "@temporalio/workflow";
import type { ChildWorkflowHandle } from "@temporalio/workflow";
import { dataActivities } from "./activities.ts";
import { setAttribute, startAttributes } from "./attributes.ts";
import { campaignDetails } from "./details.ts";
import { pauseSignal, progressQuery, resumeSignal, setBudgetUpdate, setConcurrencySignal, shardReportSignal } from "./messages.ts";
import type { CampaignInput, CampaignProgress, CampaignResult, CampaignStop } from "./messages.ts";
import { shard, shardWorkflowId } from "./shard.ts";

/** A shard that has started its last problem no longer counts; this many in all may still be finishing. */
const maximumOpenShards = 4;

type ShardHandle = ChildWorkflowHandle<typeof shard>;

export async function campaign(input: CampaignInput): Promise<CampaignResult> {
  const data = dataActivities(input.campaign);
  const open = new Map<number, { handle: ShardHandle; draining: boolean; done: Promise<void> }>();
  let window = input.window;
  let paused = input.carried?.progress.phase === "paused";
  let failure: unknown = null;
  let progress: CampaignProgress = input.carried?.progress ?? {
    phase: "planning",
    shards: 0,
    finishedShards: 0,
    openShards: [],
    figures: null,
    stop: null,
    startedAtMs: Date.now(),
  };

  const update = (change: Partial<CampaignProgress>): void => {
    const phase = change.phase ?? progress.phase;
    if (phase !== progress.phase) setAttribute("StepLabelPhase", phase);
    progress = { ...progress, ...change, openShards: [...open.keys()] };
    setCurrentDetails(campaignDetails(input.campaign, progress, Date.now()));
  };
  const signalShards = async (send: (handle: ShardHandle) => Promise<void>): Promise<void> => {
    // A shard that ended meanwhile cannot be signalled, and need not be.
    await Promise.allSettled([...open.values()].map(({ handle }) => send(handle)));
  };
  const running = (): CampaignProgress["phase"] => (progress.stop !== null ? "stopping" : paused ? "paused" : "labelling");

  setHandler(progressQuery, () => progress);
  setHandler(pauseSignal, async () => {
    paused = true;
    update({ phase: running() });
    await signalShards((handle) => handle.signal(pauseSignal));
  });
  setHandler(resumeSignal, async () => {
    paused = false;
    update({ phase: running() });
    await signalShards((handle) => handle.signal(resumeSignal));
  });
  setHandler(setConcurrencySignal, async (problems) => {
    window = problems;
    await signalShards((handle) => handle.signal(setConcurrencySignal, problems));
  });
  setHandler(setBudgetUpdate, (budget) => data.setBudget({ campaign: input.campaign, budget }));
  const stopFor = (stop: CampaignStop | null): Partial<CampaignProgress> =>
    stop === null ? {} : { stop: progress.stop ?? stop, phase: "stopping" };
  setHandler(shardReportSignal, ({ shard: number, draining, figures, stop }) => {
    const reporting = open.get(number);
    if (reporting !== undefined && draining) reporting.draining = true;
    update({ ...(figures === null ? {} : { figures }), ...stopFor(stop) });
  });

  const begin = async (number: number): Promise<void> => {
    const startedPaused = paused;
    const handle = await startChild(shard, {
      workflowId: shardWorkflowId(input.campaign, number),
      args: [{ campaign: input.campaign, shard: number, plan: input.plan, window, paused: startedPaused }],
      parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
      typedSearchAttributes: startAttributes(input.campaign, input.plan),
      staticSummary: `Shard ${number + 1} of ${progress.shards} of campaign ${input.campaign}`,
    });
    const done = handle.result().then(
      (result) => finish(number, result.stop),
      (error: unknown) => {
        failure ??= error;
        finish(number, null);
      },
    );
    open.set(number, { handle, draining: false, done });
    // A signal that came while it was being started had nowhere to go.
    if (paused !== startedPaused) await signalShards((each) => each.signal(paused ? pauseSignal : resumeSignal));
    update({});
  };
  const finish = (number: number, stop: CampaignStop | null): void => {
    open.delete(number);
    update({ finishedShards: progress.finishedShards + 1, ...stopFor(stop) });
  };
  const mayBegin = (): boolean => !paused && open.size < maximumOpenShards && [...open.values()].every(({ draining }) => draining);
  const stopping = (): boolean => progress.stop !== null || failure !== null;

  try {
    const plan = await data.planCampaign({ campaign: input.campaign });
    update({ phase: running(), shards: plan.shards });
    let next: number | null = await data.nextShard({ campaign: input.campaign, from: input.carried?.nextShard ?? 0 });
    while (next !== null) {
      await condition(() => mayBegin() || stopping());
      if (stopping() || workflowInfo().continueAsNewSuggested) break;
      await begin(next);
      next = await data.nextShard({ campaign: input.campaign, from: next + 1 });
    }
    while (open.size > 0) await Promise.all([...open.values()].map(({ done }) => done));
    if (failure !== null) throw failure;
    if (next !== null && progress.stop === null) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof campaign>({ ...input, window, carried: { progress, nextShard: next } });
    }
  } catch (error) {
    if (!isCancellation(error)) throw error;
    // Cancelled: the shards write what is decided; the manifest follows.
    await CancellationScope.nonCancellable(async () => {
      while (open.size > 0) await Promise.all([...open.values()].map(({ done }) => done));
      await data.writeManifest({ campaign: input.campaign });
    });
    throw error;
  }
  const figures = await data.writeManifest({ campaign: input.campaign });
  update({ phase: "finished", figures });
  await condition(allHandlersFinished);
  return { figures, stop: progress.stop };
}
