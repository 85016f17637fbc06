// Brings predictions and gold together, and says what does not fit.
import type { GoldItem } from "./gold.ts";

/** What a labelling says of a solution. `probability` is that of the named (or, abstaining, the likeliest) first error, null where the method gives none. */
export interface Prediction {
  /** The gold item's id. */
  readonly id: string;
  readonly steps: number;
  readonly verdict: Verdict;
  readonly domain: string | null;
}

export type Verdict =
  | { readonly kind: "decided"; readonly firstError: number; readonly probability: number | null }
  | {
      readonly kind: "abstained";
      readonly reason: string;
      readonly likeliest: { readonly firstError: number; readonly probability: number } | null;
    };

export interface ScoredItem {
  readonly gold: GoldItem;
  readonly verdict: Verdict;
  readonly domain: string;
}

export interface Joined {
  readonly items: readonly ScoredItem[];
  /** Gold ids that nothing was predicted for: they are no abstentions, and not in the score. */
  readonly missing: readonly string[];
  /** Ids whose two sides have different numbers of steps, so that indices would not mean the same. */
  readonly mismatched: readonly string[];
  /** Predictions without gold. */
  readonly unjudged: number;
}

/** In the gold's order. Of several predictions of one id the first holds. The gold's domain goes before the prediction's; "unknown" where neither says. */
export function joinGold(predictions: readonly Prediction[], gold: readonly GoldItem[]): Joined {
  const byId = new Map(predictions.toReversed().map((prediction) => [prediction.id, prediction]));
  const items: ScoredItem[] = [];
  const missing: string[] = [];
  const mismatched: string[] = [];
  for (const item of gold) {
    const prediction = byId.get(item.id);
    if (prediction === undefined) missing.push(item.id);
    else if (prediction.steps !== item.steps) mismatched.push(item.id);
    else items.push({ gold: item, verdict: prediction.verdict, domain: item.domain ?? prediction.domain ?? "unknown" });
  }
  return { items, missing, mismatched, unjudged: byId.size - items.length - mismatched.length };
}
