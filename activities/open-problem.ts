// Opens a problem: samples its solutions, splits and grades them, and counts them as the root's rollouts.
import { segment } from "../methods/steps/index.ts";
import type { OpenProblemResult, ProblemRecord, SamplerPort, Solution } from "../schemas/index.ts";
import { countDraws } from "./count-draws.ts";
import { gradeDraws } from "./grade-draws.ts";
import type { GradedDraw } from "./grade-draws.ts";
import { answerOptions } from "./problem-row.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { modelOf } from "./dependencies.ts";
import { graderVersion, solutionOutcome } from "./grading/index.ts";
import { withHeartbeat } from "./heartbeat.ts";
import { openedProblem } from "./opened-problem.ts";
import { solverAlias, solverPrompt } from "./roles.ts";
import { solutionSummary } from "./solution-summary.ts";

export function openProblemActivity(dependencies: ActivityDependencies): SamplerPort["openProblem"] {
  return ({ campaign, problem: id, sample }) =>
    withHeartbeat(async ({ signal, attempt }): Promise<OpenProblemResult> => {
      const { ledger, configuration, grader } = dependencies;
      const { problem, solutions } = await openedProblem(ledger, campaign, id);
      const given = solutions.filter(({ origin }) => origin === "given");
      if (sample === 0) return { kind: "opened", root: noDraws, solutions: given.map(solutionSummary) };
      const model = modelOf(dependencies, solverAlias(configuration));
      const answer = await model.fetchDraws({
        problem: id,
        prompt: solverPrompt(configuration, problem),
        from: 0,
        count: sample,
        attempt,
        signal,
      });
      if (answer.kind === "budget") return answer;
      const options = answerOptions(problem.answerType, configuration.problems);
      const graded = await gradeDraws(grader, { gold: problem.gold, options }, answer.draws);
      await ledger.putGrades(
        campaign,
        id,
        graded.map(({ draw, graded: { grade, answer: found, canonical, method } }) => ({
          requestKey: draw.requestKey,
          draw: draw.draw,
          grader: graderVersion,
          grade,
          answer: found,
          canonical,
          method,
        })),
      );
      await ledger.putProbes(campaign, [
        {
          problem: id,
          solution: -1,
          step: 0,
          from: 0,
          count: sample,
          stop: "fixed",
          model: model.alias,
          requestKey: answer.requestKey,
          used: sample,
        },
      ]);
      const sampled = sampledSolutions(problem, given, graded);
      await ledger.putSolutions(campaign, sampled);
      return {
        kind: "opened",
        root: countDraws(graded, answer.reused),
        solutions: [...given, ...sampled].map(solutionSummary),
      };
    });
}

const noDraws = { correct: 0, wrong: 0, invalid: 0, distinct: 0, tokens: 0, reused: 0 };

function sampledSolutions({ problem }: ProblemRecord, given: readonly Solution[], graded: readonly GradedDraw[]): Solution[] {
  const firstWith = new Map(given.toReversed().map(({ text, solution }) => [text, solution]));
  return graded.map(({ draw, graded: { grade, answer } }) => {
    const solution = given.length + draw.draw;
    const duplicateOf = firstWith.get(draw.text) ?? solution;
    firstWith.set(draw.text, duplicateOf);
    return {
      problem,
      solution,
      origin: "sampled",
      text: draw.text,
      steps: segment(draw.text),
      outcome: solutionOutcome(grade),
      grade,
      answer,
      tokens: draw.completionTokens,
      duplicateOf,
      mark: null,
      humanFirstError: null,
      draw: { requestKey: draw.requestKey, draw: draw.draw },
    };
  });
}
