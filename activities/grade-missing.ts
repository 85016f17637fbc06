// Grades with the current checker whatever it has not graded yet: after an update nothing is sampled again, and no count is lost.
import { prefixText } from "../methods/steps/index.ts";
import type { GradeRecord, ProblemRecord, Solution } from "../schemas/index.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { gradeDraws } from "./grade-draws.ts";
import { graderVersion } from "./grading/index.ts";
import type { GradedText, TextToGrade } from "./grading/index.ts";
import { solutionGradeName } from "./opened-problem.ts";
import { answerOptions } from "./problem-row.ts";

type GradingDependencies = Pick<ActivityDependencies, "ledger" | "grader" | "configuration">;

/** Returns how many grades were added; the older ones stay beside them. Cost: nothing where all is graded but the reading. */
export async function gradeMissing({ ledger, grader, configuration }: GradingDependencies, problem: ProblemRecord): Promise<number> {
  const { name: campaign } = configuration;
  const gold = { gold: problem.gold, options: answerOptions(problem.answerType, configuration.problems) };
  const [solutions, probes] = await Promise.all([ledger.solutions(campaign, problem.problem), ledger.probes(campaign, problem.problem)]);
  // Two solutions with the same first steps share the draws of that prefix.
  const added = new Map<string, GradeRecord>();
  const add = (grade: GradeRecord): void => {
    added.set(`${grade.requestKey}/${grade.draw}`, grade);
  };

  const given = solutions.filter(({ origin }) => origin === "given");
  const known = await ledger.grades(campaign, problem.problem, graderVersion, given.map(solutionGradeName));
  const ungraded = given.filter((_, index) => (known[index] ?? null) === null);
  const texts = await grader.grade({ ...gold, texts: ungraded.map(({ text }) => ({ text, finish: "stop" as const })) });
  for (const [index, graded] of texts.entries()) {
    const solution = ungraded[index];
    if (solution !== undefined) add(givenGrade(solution, graded));
  }

  for (const { solution: index, step, requestKey, from, used } of probes) {
    const draws = await ledger.draws(requestKey, from, used);
    const grades = await ledger.grades(campaign, problem.problem, graderVersion, draws);
    const missing = draws.filter((_, position) => (grades[position] ?? null) === null);
    const solution = solutions.find((candidate) => candidate.solution === index);
    const continued: TextToGrade["continued"] =
      solution === undefined ? undefined : { question: problem.question, prefix: prefixText(solution.text, solution.steps, step) };
    for (const { draw, graded } of await gradeDraws(grader, gold, missing, continued))
      add({ requestKey, draw: draw.draw, grader: graderVersion, ...graded });
  }
  if (added.size > 0) await ledger.putGrades(campaign, problem.problem, [...added.values()]);
  return added.size;
}

export function givenGrade(solution: Solution, graded: GradedText): GradeRecord {
  return { ...solutionGradeName(solution), grader: graderVersion, ...graded };
}
