// Numbered beginnings of steps: "Step 3:", "**Thought 2.**", "4) ".

/** A marker at the start of a line. `start` is where its line begins, `end` where its own text ends. */
export interface Marker {
  readonly start: number;
  readonly end: number;
  readonly number: number;
}

/** "Step k" or "Thought k" at the start of a line, followed by a sign or the line's end: "Step 2 gave us 5" is prose. */
export function stepMarkers(text: string): Marker[] {
  return find(text, stepMarker);
}

/** "k." or "k)" and a blank at the start of a line. */
export function listMarkers(text: string): Marker[] {
  return find(text, listMarker);
}

/** The markers that count up from 0 or 1, one number left out at most: a number that comes again or jumps belongs to the text of a step. */
export function ascending(markers: readonly Marker[]): Marker[] {
  const kept: Marker[] = [];
  let last: number | undefined;
  for (const marker of markers) {
    if (last === undefined ? marker.number > 1 : marker.number <= last || marker.number > last + 2) continue;
    kept.push(marker);
    last = marker.number;
  }
  return kept;
}

const stepMarker =
  /^[ \t\u00a0]*(?:[-*+>][ \t]+)?(?:#{1,6}[ \t]*)?(?:\*\*|__)?(?:step|thought)[ \t\u00a0]{1,8}(\d{1,4})(?:\.(?!\d)|[:)*_\]]|[ \t]{0,8}(?:[-–—:]|$))/gim;
const listMarker = /^[ \t\u00a0]*(?:\*\*)?(\d{1,3})[.)][ \t\u00a0]/gm;

function find(text: string, pattern: RegExp): Marker[] {
  return [...text.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    number: Number(match[1]),
  }));
}
