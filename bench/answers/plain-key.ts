// A second, plain opinion on whether two golds are one value: it explains pairs that the checker rightly calls equal.

/** The gold without units, signs of money and degrees, as a number where it is plainly one. */
export function plainKey(gold: string): string {
  const bare = gold
    .replaceAll(/\\(?:text|mbox)\{[^{}]*\}(?:\^\d)?/g, (words) =>
      /^\\(?:text|mbox)\{ /.test(words) || /degrees|inches|cm|cents/.test(words) ? "" : words,
    )
    .replaceAll(/\\\$|\\!|\^\{?\\circ\}?|\\%|\\left|\\right|\s/g, "")
    .replaceAll(/\\[dt]frac/g, "\\frac")
    .replaceAll(/(?<=\d),(?=\d{3}(?!\d))/g, "")
    .replace(/^[a-zA-Z]=/, "");
  const fraction = /^(-?)\\frac\{?(\d+?)\}?\{?(\d+)\}?$/.exec(bare);
  if (fraction !== null) return `${fraction[1] ?? ""}${(Number(fraction[2]) / Number(fraction[3])).toPrecision(14)}`;
  const mixed = /^(\d+)\\frac\{(\d+)\}\{(\d+)\}$/.exec(bare);
  if (mixed !== null) return (Number(mixed[1]) + Number(mixed[2]) / Number(mixed[3])).toPrecision(14);
  return /^-?(?:\d+\.?\d*|\.\d+)$/.test(bare) ? Number(bare).toPrecision(14) : bare;
}

/** Pairs of different golds that are one answer by a stated policy. */
const explained: readonly (readonly [string, string, reason: string])[] = [
  ["\\pi", "180^\\circ", "180 degrees are pi radians"],
  ["1,-2", "-2,1", "bare lists have no order"],
  ["(-2,1)", "-2,1", "a tuple and a bare list in the same order"],
];

/** Whether a second opinion, or a policy, says that two different texts are one answer. */
export function isExplained(left: string, right: string): boolean {
  if (plainKey(left) === plainKey(right)) return true;
  return explained.some(([a, b]) => (a === left && b === right) || (a === right && b === left));
}
