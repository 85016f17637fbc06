// Table `solutions`: every sampled and given solution, graded.
import * as shared from "./shared.ts";
import type { RowOf, Table } from "./column.ts";

export const solutionsTable = {
  name: "solutions",
  row: "One solution, labelled or not.",
  columns: {
    campaign: shared.campaign,
    problem_id: shared.problemId,
    solution_id: shared.solutionId,
    solution: shared.solution,
    origin: { type: "VARCHAR", values: ["given", "sampled"], meaning: "given = the file brought it; sampled = a model wrote it." },
    text: { type: "VARCHAR", meaning: "Whole text." },
    steps: { type: "INTEGER", unit: "steps", meaning: "Number of steps." },
    outcome: shared.solutionOutcome,
    grade: { type: "VARCHAR", values: ["correct", "wrong", "invalid"], meaning: "Grade of its final answer." },
    grade_reason: {
      type: "VARCHAR",
      meaning: "Why wrong (different, no_answer) or invalid (truncated, refused, restarted, undecided, empty).",
      null: "the grade is correct",
    },
    answer: { type: "VARCHAR", meaning: "Its final answer, as extracted.", null: "it has none" },
    first_error: shared.firstError,
    mark: { type: "BOOLEAN", meaning: "Whether the file calls it right.", null: "sampled, or the file does not say" },
    human_first_error: {
      type: "INTEGER",
      meaning: "0-based index of the first wrong step by a human; -1 = none.",
      null: "sampled, or the file does not say",
    },
    duplicate_of: {
      type: "INTEGER",
      meaning: "Lowest index of a solution of the problem with the same text; its own where the text is new.",
    },
    tokens: { type: "BIGINT", unit: "tokens", meaning: "Completion tokens.", null: "given" },
    request_key: { type: "VARCHAR", meaning: "Request that its draw came from.", null: "given" },
    draw: { type: "INTEGER", meaning: "Number of its draw within the request.", null: "given" },
    configuration_hash: shared.configurationHash,
  },
  order: ["problem_id", "solution"],
} as const satisfies Table;

export type SolutionRow = RowOf<typeof solutionsTable>;
