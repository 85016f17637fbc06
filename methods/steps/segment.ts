// Cuts a solution's text into steps without changing it: the spans, in order, are the whole text.
import type { StepSpan } from "../../schemas/index.ts";
import { atomicRegions } from "./atomic.ts";
import { boundaries } from "./boundaries.ts";
import { mergePieces } from "./merge.ts";

/** Stored with every label: raised whenever a text may be cut differently. */
export const segmenterVersion: string = "steps@1";

export interface SegmentOptions {
  /** An unnumbered piece shorter than this many code units joins a neighbour. Default 12. */
  readonly minimumLength?: number;
  /** Code units in which steps are looked for; what follows belongs to the last step. Default 262,144. */
  readonly maximumLength?: number;
}

/**
 * The steps of a text as [start, end) spans that cover it without a gap; [] for a blank text, and never a blank span. Steps are cut at the first of
 * these that the text has: numbered markers ("Step 3:"), a numbered list, blank lines, line breaks, sentence ends; never inside a fence, display
 * mathematics, an environment or a table. Deterministic, linear: 200,000 code units take 10 to 70 ms.
 */
export function segment(text: string, options: SegmentOptions = {}): StepSpan[] {
  if (text.trim() === "") return [];
  const head = text.slice(0, options.maximumLength ?? 262_144);
  const { kind, cuts } = boundaries(head, atomicRegions(head));
  const starts = [0, ...cuts];
  const pieces = starts.map((start, index) => ({ start, end: starts[index + 1] ?? text.length }));
  return mergePieces(text, pieces, kind, options.minimumLength ?? 12);
}
