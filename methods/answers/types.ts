// The shapes that answer checking speaks in: options, extraction, verdict, prepared gold.
import type { Reading } from "./reading.ts";

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
  /** Order in bare lists (`1, 2`) and sets: `any` (default), or `kept` for bare lists. Tuples are always ordered. */
  readonly listOrder?: "any" | "kept";
  /** `25%` against a number without the sign: `either` (default) takes 25 and 0.25, `fraction` only 0.25, `strict` neither. */
  readonly percent?: "either" | "fraction" | "strict";
  /**
   * `exact` (default): decimals of fewer than 6 significant digits are exact, longer ones may approximate a value that has no finite
   * decimal. `own_last_place`: any decimal may be the value rounded or cut at its last place; too loose for labels.
   */
  readonly rounding?: "exact" | "own_last_place";
  /** `x = 5` against `5`: `optional` (default) they match, `required` they do not. `x = 5` and `y = 5` never match. */
  readonly names?: "optional" | "required";
  /** `204_5` against `204`: `written` (default) the base must be written, `implied` the digits alone match. */
  readonly bases?: "written" | "implied";
  /** `5 cm` against `5`: `optional` (default) they match, `required` they do not. Two known units of different kinds never match. */
  readonly units?: "optional" | "required";
}

/** The rule that found an answer; in `docs/answers.md` in the order in which they are tried. */
export type ExtractionRule =
  | "boxed"
  | "answer_tag"
  | "hash_marks"
  | "final_answer_is"
  | "answer_is"
  | "answer_line"
  | "conclusion"
  | "only_expression"
  | "whole_text"
  | "choice_letter";

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
  readonly reading: Reading;
}

/** A gold that no answer can be compared with. */
export interface UnusableGold {
  readonly kind: "unusable";
  readonly reason: "empty";
}
