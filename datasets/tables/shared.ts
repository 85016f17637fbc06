// Columns that several tables have in common, said once.

export const campaign = { type: "VARCHAR", meaning: "Name of the campaign." } as const;
export const problemId = { type: "VARCHAR", meaning: "Id of the problem." } as const;
export const solutionId = { type: "VARCHAR", meaning: "Id of the solution: the problem's id, a slash, its index." } as const;
export const solution = {
  type: "INTEGER",
  meaning: "Index of the solution within its problem, from 0: given ones first, then the sampled ones by draw.",
} as const;
export const configurationHash = {
  type: "VARCHAR",
  meaning: "sha256 of the configuration sections that decide which draws are asked for.",
} as const;

export const rolloutSolutionId = { ...solutionId, null: "rollouts of the bare problem" } as const;
export const rolloutSolution = { type: "INTEGER", meaning: "Index of the solution within its problem; -1 = the bare problem." } as const;
export const prefixSteps = {
  type: "INTEGER",
  unit: "steps",
  meaning: "Steps in the prefix; 0 = the bare problem. Prefix t measures step t - 1, its last.",
} as const;
export const prefixHash = {
  type: "VARCHAR",
  meaning: "sha256 of the question and the text of the prefix: equal where two prefixes are the same text.",
} as const;

export const c = { type: "INTEGER", unit: "rollouts", meaning: "Correct ones of k." } as const;
export const k = { type: "INTEGER", unit: "rollouts", meaning: "Graded correct or wrong; invalid ones are not in it." } as const;
export const kDistinct = { type: "INTEGER", unit: "rollouts", meaning: "Different texts among the k." } as const;
export const invalid = {
  type: "INTEGER",
  unit: "rollouts",
  meaning: "Rollouts that say nothing: truncated, refused, restarted, empty, undecided.",
} as const;
export const stopRule = {
  type: "VARCHAR",
  values: ["fixed", "first_success", "graded"],
  meaning:
    "fixed = all rollouts were made; first_success = stopped at the first correct one; graded = the whole solution's own answer is the one measurement.",
} as const;

export const solutionOutcome = {
  type: "VARCHAR",
  values: ["correct", "wrong", "ungraded"],
  meaning: "The solution's own final answer against the gold answer.",
} as const;
export const firstError = {
  type: "INTEGER",
  meaning: "0-based index of the solution's first wrong step by the rollouts; -1 = none.",
  null: "not known",
} as const;
export const rootC = {
  type: "INTEGER",
  unit: "rollouts",
  meaning: "Sampled solutions of the problem that are correct.",
  null: "nothing was sampled from the bare problem",
} as const;
export const rootK = {
  type: "INTEGER",
  unit: "rollouts",
  meaning: "Sampled solutions of the problem that are correct or wrong.",
  null: "nothing was sampled from the bare problem",
} as const;
