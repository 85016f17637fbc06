// Outcomes as data: what a draw, a grade, a call and a problem can come to. Every union carries a literal.

/** How a draw ended, in the words of every wire: stop = by itself or at a stop sequence. */
export type FinishReason = "stop" | "length" | "refusal" | "other";

/** A rollout after grading. Only `correct` and `wrong` count in k. */
export type Grade = { kind: "correct" } | { kind: "wrong"; reason: WrongReason } | { kind: "invalid"; reason: InvalidReason };

/** no_answer: the text ended by itself without a final answer. */
export type WrongReason = "different" | "no_answer";

/** truncated: cut at the token limit; restarted: the continuation began the solution anew; undecided: the checker could not tell. */
export type InvalidReason = "truncated" | "refused" | "restarted" | "undecided" | "empty";

/** A solution's outcome: its own final answer against the gold answer. */
export type SolutionOutcome = "correct" | "wrong" | "ungraded";

/** Where a call stands. unknown: its answer never came; its bound stays counted until somebody reconciles it. */
export type CallState = "reserved" | "settled" | "failed" | "unknown";

/** Which limit of the budget a reservation ran into. */
export type BudgetLimit = "usd" | "tokens" | "calls";

/**
 * What became of a problem. finished: everything that the strategy asks for was measured; quarantined: no sample solved it (too hard or bad gold);
 * too_easy: every sample solved it, nothing to probe; budget: a reservation was refused; failed: broken infrastructure, `run` tries it again.
 */
export type ProblemOutcome = "finished" | "quarantined" | "too_easy" | "budget" | "failed";

/** How the count of a prefix came about. graded: a whole solution, its own final answer is the one measurement. */
export type StopRule = "fixed" | "first_success" | "graded";
