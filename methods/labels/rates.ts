// The success rates of consecutive prefixes, root included, as relative views compare them.
import type { MeasuredPrefixes } from "./evidence.ts";

/** Q_0 (the root) to Q_T: c / k as in `soft`; null where k = 0 or the prefix was stopped at its first success. */
export function rates(prefixes: MeasuredPrefixes): (number | null)[] {
  return prefixes.map((count) => (count === null || count.k === 0 || count.stop === "first_success" ? null : count.correct / count.k));
}

/** One value for each step from the rates before and after it; null where either is not known. */
export function stepwise<Value>(prefixes: MeasuredPrefixes, view: (before: number, after: number) => Value): (Value | null)[] {
  const all = rates(prefixes);
  return all.slice(1).map((after, step) => {
    const before = all[step] ?? null;
    return before === null || after === null ? null : view(before, after);
  });
}
