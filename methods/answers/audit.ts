// Says whether a problem's gold should be reviewed: no rollout equals it while one other answer holds most rollouts.

/** One class of equal answers among a problem's graded rollouts. */
export interface AnswerClass {
  readonly canonical: string;
  readonly count: number;
  readonly verdict: "equal" | "different" | "undecided";
}

export interface GoldAuditOptions {
  /** Fewest finished rollouts with an answer for which the audit speaks. Default 4. */
  readonly minimumAnswers?: number;
  /** The share of those rollouts that one other class must exceed. Default 0.5. */
  readonly dominantShare?: number;
}

export type GoldAudit =
  | { readonly kind: "agrees"; readonly equal: number; readonly answers: number }
  | { readonly kind: "review"; readonly dominant: string; readonly count: number; readonly answers: number; readonly undecided: boolean }
  | { readonly kind: "unsettled"; readonly answers: number };

/** Pure, linear in the number of classes. Rollouts without an answer are not to be counted in. */
export function goldAudit(classes: readonly AnswerClass[], options: GoldAuditOptions = {}): GoldAudit {
  const answers = classes.reduce((sum, each) => sum + each.count, 0);
  const equal = classes.reduce((sum, each) => sum + (each.verdict === "equal" ? each.count : 0), 0);
  if (equal > 0) return { kind: "agrees", equal, answers };
  const largest = classes.reduce<AnswerClass | undefined>(
    (best, each) => (best === undefined || each.count > best.count ? each : best),
    undefined,
  );
  if (largest === undefined || answers < (options.minimumAnswers ?? 4)) return { kind: "unsettled", answers };
  if (largest.count <= answers * (options.dominantShare ?? 0.5)) return { kind: "unsettled", answers };
  return { kind: "review", dominant: largest.canonical, count: largest.count, answers, undecided: largest.verdict === "undecided" };
}
