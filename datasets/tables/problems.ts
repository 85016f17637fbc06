// Table `problems`: what was asked, and what became of it.
import * as shared from "./shared.ts";
import type { RowOf, Table } from "./column.ts";

export const problemsTable = {
  name: "problems",
  row: "One problem of the input.",
  columns: {
    campaign: shared.campaign,
    problem_id: shared.problemId,
    row: { type: "BIGINT", meaning: "0-based row of the input file." },
    shard: { type: "INTEGER", meaning: "0-based number of the shard, which is that of the part." },
    source_id: {
      type: "VARCHAR",
      meaning: "The id in the file, as it stands there.",
      null: "the file has none; the id is made from the content",
    },
    question: { type: "VARCHAR", meaning: "The question." },
    gold: { type: "VARCHAR", meaning: "Gold answer." },
    reference: { type: "VARCHAR", meaning: "Worked reference solution.", null: "none" },
    domain: { type: "VARCHAR", meaning: "Domain, as the file says.", null: "the file does not say" },
    split: { type: "VARCHAR", meaning: "Split, as the file says.", null: "the file does not say" },
    answer_type: { type: "VARCHAR", meaning: "How answers are compared, as JSON with its kind: math, exact, choice or numeric." },
    outcome: {
      type: "VARCHAR",
      values: ["finished", "quarantined", "too_easy", "budget", "failed"],
      meaning:
        "finished = all that the strategy asks for was measured; quarantined = no sample solved it (too hard or bad gold); too_easy = every sample solved it; budget = stopped by the budget; failed = broken infrastructure.",
      null: "not settled yet",
    },
    outcome_reason: { type: "VARCHAR", meaning: "Why, in one sentence.", null: "nothing to add" },
    root_c: shared.rootC,
    root_k: shared.rootK,
    configuration_hash: shared.configurationHash,
  },
  order: ["problem_id"],
} as const satisfies Table;

export type ProblemRow = RowOf<typeof problemsTable>;
