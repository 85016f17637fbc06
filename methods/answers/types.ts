// The shapes that answer checking speaks in: options, extraction, verdict, prepared gold.

/** A problem's own kind of answer. `numeric` tolerances are absolute and relative differences (both 0 by default; either suffices). */
export type AnswerType =
  | { kind: "math" }
  | { kind: "numeric"; absoluteTolerance?: number; relativeTolerance?: number }
  | { kind: "choice"; choices?: readonly string[] }
  | { kind: "exact" };

/** What the user may decide where the field disputes it; every default is the strict or the usual reading. */
export interface AnswerOptions {
  /** The problem's own kind of answer. Default `{ kind: "math" }`. */
  readonly type?: AnswerType;
}

export type ExtractionRule = "boxed" | "hash_marks" | "final_answer_is" | "answer_is" | "answer_line" | "whole_text";

/** `no_answer` is an outcome of its own: the text is finished and states no final answer. */
export type Extraction = { readonly kind: "answer"; readonly text: string; readonly by: ExtractionRule } | { readonly kind: "no_answer" };

/** `method` names the rule that decided; canonical forms are cluster keys: the same form implies `equal`, not the reverse. */
export interface AnswerVerdict {
  readonly kind: "equal" | "different" | "undecided";
  readonly method: string;
  readonly canonicalGold: string;
  readonly canonicalPrediction: string;
}

/** One gold read once, for many rollouts. */
export interface PreparedGold {
  readonly kind: "prepared";
  readonly text: string;
  readonly canonical: string;
  readonly options: AnswerOptions;
}

/** A gold that no answer can be compared with. */
export interface UnusableGold {
  readonly kind: "unusable";
  readonly reason: "empty" | "too_long";
}
