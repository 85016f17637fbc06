// One round of a problem: every probe that the strategy asks for now, its rollouts fetched side by side, graded and counted.
import { firstSuccessSchedule } from "../methods/search/index.ts";
import { prefixText } from "../methods/steps/index.ts";
import type {
  BudgetLimit,
  GradeRecord,
  Probe,
  ProbeCount,
  ProbeRecord,
  ProblemRecord,
  RoundResult,
  SamplerPort,
  Solution,
} from "../schemas/index.ts";
import { countDraws } from "./count-draws.ts";
import { modelOf } from "./dependencies.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { gradeDraws } from "./grade-draws.ts";
import type { GradedDraw } from "./grade-draws.ts";
import { graderVersion } from "./grading/index.ts";
import { withHeartbeat } from "./heartbeat.ts";
import type { CampaignModel } from "./models/index.ts";
import { openedProblem } from "./opened-problem.ts";
import { answerOptions } from "./problem-row.ts";
import { completerAlias, completerPrompt } from "./roles.ts";

type Measured =
  | { readonly kind: "measured"; readonly record: ProbeRecord; readonly draws: readonly GradedDraw[]; readonly reused: number }
  | { readonly kind: "budget"; readonly limit: BudgetLimit };

export function runRoundActivity(dependencies: ActivityDependencies): SamplerPort["runRound"] {
  return ({ campaign, problem: id, probes }) =>
    withHeartbeat(async ({ signal, attempt }): Promise<RoundResult> => {
      const { ledger, configuration } = dependencies;
      const { problem, solutions } = await openedProblem(ledger, campaign, id);
      const model = modelOf(dependencies, completerAlias(configuration));
      const measure = prober({ dependencies, problem, model, signal, attempt });
      // All of them are settled before a failure is passed on: what was paid is kept.
      const settled = await Promise.allSettled(probes.map((probe) => measure(probe, solutionOf(solutions, probe))));
      const measured = settled.flatMap((result) =>
        result.status === "fulfilled" && result.value.kind === "measured" ? [result.value] : [],
      );
      await ledger.putGrades(
        campaign,
        id,
        measured.flatMap(({ draws }) => draws.map(gradeRecord)),
      );
      await ledger.putProbes(
        campaign,
        measured.map(({ record }) => record),
      );
      const counts: ProbeCount[] = [];
      for (const result of settled) {
        if (result.status === "rejected") throw result.reason;
        if (result.value.kind === "budget") return result.value;
        counts.push(countDraws(result.value.draws, result.value.reused));
      }
      return { kind: "counted", counts };
    });
}

interface ProbeContext {
  readonly dependencies: ActivityDependencies;
  readonly problem: ProblemRecord;
  readonly model: CampaignModel;
  readonly signal: AbortSignal;
  readonly attempt: number;
}

/** Fetches and grades one probe. Under first_success it asks for few draws at a time and uses those up to the first success. */
function prober({ dependencies: { configuration, grader }, problem, model, signal, attempt }: ProbeContext) {
  const gold = { gold: problem.gold, options: answerOptions(problem.answerType, configuration.problems) };
  return async (probe: Probe, solution: Solution): Promise<Measured> => {
    const prompt = completerPrompt(configuration, problem, solution, probe.step);
    const continued = { question: problem.question, prefix: prefixText(solution.text, solution.steps, probe.step) };
    const used: GradedDraw[] = [];
    let from = probe.from;
    let reused = 0;
    let requestKey = "";
    for (const count of probe.stop === "first_success" ? firstSuccessSchedule(probe.count) : [probe.count]) {
      const answer = await model.fetchDraws({ problem: problem.problem, prompt, from, count, attempt, signal });
      if (answer.kind === "budget") return answer;
      ({ requestKey } = answer);
      from += count;
      reused += answer.reused;
      const graded = await gradeDraws(grader, gold, answer.draws, continued);
      const success = probe.stop === "first_success" ? graded.findIndex(({ graded: { grade } }) => grade.kind === "correct") : -1;
      used.push(...(success === -1 ? graded : graded.slice(0, success + 1)));
      if (success !== -1) break;
    }
    const record = { ...probe, problem: problem.problem, model: model.alias, requestKey, used: used.length };
    return { kind: "measured", record, draws: used, reused };
  };
}

function solutionOf(solutions: readonly Solution[], { solution }: Probe): Solution {
  const found = solutions.find((candidate) => candidate.solution === solution);
  if (found === undefined) throw new Error(`The ledger has no solution ${solution} of this problem.`);
  return found;
}

function gradeRecord({ draw: { requestKey, draw }, graded: { grade, answer, canonical, method } }: GradedDraw): GradeRecord {
  return { requestKey, draw, grader: graderVersion, grade, answer, canonical, method };
}
