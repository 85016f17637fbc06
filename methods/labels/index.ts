// Labels: pure views of counts. Runs inside workflows as well as in activities.
export { measuredPrefixes } from "./evidence.ts";
export type { MeasuredPrefixes, SolutionEvidence } from "./evidence.ts";
export { firstError, lastSuccess } from "./first-error.ts";
export { labelSolution } from "./label-solution.ts";
export { labelViews } from "./views.ts";
export type { LabelView } from "./views.ts";
