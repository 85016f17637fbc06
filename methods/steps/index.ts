// Steps: a text to lossless spans, prefixes of it, and continuations joined to them.
export { codeSegmenterVersion, joinCode, segmentCode } from "./code.ts";
export { joinContinuation, nextStepNumber, prefixText } from "./prefix.ts";
export { detectRestart } from "./restart.ts";
export type { RestartRequest } from "./restart.ts";
export { segment, segmenterVersion } from "./segment.ts";
export type { SegmentOptions } from "./segment.ts";
