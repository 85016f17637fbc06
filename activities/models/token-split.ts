// Shares the token count of a whole reply out among its draws, for wires that give only the total.

/**
 * Whole numbers that add up to `total`, in proportion to the UTF-8 bytes of each text: the floor of its share, and one more for the largest
 * remainders (ties: the lower index). Texts that are all empty share equally. Deterministic; exact for one text.
 */
export function splitTokens(total: number, texts: readonly string[]): number[] {
  const sizes = texts.map((text) => Buffer.byteLength(text, "utf8"));
  const sum = sizes.reduce((a, b) => a + b, 0);
  const weights = sum === 0 ? sizes.map(() => 1) : sizes;
  const whole = sum === 0 ? texts.length : sum;
  const parts = weights.map((weight, index) => ({ index, floor: Math.floor((total * weight) / whole), rest: (total * weight) % whole }));
  const counts = parts.map(({ floor }) => floor);
  const left = total - counts.reduce((a, b) => a + b, 0);
  const byRest = parts.toSorted((a, b) => b.rest - a.rest || a.index - b.index);
  for (const { index } of byRest.slice(0, left)) counts[index] = (counts[index] ?? 0) + 1;
  return counts;
}
