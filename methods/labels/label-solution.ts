// All views of one solution at once.
import type { SolutionLabels } from "../../schemas/index.ts";
import { measuredPrefixes } from "./evidence.ts";
import type { SolutionEvidence } from "./evidence.ts";
import { firstError } from "./first-error.ts";
import { labelViews } from "./views.ts";

/** Pure and linear: the same counts, in any order, give the same labels. */
export function labelSolution(evidence: SolutionEvidence): SolutionLabels {
  const prefixes = measuredPrefixes(evidence);
  const hard = labelViews.hard(prefixes);
  const soft = labelViews.soft(prefixes);
  const implied = labelViews.implied(prefixes);
  return {
    steps: prefixes.slice(1).map((count, step) => ({
      step,
      count,
      hard: hard[step] ?? null,
      soft: soft[step] ?? null,
      implied: implied[step] ?? null,
    })),
    firstError: firstError(prefixes),
  };
}
