// What reading a problem file yields: rows as the file says them, before any answer is extracted or any text is split.
import type { InvalidRow } from "../../schemas/index.ts";

/** A solution that the file brings along. */
export interface RawSolution {
  readonly trace: { readonly kind: "text"; readonly text: string } | { readonly kind: "steps"; readonly steps: readonly string[] };
  /** Whether the file calls it right; null = does not say. */
  readonly mark: boolean | null;
  /** 0-based index of the first wrong step by a human, -1 none, null = does not say. */
  readonly humanFirstError: number | null;
}

/** A usable row. */
export interface RawProblem {
  readonly kind: "problem";
  /** 0-based row of the input; blank lines are not rows. */
  readonly row: number;
  /** 1-based line on which the row begins; null where the format has no lines. */
  readonly line: number | null;
  /** The problem's id: see problem-id.ts. */
  readonly id: string;
  readonly sourceId: string | null;
  readonly question: string;
  /** The gold column as it stands: an answer, or a text that holds one. */
  readonly goldText: string;
  readonly reference: string | null;
  readonly domain: string | null;
  readonly split: string | null;
  readonly given: readonly RawSolution[];
}

export type RawRow = RawProblem | ({ readonly kind: "invalid" } & InvalidRow);
