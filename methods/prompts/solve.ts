// The prompt that asks for a whole solution of a problem.
import { workedExamples } from "./examples.ts";
import { formatInstruction, solverRole } from "./instructions.ts";
import type { ChatPrompt, CompletionPrompt, Prompt } from "./prompt.ts";
import type { SolveTask } from "./task.ts";

/** A chat for `prefill` and `instruct`, few-shot text for `completion`. Linear in the question. */
export function solvePrompt(task: SolveTask): Prompt {
  switch (task.continuation) {
    case "prefill":
    case "instruct":
      return solveChat(task);
    case "completion":
      return fewShotText(task, "");
  }
}

/** The user turn that both chat forms share. */
export function solveChat({ question, answerType }: Omit<SolveTask, "continuation">): ChatPrompt {
  return {
    kind: "chat",
    messages: [
      { role: "system", content: solverRole },
      { role: "user", content: `${formatInstruction(answerType)}\n\nProblem:\n${question.trim()}` },
    ],
  };
}

/** Worked examples, the question, and what is already written of its solution. The next question would be the model's own: stop there. */
export function fewShotText({ question, answerType }: Omit<SolveTask, "continuation">, written: string): CompletionPrompt {
  const examples = workedExamples.map(
    (example) =>
      `Question: ${example.question}\n${example.steps.map((step, index) => `Step ${index + 1}: ${step}\n`).join("")}Answer: ${example.answer}\n\n`,
  );
  const choices =
    answerType.kind === "choice" && answerType.choices !== undefined ? `\nThe answer is one of: ${answerType.choices.join(" | ")}.` : "";
  return { kind: "completion", text: `${examples.join("")}Question: ${question.trim()}${choices}\n${written}`, stop: ["\nQuestion:"] };
}
