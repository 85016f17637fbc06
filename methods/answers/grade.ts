// Extraction and comparison in one call, on plain data: what a worker with a deadline runs.
import { comparePrepared, prepareGold } from "./compare.ts";
import { extractAnswer } from "./extract.ts";
import type { AnswerOptions, AnswerVerdict, Extraction, PreparedGold } from "./types.ts";

export interface AnswerGrade {
  readonly extraction: Extraction;
  /** Absent when the text has no answer; `undecided` when the gold cannot be used. */
  readonly verdict?: AnswerVerdict;
}

/** Grades a finished text against a gold. Arguments and result can be sent to another thread as they are. Cost: see its two parts. */
export function gradeAnswer(gold: string | PreparedGold, text: string, options: AnswerOptions = {}): AnswerGrade {
  const extraction = extractAnswer(text, options);
  if (extraction.kind === "no_answer") return { extraction };
  const prepared = typeof gold === "string" ? prepareGold(gold, options) : gold;
  if (prepared.kind === "prepared") return { extraction, verdict: comparePrepared(prepared, extraction.text) };
  const undecided = { kind: "undecided", method: `gold_${prepared.reason}`, canonicalGold: "", canonicalPrediction: "" } as const;
  return { extraction, verdict: undecided };
}
