// Table `steps`, the product: every step of every labelled solution with its counts and every view of them.
import * as shared from "./shared.ts";
import type { RowOf, Table } from "./column.ts";

const unmeasured = "not measured";

export const stepsTable = {
  name: "steps",
  row: "One step of a labelled solution.",
  columns: {
    campaign: shared.campaign,
    problem_id: shared.problemId,
    solution_id: shared.solutionId,
    solution: shared.solution,
    step: { type: "INTEGER", meaning: "0-based index of the step." },
    steps: { type: "INTEGER", unit: "steps", meaning: "Number of steps of the solution." },
    start: { type: "INTEGER", unit: "UTF-16 code units", meaning: "Where the step begins in the solution's text." },
    end: { type: "INTEGER", unit: "UTF-16 code units", meaning: "Where it ends; the next step begins there." },
    text: { type: "VARCHAR", meaning: "Text of the step, line breaks at its end included." },
    prefix_hash: shared.prefixHash,
    c: { ...shared.c, null: unmeasured },
    k: { ...shared.k, null: unmeasured },
    k_distinct: { ...shared.kDistinct, null: unmeasured },
    invalid: { ...shared.invalid, null: unmeasured },
    stop_rule: { ...shared.stopRule, null: unmeasured },
    hard: { type: "BOOLEAN", meaning: "Some rollout that goes on from this step is correct (c > 0).", null: "not measured, or k = 0" },
    soft: { type: "DOUBLE", unit: "share", meaning: "c / k.", null: "not measured, k = 0, or stopped at the first success" },
    implied: {
      type: "BOOLEAN",
      meaning: "true before a later success, false from the found first error on.",
      null: "the counts do not decide it",
    },
    first_error: shared.firstError,
    root_c: shared.rootC,
    root_k: shared.rootK,
    outcome: shared.solutionOutcome,
    solver: { type: "VARCHAR", meaning: "Model that wrote the solution, as the endpoint names it.", null: "given" },
    completer: { type: "VARCHAR", meaning: "Model that continued its prefixes, as the endpoint names it." },
    prompt_version: { type: "VARCHAR", meaning: "Version of the prompts." },
    checker_version: { type: "VARCHAR", meaning: "Version of the answer checker." },
    segmenter_version: { type: "VARCHAR", meaning: "Version of the rule that cuts texts into steps." },
    configuration_hash: shared.configurationHash,
  },
  order: ["problem_id", "solution", "step"],
} as const satisfies Table;

export type StepRow = RowOf<typeof stepsTable>;
