// Regions of a text that are one object and are never cut inside: code fences, display mathematics, LaTeX environments, tables.

/** [start, end) in UTF-16 code units. A region may start a step; no step starts inside it. */
export interface Region {
  readonly start: number;
  readonly end: number;
}

/**
 * All regions of a text, in order and disjoint: where two would overlap, the one that opens first wins. A fence that is never closed reaches
 * to the end of the text; any other object that is never closed is no region. One pass, linear: closing marks are indexed first, so a text full
 * of openers costs no more than another.
 */
export function atomicRegions(text: string): Region[] {
  const closers = closingMarks(text);
  const regions: Region[] = [];
  opener.lastIndex = 0;
  for (let match = opener.exec(text); match !== null; match = opener.exec(text)) {
    const end = closeOf(text, match, closers);
    if (end === undefined) continue;
    regions.push({ start: match.index, end });
    opener.lastIndex = Math.max(end, opener.lastIndex);
  }
  return regions;
}

// A fence line, a table line, display mathematics, an environment.
const opener = /^[ \t]*(`{3,}|~{3,})[^\n]*|^[ \t]*(\|)[^\n]*\|[ \t]*$|(\$\$)|(\\\[)|\\begin\{([A-Za-z]{1,32}\*?)\}/gm;
const closer = /(\$\$)|(\\\])|\\end\{([A-Za-z]{1,32}\*?)\}/g;

/** Ends of closing marks by name, ascending. */
type ClosingMarks = Map<string, { readonly ends: number[]; next: number }>;

function closingMarks(text: string): ClosingMarks {
  const marks: ClosingMarks = new Map();
  for (const match of text.matchAll(closer)) {
    const name = match[3] ?? match[0];
    const mark = marks.get(name) ?? { ends: [], next: 0 };
    mark.ends.push(match.index + match[0].length);
    marks.set(name, mark);
  }
  return marks;
}

function closeOf(text: string, match: RegExpExecArray, closers: ClosingMarks): number | undefined {
  const [whole, fence, table, dollars, bracket, environment] = match;
  const after = match.index + whole.length;
  if (fence !== undefined) return fenceEnd(text, after, fence);
  if (table !== undefined) return tableEnd(text, after);
  const name = dollars ?? (bracket === undefined ? environment : "\\]");
  const mark = name === undefined ? undefined : closers.get(name);
  if (mark === undefined) return undefined;
  while ((mark.ends[mark.next] ?? Infinity) < after + (name === environment ? 0 : 2)) mark.next++;
  return mark.ends[mark.next];
}

function fenceEnd(text: string, from: number, fence: string): number {
  for (let start = nextLine(text, from); start < text.length; start = nextLine(text, start)) {
    const line = lineAt(text, start);
    const body = line.trim();
    if (body.length >= fence.length && body === (fence[0] ?? "").repeat(body.length)) return start + line.trimEnd().length;
  }
  return text.length;
}

/** A table is two lines or more. */
function tableEnd(text: string, from: number): number | undefined {
  let end: number | undefined;
  for (let start = nextLine(text, from); start < text.length; start = nextLine(text, start)) {
    const line = lineAt(text, start);
    const body = line.trim();
    if (body.length < 2 || !body.startsWith("|") || !body.endsWith("|")) break;
    end = start + line.trimEnd().length;
  }
  return end;
}

function nextLine(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  return at === -1 ? text.length : at + 1;
}

function lineAt(text: string, start: number): string {
  const at = text.indexOf("\n", start);
  return text.slice(start, at === -1 ? text.length : at);
}
