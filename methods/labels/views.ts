// The registry of label views: each a pure function from the counts of a solution's prefixes to one value a step.
import { advantage } from "./advantage.ts";
import { standardChangePoint } from "./change-point-parameters.ts";
import type { ChangePointParameters } from "./change-point-parameters.ts";
import { entropyRegularised } from "./entropy-regularised.ts";
import type { MeasuredPrefixes } from "./evidence.ts";
import { pFirstError, pGood } from "./first-error-posterior.ts";
import { hard } from "./hard.ts";
import { implied } from "./implied.ts";
import { outcomeCopy } from "./outcome-copy.ts";
import { pseudoPositive } from "./pseudo-positive.ts";
import { relativeEffective } from "./relative-effective.ts";
import { relativeRatio } from "./relative-ratio.ts";
import { rpe, rpeLabel } from "./rpe.ts";
import { scan } from "./scan.ts";
import { shrunk, shrunkHigh, shrunkLow } from "./shrunk.ts";
import { soft } from "./soft.ts";

/** One value for each step, in order; null = not measured or not defined. `parameters` are those of the posterior's views. */
export type LabelView<Value> = (prefixes: MeasuredPrefixes, parameters?: ChangePointParameters) => readonly (Value | null)[];

/** Keys are the names of the label columns. */
export const labelViews = {
  hard,
  soft,
  implied,
  shrunk,
  shrunk_low: shrunkLow,
  shrunk_high: shrunkHigh,
  p_pseudo_positive: pseudoPositive,
  rpe,
  rpe_label: rpeLabel,
  rel_ratio: relativeRatio,
  rel_effective: relativeEffective,
  advantage,
  er: entropyRegularised,
  scan,
  outcome_copy: outcomeCopy,
  p_first_error: pFirstError,
  p_good: pGood,
} satisfies Readonly<Record<string, LabelView<boolean> | LabelView<number>>>;

type Views = typeof labelViews;

/** Every view of one step, by column name. */
export type StepViews = { readonly [Name in keyof Views]: ReturnType<Views[Name]>[number] };

/** All views of a solution, one row a step. Pure: the same counts give the same rows. Cost: O(T) but for the posterior's (`changePoint`). */
export function stepViews(prefixes: MeasuredPrefixes, parameters: ChangePointParameters = standardChangePoint): readonly StepViews[] {
  const columns = Object.entries(labelViews).map(([name, view]) => [name, view(prefixes, parameters)] as const);
  // Every key of the registry is filled, which TypeScript cannot follow through entries.
  return prefixes.slice(1).map((_, step) => Object.fromEntries(columns.map(([name, values]) => [name, values[step] ?? null])) as StepViews);
}
