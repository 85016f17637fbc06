// SQL of the stepwise export: from one part of the table `steps` to training rows, every dropped step and solution with its reason.
import { literal } from "../duckdb.ts";
import { isLineBreaks } from "./stepwise-options.ts";
import type { StepwiseLabel, StepwiseOptions } from "./stepwise-options.ts";

/**
 * Why a step is not in the export. undecided: at or after the solution's first step without a label; after_first_error; empty: no text is left;
 * duplicate, separator_in_step: its whole solution is dropped.
 */
export type DroppedStep = "undecided" | "after_first_error" | "empty" | "duplicate" | "separator_in_step";

/**
 * Why a solution is not in the export. no_decided_step: its first step has no label; duplicate: an earlier solution of the problem gives the
 * same row; separator_in_step: a step holds the separator, which is no line break and so cannot be replaced; empty: no step has text.
 */
export type DroppedSolution = "no_decided_step" | "duplicate" | "separator_in_step" | "empty";

const labels: Readonly<Record<StepwiseLabel, string>> = {
  hard: "hard",
  implied: "implied",
  "hard-else-implied": "coalesce(hard, implied)",
};

/** What Python's str.strip() takes for white space, as RE2 writes it: the trainers' side decides what an empty step is. */
const space = "[\\s\\v\\p{Z}\\x1c-\\x1f\\x85]";

/**
 * A step's text without blank lines before it (indentation stays), white space after it, and the separator in it: one line break or several become a space where the separator is a line break,
 * and one break fewer than the separator where it is several ("\n\n": paragraphs of a step are joined by one break).
 */
export function normalisedText(separator: string): string {
  const trimmed = trimmedText();
  if (!isLineBreaks(separator)) return trimmed;
  if (separator.length === 1) return `regexp_replace(${trimmed}, '\\s*\\n\\s*', ' ', 'g')`;
  return `regexp_replace(${trimmed}, '\\n{${separator.length},}', ${literal(separator.slice(1))}, 'g')`;
}

function trimmedText(): string {
  return `regexp_replace(replace(text, E'\\r\\n', E'\\n'), '^${space}*\\n|${space}+$', '', 'g')`;
}

/** One row a step: its solution, label, normalised text and `fate` ('kept' or DroppedStep); `replaced` = it held the separator as a line break. */
export function stepsSql(stepsPart: string, { label, separator }: Pick<StepwiseOptions, "label" | "separator">): string {
  return `
    WITH labelled AS (
      SELECT problem_id, solution, solution_id, step, ${labels[label]} AS label, ${normalisedText(separator)} AS text,
        ${isLineBreaks(separator) ? `contains(${trimmedText()}, ${literal(separator)})` : "false"} AS replaced
      FROM read_parquet(${stepsPart})
    ), cut AS (
      SELECT *, min(step) FILTER (label IS NULL) OVER solutions AS undecided, min(step) FILTER (NOT label) OVER solutions AS wrong
      FROM labelled WINDOW solutions AS (PARTITION BY problem_id, solution)
    )
    SELECT problem_id, solution, solution_id, step, label, text, replaced, CASE
      WHEN step > wrong AND (undecided IS NULL OR wrong < undecided) THEN 'after_first_error'
      WHEN step >= undecided THEN 'undecided'
      WHEN text = '' THEN 'empty'
      WHEN contains(text, ${literal(separator)}) THEN 'separator_in_step'
      ELSE 'kept' END AS fate
    FROM cut`;
}

/** One row a solution of table `step` (stepsSql): its list columns and `fate` ('kept' or DroppedSolution). */
export const solutionsSql = `
  WITH listed AS (
    SELECT problem_id, solution, any_value(solution_id) AS solution_id,
      list(text ORDER BY step) FILTER (fate = 'kept') AS completions,
      list(label ORDER BY step) FILTER (fate = 'kept') AS labels,
      CASE WHEN bool_or(fate = 'separator_in_step') THEN 'separator_in_step'
        WHEN bool_or(fate = 'kept') THEN 'kept'
        WHEN bool_or(fate = 'empty') THEN 'empty'
        ELSE 'no_decided_step' END AS fate
    FROM step GROUP BY problem_id, solution
  )
  SELECT * REPLACE (CASE WHEN fate = 'kept' AND row_number() OVER (PARTITION BY problem_id, completions, fate ORDER BY solution) > 1
    THEN 'duplicate' ELSE fate END AS fate) FROM listed`;

/** How many steps had which fate, those of dropped solutions included: tables `step` and `solution`. */
export const stepFatesSql = `
  SELECT CASE WHEN step.fate = 'kept' AND solution.fate <> 'kept' THEN solution.fate ELSE step.fate END AS fate, count(*) AS count,
    count(*) FILTER (replaced AND step.fate = 'kept' AND solution.fate = 'kept') AS replaced
  FROM step JOIN solution USING (problem_id, solution) GROUP BY 1`;
