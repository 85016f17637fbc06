// Table `rollouts`: every graded draw, whole.
import * as shared from "./shared.ts";
import type { RowOf, Table } from "./column.ts";

export const rolloutsTable = {
  name: "rollouts",
  row: "One draw sampled from a prefix, graded.",
  columns: {
    campaign: shared.campaign,
    problem_id: shared.problemId,
    solution_id: shared.rolloutSolutionId,
    solution: shared.rolloutSolution,
    prefix_steps: shared.prefixSteps,
    draw: { type: "INTEGER", meaning: "Number of the draw within its request." },
    request_key: { type: "VARCHAR", meaning: "Request that the draw came from." },
    outcome: { type: "VARCHAR", values: ["correct", "wrong", "invalid"], meaning: "Grade; only correct and wrong count in k." },
    reason: {
      type: "VARCHAR",
      meaning: "Why wrong (different, no_answer) or invalid (truncated, refused, restarted, undecided, empty).",
      null: "correct",
    },
    answer: { type: "VARCHAR", meaning: "Final answer, as extracted.", null: "it has none" },
    canonical: { type: "VARCHAR", meaning: "Canonical form of the answer: equal where two answers are the same.", null: "it has none" },
    method: { type: "VARCHAR", meaning: "What decided the grade." },
    grader: { type: "VARCHAR", meaning: "Version of the grader." },
    finish: { type: "VARCHAR", values: ["stop", "length", "refusal", "other"], meaning: "How the draw ended." },
    completion_tokens: { type: "BIGINT", unit: "tokens", meaning: "Completion tokens." },
    mean_logprob: {
      type: "DOUBLE",
      unit: "nats a token",
      meaning: "Mean log-probability of its tokens.",
      null: "the endpoint does not tell",
    },
    text: { type: "VARCHAR", meaning: "What the model wrote after the prefix." },
  },
  order: ["problem_id", "solution", "prefix_steps", "draw", "grader"],
} as const satisfies Table;

export type RolloutRow = RowOf<typeof rolloutsTable>;
