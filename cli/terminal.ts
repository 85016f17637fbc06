// Text for a terminal: foreign text made harmless, and lines cut to the width that people see.
import { stripVTControlCharacters } from "node:util";

/** Unicode's control, format and surrogate characters and its own line breaks: all that moves a cursor, reorders, joins or hides text. */
const harmful = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Any text as characters that only stand for themselves: escape sequences and control characters are taken out, a tab becomes two spaces, line breaks
 * stay. Model text goes through here before it reaches a terminal, so it can neither move the cursor nor set a title nor reorder what is read.
 */
export function harmless(text: string): string {
  return stripVTControlCharacters(text.replaceAll("\r\n", "\n")).replaceAll(harmful, "").replaceAll("\t", "  ");
}

/** Harmless and on one line. */
export function oneLine(text: string): string {
  return harmless(text).replaceAll(/\s+/g, " ").trim();
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
// East Asian Wide and Fullwidth blocks (Unicode Standard Annex 11), and emoji in colour.
const wide =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\p{Emoji}\ufe0f)/u;
const blank = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

/** Columns that a text takes, its line breaks aside. */
export function width(text: string): number {
  let columns = 0;
  for (const { segment } of segmenter.segment(text)) columns += columnsOf(segment);
  return columns;
}

function columnsOf(grapheme: string): number {
  if (grapheme === "\n" || blank.test(grapheme)) return 0;
  return wide.test(grapheme) ? 2 : 1;
}

export interface WrapOptions {
  /** Columns of a line, at least 2; `first` and `rest` are within it. */
  readonly columns: number;
  /** What the first line, and every further one, begins with. */
  readonly first?: string;
  readonly rest?: string;
}

/** Lines no wider than `columns`, broken at spaces, else within a word. Line breaks of the text stay; the text must be harmless. */
export function wrap(text: string, { columns, first = "", rest = " ".repeat(width(first)) }: WrapOptions): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    const lead = (): string => (lines.length === 0 ? first : rest);
    const room = (): number => Math.max(2, columns - width(lead()));
    const close = (): void => {
      lines.push(`${lead()}${line}`.trimEnd());
      line = "";
    };
    for (const word of paragraph.split(" ")) {
      if (line !== "" && width(line) + 1 + width(word) > room()) close();
      let left = line === "" ? word : ` ${word}`;
      while (width(line) + width(left) > room()) {
        const part = head(left, room() - width(line));
        line += part;
        left = left.slice(part.length);
        close();
      }
      line += left;
    }
    close();
  }
  return lines;
}

/** The longest beginning of a text that fits into so many columns; at least one grapheme. */
function head(text: string, columns: number): string {
  let taken = "";
  let used = 0;
  for (const { segment } of segmenter.segment(text)) {
    used += columnsOf(segment);
    if (used > columns && taken !== "") break;
    taken += segment;
  }
  return taken;
}

/** The beginning of a text within so many columns, with "…" where something is left out. */
export function cut(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  const start = head(text, columns - 1);
  return width(start) < columns ? `${start}…` : "…";
}

/** Columns to write in: those of a stream's terminal, 80 where it is none or does not say (0), at most 120 so that lines stay readable. */
export function terminalColumns(stream: { readonly columns?: number }): number {
  return Math.min(120, stream.columns === undefined || stream.columns === 0 ? 80 : Math.max(20, stream.columns));
}
