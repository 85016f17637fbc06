// The sentences of the chat prompts: how to write the steps, and how to state a final answer of each kind.
import type { AnswerType } from "../../schemas/index.ts";

/** The system message of every solving prompt. */
export const solverRole = "You solve problems in clear, numbered steps.";

/** How the solution has to look. */
export function formatInstruction(answerType: AnswerType): string {
  return [
    "Solve the problem step by step. Write one step a line and number the steps: a line begins with `Step k:`, where k counts from 1.",
    `After the last step write one more line, \`Answer: \\boxed{…}\`, ${answerInstruction(answerType)}`,
    "Write nothing after that line.",
  ].join("\n");
}

/** Asks for the remaining steps only; `next` is the number of the first one. */
export function continueInstruction(next: number): string {
  return [
    `The steps above are given. Take them as they are: do not repeat, re-check or correct the given steps. Continue with \`Step ${next}:\` and go on to the end in the same form.`,
    "Your reply begins with the next step and holds only what comes after the given steps.",
  ].join("\n");
}

function answerInstruction(answerType: AnswerType): string {
  switch (answerType.kind) {
    case "math":
      return "with the final answer in the box, without words.";
    case "numeric":
      return "with the final answer in the box, as one number without a unit.";
    case "exact":
      return "with the final answer in the box, written exactly as the problem asks for it, with nothing added.";
    case "choice":
      return answerType.choices === undefined
        ? "with only the letter of the right choice in the box."
        : `with only the right choice in the box, one of: ${answerType.choices.join(" | ")}.`;
  }
}
