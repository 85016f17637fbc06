// Table `prefixes`: every measured prefix with its counts.
import * as shared from "./shared.ts";
import type { RowOf, Table } from "./column.ts";

const graded = "a graded whole solution, which no request was made for";

export const prefixesTable = {
  name: "prefixes",
  row: "One measured prefix; the bare problem is one too.",
  columns: {
    campaign: shared.campaign,
    problem_id: shared.problemId,
    solution_id: shared.rolloutSolutionId,
    solution: shared.rolloutSolution,
    prefix_steps: shared.prefixSteps,
    prefix_hash: shared.prefixHash,
    c: shared.c,
    k: shared.k,
    wrong: { type: "INTEGER", unit: "rollouts", meaning: "Wrong ones of k: k - c." },
    invalid: shared.invalid,
    k_distinct: shared.kDistinct,
    stop_rule: shared.stopRule,
    draws: { type: "INTEGER", unit: "draws", meaning: "Draws used: k and the invalid ones." },
    tokens: { type: "BIGINT", unit: "tokens", meaning: "Completion tokens of the draws used." },
    model: { type: "VARCHAR", meaning: "Alias of the model that continued it.", null: graded },
    request_key: { type: "VARCHAR", meaning: "Request that its draws came from.", null: graded },
    configuration_hash: shared.configurationHash,
  },
  order: ["problem_id", "solution", "prefix_steps"],
} as const satisfies Table;

export type PrefixRow = RowOf<typeof prefixesTable>;
