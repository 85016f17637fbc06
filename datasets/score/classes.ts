// Precision and recall of the two labels of a step, over the steps that gold says something of.
import type { ScoredItem } from "./join.ts";
import { harmonicMean, named } from "./accuracy.ts";

export interface ClassScore {
  /** Gold steps of the class. */
  readonly steps: number;
  /** Of the steps that were given this label, those that bear it in gold; null where none was. */
  readonly precision: number | null;
  /** Of the gold steps of the class, those that were given this label; null where there are none. */
  readonly recall: number | null;
  readonly f1: number | null;
}

/**
 * Gold speaks of the steps up to and with the first error: right before it, wrong at it. A named first error likewise says right before it and wrong at it; of later
 * steps, and where it abstains, it says nothing, which costs recall alone. Linear in steps.
 */
export function classScores(items: readonly ScoredItem[]): { readonly right: ClassScore; readonly wrong: ClassScore } {
  const counts = { right: { gold: 0, said: 0, both: 0 }, wrong: { gold: 0, said: 0, both: 0 } };
  for (const item of items) {
    const { firstError, steps } = item.gold;
    const said = named(item);
    for (let step = 0; step < (firstError < 0 ? steps : firstError + 1); step++) {
      const truth = step === firstError ? "wrong" : "right";
      counts[truth].gold += 1;
      const label = said === null ? null : labelOf(step, said);
      if (label === null) continue;
      counts[label].said += 1;
      if (label === truth) counts[label].both += 1;
    }
  }
  return { right: scored(counts.right), wrong: scored(counts.wrong) };
}

function labelOf(step: number, firstError: number): "right" | "wrong" | null {
  if (firstError < 0 || step < firstError) return "right";
  return step === firstError ? "wrong" : null;
}

function scored({ gold, said, both }: { readonly gold: number; readonly said: number; readonly both: number }): ClassScore {
  const precision = said === 0 ? null : both / said;
  const recall = gold === 0 ? null : both / gold;
  return { steps: gold, precision, recall, f1: harmonicMean(precision, recall) };
}
