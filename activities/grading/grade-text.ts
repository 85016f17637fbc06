// Grades one finished text against the gold answer: what a rollout, or a whole solution, came to.
import { checkerVersion, comparePrepared, extractAnswer, prepareGold } from "../../methods/answers/index.ts";
import type { AnswerOptions, PreparedGold } from "../../methods/answers/index.ts";
import { detectRestart } from "../../methods/steps/index.ts";
import type { FinishReason, Grade, SolutionOutcome } from "../../schemas/index.ts";

/** Stored with every grade; a new one adds grades beside the old ones. */
export const graderVersion = `${checkerVersion}+rollout@1`;

export interface GradedText {
  readonly grade: Grade;
  /** As extracted; null where there is none. */
  readonly answer: string | null;
  /** Equal forms are equal answers: the key by which rollouts are clustered. */
  readonly canonical: string | null;
  /** The rule that decided. */
  readonly method: string;
}

export interface TextToGrade {
  readonly text: string;
  readonly finish: FinishReason;
  readonly gold: PreparedGold;
  /** Of a rollout: what it went on from. */
  readonly continued?: { readonly question: string; readonly prefix: string };
}

/** A cut-off text has no answer, whatever number stands last in it. Never throws. */
export function gradeText({ text, finish, gold, continued }: TextToGrade): GradedText {
  const invalid = (reason: Extract<Grade, { kind: "invalid" }>["reason"]): GradedText => ({
    grade: { kind: "invalid", reason },
    answer: null,
    canonical: null,
    method: reason,
  });
  if (finish === "length") return invalid("truncated");
  if (finish === "refusal") return invalid("refused");
  if (text.trim() === "") return invalid("empty");
  if (continued !== undefined && detectRestart({ ...continued, continuation: text })) return invalid("restarted");
  const extraction = extractAnswer(text, gold.options);
  if (extraction.kind === "no_answer")
    return { grade: { kind: "wrong", reason: "no_answer" }, answer: null, canonical: null, method: "no_answer" };
  const verdict = comparePrepared(gold, extraction.text);
  const graded = { answer: extraction.text, canonical: verdict.canonicalPrediction, method: `${extraction.by}+${verdict.method}` };
  switch (verdict.kind) {
    case "equal":
      return { grade: { kind: "correct" }, ...graded };
    case "different":
      return { grade: { kind: "wrong", reason: "different" }, ...graded };
    case "undecided":
      return { grade: { kind: "invalid", reason: "undecided" }, ...graded };
  }
}

/** A solution is ungraded where its text cannot be judged; it is never called wrong for that. */
export function solutionOutcome(grade: Grade): SolutionOutcome {
  return grade.kind === "invalid" ? "ungraded" : grade.kind;
}

/** Texts of one problem, as they go to another thread: everything is plain data. */
export interface GradingTask {
  readonly gold: string;
  readonly options: AnswerOptions;
  readonly texts: readonly Omit<TextToGrade, "gold">[];
}

/** Pure. Cost: the gold is read once, then some 0.1 ms a text. */
export function gradeTexts({ gold, options, texts }: GradingTask): readonly GradedText[] {
  const prepared = prepareGold(gold, options);
  return texts.map((text) =>
    prepared.kind === "prepared"
      ? gradeText({ ...text, gold: prepared })
      : { grade: { kind: "invalid", reason: "undecided" }, answer: null, canonical: null, method: `gold_${prepared.reason}` },
  );
}
