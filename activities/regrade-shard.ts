// Re-grades a shard from its ledger, without a call: problems that the new grades would have treated otherwise are taken up by the next run.
import { chooseSolutions, decide, gate } from "../methods/search/index.ts";
import type { Observation } from "../methods/search/index.ts";
import type { CampaignConfiguration } from "../schemas/index.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { gradeMissing } from "./grade-missing.ts";
import { isSettled } from "./load-page.ts";
import { problemEvidence } from "./problem-evidence.ts";
import type { MeasuredPrefix, ProblemEvidence } from "./problem-evidence.ts";
import { setStaleProblems } from "./shard-state.ts";
import { solutionSummary } from "./solution-summary.ts";
import { writePart } from "./write-shard.ts";

export interface RegradedShard {
  readonly problems: number;
  /** Grades that were added. */
  readonly grades: number;
  /** Problems whose gate or search would now have gone on otherwise. */
  readonly stale: readonly string[];
}

type RegradeDependencies = Omit<ActivityDependencies, "models" | "problems">;

export async function regradeShard(dependencies: RegradeDependencies, shard: number, signal: AbortSignal): Promise<RegradedShard> {
  const { ledger, configuration } = dependencies;
  const problems = await ledger.problems(configuration.name, shard);
  const stale: string[] = [];
  let grades = 0;
  for (const problem of problems) {
    signal.throwIfAborted();
    grades += await gradeMissing(dependencies, problem);
    if (isSettled(problem) && isStale(configuration, await problemEvidence(ledger, configuration, problem))) stale.push(problem.problem);
  }
  await ledger.reopenProblems(configuration.name, stale);
  await writePart(dependencies, shard, signal);
  await setStaleProblems(ledger, configuration.name, shard, stale);
  return { problems: problems.length, grades, stale };
}

/** Asks what the problem's workflow would ask: the gate, the choice, and the strategy over all that is measured. */
export function isStale(
  { solutions: { gate: mode, sample, wrong, right }, strategy, seed }: CampaignConfiguration,
  evidence: ProblemEvidence,
): boolean {
  const count = evidence.root?.count;
  const root =
    sample === 0 || count === undefined ? null : { correct: count.correct, wrong: count.k - count.correct, invalid: count.invalid };
  const verdict = gate(root, mode);
  const closed = verdict.kind === "closed";
  if (evidence.problem.outcome !== (closed ? verdict.outcome : "finished")) return true;
  const summaries = evidence.solutions.map(({ solution }) => solutionSummary(solution));
  const chosen = chooseSolutions({ solutions: summaries, wrong: closed ? 0 : wrong, right: closed ? 0 : right });
  const probe = strategy.probe ?? (strategy.kind === "bisect" ? "wrong" : "all");
  const solutions = probe === "all" ? chosen : chosen.filter(({ outcome }) => outcome === "w");
  return decide({ root, solutions, seed }, evidence.prefixes.map(observation), strategy).kind === "probe";
}

function observation({ solution, count, tokens, asked }: MeasuredPrefix): Observation {
  return {
    solution,
    step: count.step,
    from: 0,
    count: asked,
    stop: count.stop === "graded" ? "fixed" : count.stop,
    correct: count.correct,
    wrong: count.k - count.correct,
    invalid: count.invalid,
    distinct: count.distinct,
    tokens,
  };
}
