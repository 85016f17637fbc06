// Labels: pure views of counts. Runs inside workflows as well as in activities.
export { changePoint } from "./change-point.ts";
export type { ChangePoint, CountedPrefixes } from "./change-point.ts";
export { standardChangePoint } from "./change-point-parameters.ts";
export type { ChangePointParameters, Weighted } from "./change-point-parameters.ts";
export { measuredPrefixes } from "./evidence.ts";
export type { MeasuredPrefixes, SolutionEvidence } from "./evidence.ts";
export { firstError, lastSuccess } from "./first-error.ts";
export { labelSolution } from "./label-solution.ts";
export type { Count, RateCurve, RateCurves } from "./rate-curves.ts";
export { fitRecalibration, recalibrate } from "./recalibrate.ts";
export type { Judged, Recalibration } from "./recalibrate.ts";
export { labelViews } from "./views.ts";
export type { LabelView } from "./views.ts";
