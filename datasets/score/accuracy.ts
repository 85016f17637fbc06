// First-error accuracy as ProcessBench defines it (Zheng et al. 2024, arXiv:2412.06559), with coverage beside it.
import type { ScoredItem } from "./join.ts";

/** Shares in [0, 1]; null where there is nothing to take a share of. */
export interface Accuracy {
  readonly items: number;
  readonly wrongItems: number;
  readonly rightItems: number;
  /** Of the items with an error, those whose first error is named exactly; an abstention names nothing. */
  readonly wrong: number | null;
  /** Of the items without an error, those that are said to have none. */
  readonly right: number | null;
  /** Harmonic mean of both; 0 where both are. */
  readonly f1: number | null;
  /** Of the items with an error, those whose named step is at most one off. */
  readonly withinOne: number | null;
  readonly early: number | null;
  readonly late: number | null;
  /** Share that is decided, and the share of the decided that is right. */
  readonly coverage: number | null;
  readonly ofDecided: number | null;
}

/** Linear. early: a step before the first error is named; late: one after it, or none. Both of the items with an error. */
export function accuracyOf(items: readonly ScoredItem[]): Accuracy {
  const wrong = items.filter(({ gold }) => gold.firstError >= 0);
  const right = items.filter(({ gold }) => gold.firstError < 0);
  const decided = items.filter(({ verdict }) => verdict.kind === "decided");
  const wrongShare = share(wrong, isExact);
  const rightShare = share(right, isExact);
  return {
    items: items.length,
    wrongItems: wrong.length,
    rightItems: right.length,
    wrong: wrongShare,
    right: rightShare,
    f1: harmonicMean(wrongShare, rightShare),
    withinOne: share(wrong, (item) => distance(item) !== null && Math.abs(distance(item) ?? 0) <= 1),
    early: share(wrong, (item) => (distance(item) ?? 0) < 0),
    late: share(wrong, (item) => (distance(item) ?? 0) > 0 || named(item) === -1),
    coverage: share(items, ({ verdict }) => verdict.kind === "decided"),
    ofDecided: share(decided, isExact),
  };
}

export function isExact(item: ScoredItem): boolean {
  return named(item) === item.gold.firstError;
}

/** The named first error; null where it abstains. */
export function named({ verdict }: ScoredItem): number | null {
  return verdict.kind === "decided" ? verdict.firstError : null;
}

export function share<Item>(items: readonly Item[], holds: (item: Item) => boolean): number | null {
  return items.length === 0 ? null : items.filter(holds).length / items.length;
}

export function harmonicMean(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return null;
  return one + other === 0 ? 0 : (2 * one * other) / (one + other);
}

/** Steps from the true first error to the named one; null where either names none. */
function distance(item: ScoredItem): number | null {
  const step = named(item);
  return step === null || step < 0 || item.gold.firstError < 0 ? null : step - item.gold.firstError;
}
