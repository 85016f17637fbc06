// Where a text may be cut into steps: the first of markers, numbered lists, blank lines, lines, sentences that cuts at all.
import type { Region } from "./atomic.ts";
import { ascending, listMarkers, stepMarkers } from "./markers.ts";
import type { Marker } from "./markers.ts";

export type BoundaryKind = "marker" | "list" | "blank_line" | "line" | "sentence" | "none";

/** Offsets at which a step begins, ascending, each in (0, text length). */
export interface Boundaries {
  readonly kind: BoundaryKind;
  readonly cuts: readonly number[];
}

/** Linear in the text. Cuts inside a region are left out before a kind is chosen. */
export function boundaries(text: string, regions: readonly Region[]): Boundaries {
  const begin = text.search(/\S/);
  const outside = (offsets: readonly number[]) => outsideRegions(offsets, regions).filter((cut) => cut > begin && cut < text.length);

  const marked = ascending(keepOutside(stepMarkers(text), regions));
  // One marker is enough where the text begins with it: a solution of one step.
  if (marked.length >= 2 || (marked[0] !== undefined && marked[0].start <= begin))
    return { kind: "marker", cuts: outside(marked.map(({ start }) => start)) };

  const listed = ascending(keepOutside(listMarkers(text), regions));
  const lastItem = listed.at(-1);
  if (listed.length >= 2 && lastItem !== undefined) {
    // Paragraphs below the list are not part of its last item, unless they are indented.
    const below = [...text.matchAll(blankLines)]
      .map(endOfMatch)
      .filter((cut) => cut > lastItem.start && /[\n\r\u0085\u2028\u2029]/.test(text[cut - 1] ?? ""));
    return { kind: "list", cuts: outside([...listed.map(({ start }) => start), ...below]) };
  }

  for (const [kind, pattern] of separators) {
    const cuts = outside([...text.matchAll(pattern)].filter((match) => !endsAbbreviation(kind, text, match)).map(endOfMatch));
    if (cuts.length > 0) return { kind, cuts };
  }
  return { kind: "none", cuts: [] };
}

// A carriage return counts alone only where no line feed follows, else "\r\n" could be read as two breaks.
const lineBreak = "(?:\\r\\n|\\r(?!\\n)|[\\n\\u0085\\u2028\\u2029])";
const blankLines = new RegExp(`${lineBreak}[ \\t\\u00a0]*(?:${lineBreak}[ \\t\\u00a0]*)+`, "g");
const separators: readonly (readonly [BoundaryKind, RegExp])[] = [
  ["blank_line", blankLines],
  ["line", new RegExp(lineBreak, "g")],
  ["sentence", /[.!?。！？]["'”’)\]]{0,4}[ \t\u00a0]+(?=[\p{Lu}\p{N}"“‘(\\$])/gu],
];

// Own rules, not Intl.Segmenter: its data differ between versions of the runtime, and the same text must always give the same steps.
const abbreviation = /(?:^|[^\p{L}\p{N}])(?:\p{L}|Mr|Mrs|Ms|Dr|Prof|St|vs|etc|No|Fig|Eq|approx|resp|cf|e\.g|i\.e)$/iu;

/** "Mr. Smith", "e.g. 5" and the "1. " that opens a text do not end a sentence. */
function endsAbbreviation(kind: BoundaryKind, text: string, match: RegExpExecArray): boolean {
  if (kind !== "sentence" || !match[0].startsWith(".")) return false;
  const before = text.slice(Math.max(0, match.index - 12), match.index);
  return abbreviation.test(before) || /^\s*\d{1,2}$/.test(before);
}

function endOfMatch(match: RegExpExecArray): number {
  return match.index + match[0].length;
}

function keepOutside(markers: readonly Marker[], regions: readonly Region[]): Marker[] {
  const starts = new Set(
    outsideRegions(
      markers.map(({ start }) => start),
      regions,
    ),
  );
  return markers.filter(({ start }) => starts.has(start));
}

/** Offsets and regions both ascend: one walk over the two. */
function outsideRegions(offsets: readonly number[], regions: readonly Region[]): number[] {
  let next = 0;
  return offsets.filter((offset) => {
    while ((regions[next]?.end ?? Infinity) <= offset) next++;
    return offset <= (regions[next]?.start ?? Infinity);
  });
}
