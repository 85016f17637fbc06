// How long an endpoint asks to wait, from its headers.

/** Longer waits are cut to an hour: asking again earlier is harmless, waiting on a wrong header for years is not. */
const longestMs = 3_600_000;

/**
 * Milliseconds from `retry-after-ms`, else from `retry-after` as seconds or as an HTTP date; null where neither can be read.
 * `now` is the time in milliseconds that a date is compared with. Never negative.
 */
export function retryAfterMs(headers: Pick<Headers, "get"> | undefined, now: number): number | null {
  const milliseconds = decimal(headers?.get("retry-after-ms"));
  if (milliseconds !== null) return bounded(milliseconds);
  const text = headers?.get("retry-after");
  const seconds = decimal(text);
  if (seconds !== null) return bounded(seconds * 1000);
  const date = Date.parse(text ?? "");
  return Number.isNaN(date) ? null : bounded(date - now);
}

function decimal(text: string | null | undefined): number | null {
  return text !== null && text !== undefined && /^\s*\d+(?:\.\d+)?\s*$/.test(text) ? Number(text) : null;
}

function bounded(milliseconds: number): number {
  return Math.ceil(Math.min(Math.max(milliseconds, 0), longestMs));
}
