// Dotted paths into nested columns. A step of a path may itself hold dots, so every way of cutting the path is tried, the longest steps first.
import { DatasetError } from "../error.ts";
import type { MappedColumn } from "./mapping.ts";

/** Every way to cut "a.b.c" into steps: ["a.b.c"], ["a.b", "c"], ["a", "b.c"], ["a", "b", "c"]. Longest first step first. */
export function pathCuts(path: string): readonly (readonly string[])[] {
  const pieces = path.split(".");
  // 2^(pieces - 1) cuts: a longer path than this is taken as it stands, or cut at every dot.
  if (pieces.length > 8) return [[path], pieces];
  const cuts: string[][] = [[path]];
  for (let length = pieces.length - 1; length >= 1; length--) {
    const first = pieces.slice(0, length).join(".");
    for (const rest of pathCuts(pieces.slice(length).join("."))) cuts.push([first, ...rest]);
  }
  return cuts;
}

/** The sentence for a column that the file does not have: what it has, and the nearest name. */
export function missingColumn(file: string, column: MappedColumn, available: readonly string[]): DatasetError {
  const nearest = nearestName(column.path, available);
  const shown = available.slice(0, 30).join(", ") + (available.length > 30 ? ", …" : "");
  return new DatasetError(
    "missing_column",
    `${file} has no column "${column.path}" (${column.key})${nearest === null ? "" : `; did you mean "${nearest}"?`}${nearest === null ? "; it" : " It"} has: ${shown}.`,
  );
}

/** The name with the least edits, if that is at most a third of its length; null when none is near. */
export function nearestName(name: string, names: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.max(2, Math.ceil(name.length / 3)) + 1;
  for (const candidate of names) {
    const edits = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (edits < least) [best, least] = [candidate, edits];
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substituted, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
