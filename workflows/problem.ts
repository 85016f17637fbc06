// One problem: sample its solutions, gate, choose, then ask the search strategy what to probe until it is done.
import { condition, setHandler, setWorkflowOptions, setCurrentDetails, isCancellation } from "@temporalio/workflow";
import { chooseSolutions, decide, gate, splitIntoRounds } from "../methods/search/index.ts";
import type { Observation, SearchProblem } from "../methods/search/index.ts";
import type { OpenProblemResult, Probe, RoundResult, SolutionSummary } from "../schemas/index.ts";
import { sampler, samplerOptions } from "./activities.ts";
import { setAttribute } from "./attributes.ts";
import { problemDetails } from "./details.ts";
import { applicationFailure, failureReason } from "./failure.ts";
import { pauseSignal, resumeSignal } from "./messages.ts";
import type { CampaignStop, ProblemInput, ProblemResult } from "./messages.ts";

export const problemWorkflowId = (campaign: string, problem: string): string => `${campaign}/${problem}`;

/** Most draws of one activity: so its result stays small and a lost worker loses little. */
const drawsARound = 64;
/** Rounds of one problem side by side. */
const roundsAtOnce = 4;
/** Failures after which the next problem would fail in the same way. */
const fatalFailures: readonly string[] = [
  "Model.Quota",
  "Model.Authentication",
  "Model.UnknownModel",
  "Model.BadRequest",
  "Ledger",
  "DiskFull",
];

export async function problem(input: ProblemInput): Promise<ProblemResult> {
  let { paused } = input;
  setHandler(pauseSignal, () => {
    paused = true;
  });
  setHandler(resumeSignal, () => {
    paused = false;
  });
  const untilResumed = (): Promise<void> => condition(() => !paused);
  try {
    const result = await label(input, untilResumed);
    setAttribute("StepLabelOutcome", result.outcome);
    return result;
  } catch (error) {
    if (isCancellation(error)) throw error;
    const type = applicationFailure(error)?.type ?? "";
    const stop: CampaignStop | null = fatalFailures.includes(type) ? { kind: "fatal", reason: failureReason(error) } : null;
    setAttribute("StepLabelOutcome", "failed");
    return { outcome: "failed", reason: failureReason(error), stop };
  }
}
setWorkflowOptions({ failureExceptionTypes: [Error] }, problem);

async function label({ campaign, problem: id, plan }: ProblemInput, untilResumed: () => Promise<void>): Promise<ProblemResult> {
  await untilResumed();
  const opened: OpenProblemResult = await sampler(campaign, plan.solver).openProblem.executeWithOptions(
    { ...samplerOptions(campaign, plan.solver), summary: `Sample ${plan.sample} solutions` },
    [{ campaign, problem: id, sample: plan.sample }],
  );
  if (opened.kind === "budget") return stoppedByBudget(opened.limit);
  const root = plan.sample === 0 ? null : opened.root;
  const verdict = gate(root, plan.gate);
  const closed = verdict.kind === "closed";
  const chosen = chooseSolutions({ solutions: opened.solutions, wrong: closed ? 0 : plan.wrong, right: closed ? 0 : plan.right });
  const search: SearchProblem = {
    root,
    solutions: probed(chosen, plan.strategy.probe ?? (plan.strategy.kind === "bisect" ? "wrong" : "all")),
    seed: 0,
  };
  const observations: Observation[] = [];
  for (;;) {
    const decision = decide(search, observations, plan.strategy);
    setCurrentDetails(problemDetails(id, opened.root, chosen, observations));
    if (decision.kind === "done") break;
    const rounds = splitIntoRounds(decision.probes, drawsARound).slice(0, roundsAtOnce);
    await untilResumed();
    const results = await Promise.allSettled(
      rounds.map((probes) =>
        sampler(campaign, plan.completer).runRound.executeWithOptions(
          { ...samplerOptions(campaign, plan.completer), summary: roundSummary(probes) },
          [{ campaign, problem: id, probes }],
        ),
      ),
    );
    for (const [index, result] of results.entries()) {
      if (result.status === "rejected") throw result.reason;
      const counted: RoundResult = result.value;
      if (counted.kind === "budget") return stoppedByBudget(counted.limit);
      for (const [position, probe] of (rounds[index] ?? []).entries()) {
        const count = counted.counts[position];
        if (count !== undefined) observations.push({ ...probe, ...count });
      }
    }
  }
  if (closed) return { outcome: verdict.outcome, reason: verdict.reason, stop: null };
  return { outcome: "finished", reason: null, stop: null };
}

function probed(chosen: readonly SolutionSummary[], which: "wrong" | "all"): readonly SolutionSummary[] {
  return which === "all" ? chosen : chosen.filter(({ outcome }) => outcome === "w");
}

function stoppedByBudget(limit: string): ProblemResult {
  return { outcome: "budget", reason: `the budget's limit of ${limit} is reached`, stop: { kind: "budget", limit } };
}

/** At most 200 bytes: what Temporal UI shows on the round's bar. */
function roundSummary(probes: readonly Probe[]): string {
  const solutions = [...new Set(probes.map(({ solution }) => solution))];
  const draws = probes.reduce((sum, { count }) => sum + count, 0);
  const named =
    solutions.length > 6 ? `${solutions.length} solutions` : `solution${solutions.length === 1 ? "" : "s"} ${solutions.join(", ")}`;
  return `${probes.length} probe${probes.length === 1 ? "" : "s"} of ${named}: up to ${draws} draws`;
}
