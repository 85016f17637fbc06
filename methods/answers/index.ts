// Final answers: extract them from a solution's text and decide whether two of them are the same.
export { goldAudit } from "./audit.ts";
export type { AnswerClass, GoldAudit, GoldAuditOptions } from "./audit.ts";
export { canonicalAnswer, compareAnswers, comparePrepared, prepareGold } from "./compare.ts";
export { extractAnswer } from "./extract.ts";
export { gradeAnswer } from "./grade.ts";
export type { AnswerGrade } from "./grade.ts";
export type { AnswerOptions, AnswerType, AnswerVerdict, Extraction, ExtractionRule, PreparedGold, UnusableGold } from "./types.ts";
export { checkerVersion } from "./version.ts";
