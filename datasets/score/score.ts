// The score of a labelling against gold: accuracy, coverage, calibration, classes, groups and cost.
import { accuracyOf, isExact } from "./accuracy.ts";
import type { Accuracy } from "./accuracy.ts";
import { calibrationOf } from "./calibration.ts";
import type { Calibration } from "./calibration.ts";
import { classScores } from "./classes.ts";
import type { ClassScore } from "./classes.ts";
import type { ScoredItem } from "./join.ts";

/** What the whole labelling cost; null where it is not known. */
export interface Cost {
  readonly rollouts: number | null;
  readonly usd: number | null;
}

export interface Score {
  readonly all: Accuracy;
  /** Abstained items by reason, most frequent first. */
  readonly abstentions: readonly { readonly reason: string; readonly items: number }[];
  readonly calibration: Calibration;
  readonly classes: { readonly right: ClassScore; readonly wrong: ClassScore };
  /** By number of steps and by domain; groups without items are left out. */
  readonly byLength: readonly Group[];
  readonly byDomain: readonly Group[];
  /** The cost divided by the items that are decided and right; null where it is not known or there are none. */
  readonly perKeptRightLabel: Cost;
}

export interface Group {
  readonly name: string;
  readonly accuracy: Accuracy;
}

const lengths: readonly { readonly name: string; readonly most: number }[] = [
  { name: "1 to 4 steps", most: 4 },
  { name: "5 to 8 steps", most: 8 },
  { name: "9 to 16 steps", most: 16 },
  { name: "17 steps and more", most: Infinity },
];

/** Pure; the same items in any order give the same score. O(n log n). */
export function scoreFirstErrors(items: readonly ScoredItem[], cost: Cost): Score {
  const kept = items.filter(isExact).length;
  const each = (total: number | null): number | null => (total === null || kept === 0 ? null : total / kept);
  return {
    all: accuracyOf(items),
    abstentions: abstentionsOf(items),
    calibration: calibrationOf(items),
    classes: classScores(items),
    byLength: lengths.flatMap(({ name, most }, index) => {
      const least = lengths[index - 1]?.most ?? 0;
      return group(
        name,
        items.filter(({ gold }) => gold.steps > least && gold.steps <= most),
      );
    }),
    byDomain: [...new Set(items.map(({ domain }) => domain))].sort().flatMap((name) =>
      group(
        name,
        items.filter(({ domain }) => domain === name),
      ),
    ),
    perKeptRightLabel: { rollouts: each(cost.rollouts), usd: each(cost.usd) },
  };
}

function group(name: string, items: readonly ScoredItem[]): Group[] {
  return items.length === 0 ? [] : [{ name, accuracy: accuracyOf(items) }];
}

function abstentionsOf(items: readonly ScoredItem[]): Score["abstentions"] {
  const counts = new Map<string, number>();
  for (const { verdict } of items) if (verdict.kind === "abstained") counts.set(verdict.reason, (counts.get(verdict.reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => ({ reason, items: count }))
    .sort((one, other) => other.items - one.items || (one.reason < other.reason ? -1 : 1));
}
