// Problem files in, tables and exports out.
export { DatasetError } from "./error.ts";
export type { DatasetErrorCode } from "./error.ts";
export { joinSteps } from "./read/join-steps.ts";
export type { JoinedSteps } from "./read/join-steps.ts";
export { openProblemFile } from "./read/open.ts";
export type { DuplicateId, OpenOptions, ProblemFile } from "./read/open.ts";
export { problemId } from "./read/problem-id.ts";
export type { RawProblem, RawRow, RawSolution } from "./read/raw-row.ts";
