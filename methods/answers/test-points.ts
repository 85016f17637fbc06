// Where two sets of reals are tried: at the points where they may change, between them and beyond them.

/** The critical points, points between them, points beyond them, and a few fixed ones. */
export function testPoints(critical: readonly number[]): number[] {
  const sorted = [...new Set(critical.filter(Number.isFinite))].sort((a, b) => a - b);
  const distinct = sorted.filter((value, index) => index === 0 || value - (sorted[index - 1] ?? 0) > 1e-9 * Math.max(1, Math.abs(value)));
  const points = [-1e6, -31.7, -3.37, -0.61, 0, 0.43, 2.71, 29.3, 1e6, ...distinct];
  const [first, last] = [distinct[0], distinct.at(-1)];
  if (first !== undefined && last !== undefined) points.push(first - 1, first - 1000.5, last + 1, last + 1000.5);
  for (const [index, value] of distinct.entries()) {
    const next = distinct[index + 1];
    if (next !== undefined) points.push((value + next) / 2);
  }
  return points;
}
