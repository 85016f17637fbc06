// The column mapping of a configuration as a flat list: which path of a row has which meaning.
import type { ProblemsConfiguration } from "../../schemas/index.ts";
import { DatasetError } from "../error.ts";

export type Meaning = "id" | "question" | "gold" | "reference" | "domain" | "split" | "text" | "steps" | "mark" | "firstError";

export interface MappedColumn {
  readonly meaning: Meaning;
  /** Index into `solutions` of the mapping; null for columns of the problem itself. */
  readonly solution: number | null;
  /** Where the configuration says so, for messages. */
  readonly key: string;
  /** Name of a column, or a dotted path into nested ones. */
  readonly path: string;
  /** The file need not have it. */
  readonly optional: boolean;
}

/** The mapped columns in a fixed order. Throws DatasetError `column_mapped_twice`. */
export function mappedColumns(columns: ProblemsConfiguration["columns"]): readonly MappedColumn[] {
  const mapped: MappedColumn[] = [];
  const map = (meaning: Meaning, path: string | undefined, solution: number | null = null) => {
    if (path === undefined) return;
    const key = solution === null ? `problems.columns.${meaning}` : `problems.columns.solutions[${solution}].${meaning}`;
    mapped.push({ meaning, solution, key, path, optional: false });
  };
  if (columns.id === undefined) mapped.push({ meaning: "id", solution: null, key: "problems.columns.id", path: "id", optional: true });
  else map("id", columns.id);
  for (const meaning of ["question", "gold", "reference", "domain", "split"] as const) map(meaning, columns[meaning]);
  for (const [index, given] of columns.solutions.entries())
    for (const meaning of ["text", "steps", "mark", "firstError"] as const) map(meaning, given[meaning], index);
  refuseDoubleMapping(mapped);
  return mapped;
}

/** A worked solution may serve as gold answer, reference and given solution at once; every other pair of meanings needs two columns. */
function refuseDoubleMapping(mapped: readonly MappedColumn[]): void {
  for (const [index, column] of mapped.entries())
    for (const earlier of mapped.slice(0, index))
      if (column.path === earlier.path && !column.optional && !earlier.optional && !mayShare(earlier, column))
        throw new DatasetError(
          "column_mapped_twice",
          `The column "${column.path}" is mapped twice, by ${earlier.key} and by ${column.key}; give each its own column.`,
        );
}

function mayShare(a: MappedColumn, b: MappedColumn): boolean {
  const worked = new Set<Meaning>(["gold", "reference", "text"]);
  return worked.has(a.meaning) && worked.has(b.meaning) && a.meaning !== b.meaning;
}
