// The registry of label views: each a pure function from the counts of a solution's prefixes to one value a step.
import type { MeasuredPrefixes } from "./evidence.ts";
import { hard } from "./hard.ts";
import { implied } from "./implied.ts";
import { soft } from "./soft.ts";

/** One value for each step, in order; null = not measured or not defined. */
export type LabelView<Value> = (prefixes: MeasuredPrefixes) => readonly (Value | null)[];

/** Keys are the names of the label columns. */
export const labelViews = { hard, soft, implied } satisfies Readonly<Record<string, LabelView<boolean> | LabelView<number>>>;
