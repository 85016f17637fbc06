// Finds where a growing text must end because of a stop sequence.

/** The text before the earliest stop sequence; null when it holds none. Empty sequences are ignored. */
export function textBeforeStop(text: string, stop: readonly string[]): string | null {
  let end = -1;
  for (const sequence of stop) {
    const at = sequence === "" ? -1 : text.indexOf(sequence);
    if (at !== -1 && (end === -1 || at < end)) end = at;
  }
  return end === -1 ? null : text.slice(0, end);
}
