// Grades draws of one prompt together, each beside its draw.
import type { Draw } from "../schemas/index.ts";
import type { GradedText, Grader, GradingTask, TextToGrade } from "./grading/index.ts";

export interface GradedDraw {
  readonly draw: Draw;
  readonly graded: GradedText;
}

export async function gradeDraws(
  grader: Grader,
  gold: Pick<GradingTask, "gold" | "options">,
  draws: readonly Draw[],
  continued?: TextToGrade["continued"],
): Promise<readonly GradedDraw[]> {
  const texts = draws.map(({ text, finish }) => ({ text, finish, ...(continued === undefined ? {} : { continued }) }));
  const graded = await grader.grade({ ...gold, texts });
  return draws.flatMap((draw, index) => {
    const found = graded[index];
    return found === undefined ? [] : [{ draw, graded: found }];
  });
}
