// An expected and a worst case, added and rounded alike everywhere in an estimate.

/** expected: under the stated assumptions; worst: the most that they allow. Whole numbers, at most 2^53 - 1. */
export interface Span {
  readonly expected: number;
  readonly worst: number;
}

export function addSpans(spans: readonly Span[]): Span {
  const total = (pick: "expected" | "worst"): number => spans.reduce((sum, each) => sum + each[pick], 0);
  return span(total("expected"), total("worst"));
}

/** Rounds both up to whole numbers within the safe range. */
export function span(expected: number, worst: number): Span {
  const whole = (value: number): number => Math.min(Number.MAX_SAFE_INTEGER, Math.ceil(value));
  return { expected: whole(expected), worst: whole(worst) };
}
