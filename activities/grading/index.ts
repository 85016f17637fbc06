// Grading: what a finished text came to, decided outside the event loop that serves everything else.
export { gradeText, graderVersion, solutionOutcome } from "./grade-text.ts";
export type { GradedText, GradingTask, TextToGrade } from "./grade-text.ts";
export { createGrader } from "./grader.ts";
export type { Grader, GraderOptions } from "./grader.ts";
