// The per-problem audit of the gold answer: which problems' golds no rollout reached while most rollouts agree on another answer.
import type { Ledger } from "../ledger/index.ts";
import { goldAudit } from "../methods/answers/index.ts";
import type { AnswerClass } from "../methods/answers/index.ts";
import type { Json } from "../schemas/hash.ts";
import type { ProblemEvidence } from "./problem-evidence.ts";

export interface GoldReview {
  readonly problem: string;
  readonly gold: string;
  /** Canonical form of the answer that most rollouts give, how many do, and of how many. */
  readonly dominant: string;
  readonly count: number;
  readonly answers: number;
}

/** Over the rollouts of the bare problem: those of a wrong prefix would speak for the prefix's answer. Null: nothing to review. */
export function goldReview({ problem, root }: ProblemEvidence): GoldReview | null {
  const classes = new Map<string, AnswerClass>();
  for (const { grade } of root?.draws ?? []) {
    if (grade.canonical === null) continue;
    const verdict = grade.grade.kind === "correct" ? "equal" : grade.grade.kind === "wrong" ? "different" : "undecided";
    const count = (classes.get(grade.canonical)?.count ?? 0) + 1;
    classes.set(grade.canonical, { canonical: grade.canonical, count, verdict });
  }
  const audit = goldAudit([...classes.values()]);
  if (audit.kind !== "review") return null;
  return { problem: problem.problem, gold: problem.gold, dominant: audit.dominant, count: audit.count, answers: audit.answers };
}

const factKey = (campaign: string, shard: number): string => `gold-review/${campaign}/${shard}`;

export async function putGoldReviews(ledger: Ledger, campaign: string, shard: number, reviews: readonly GoldReview[]): Promise<void> {
  await ledger.putFact(factKey(campaign, shard), JSON.stringify(reviews));
}

/** Of all shards, in order of row: data for the manifest. */
export async function goldReviews(ledger: Ledger, campaign: string, shards: number): Promise<readonly Json[]> {
  const reviews: Json[] = [];
  for (let shard = 0; shard < shards; shard++) {
    const fact = await ledger.fact(factKey(campaign, shard));
    if (fact !== null) reviews.push(...(JSON.parse(fact) as readonly Json[]));
  }
  return reviews;
}
