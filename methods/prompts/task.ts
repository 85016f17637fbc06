// What a solving prompt is made from: the problem's question, its kind of answer, and how a prefix will be continued.
import type { AnswerType } from "../../schemas/index.ts";

/** prefill: as the assistant's unfinished message; completion: as a raw text; instruct: quoted in a user turn. */
export type Continuation = "prefill" | "completion" | "instruct";

export interface SolveTask {
  readonly question: string;
  readonly answerType: AnswerType;
  readonly continuation: Continuation;
}

/** `prefix` is the first `steps` steps of a solution, verbatim (at least one). */
export interface ContinueTask extends SolveTask {
  readonly prefix: string;
  readonly steps: number;
}
