// A prompt's version: a hash of how the templates render, so that it changes whenever a word of them does.
import { canonicalJson, sha256 } from "../../schemas/hash.ts";
import type { Json } from "../../schemas/hash.ts";
import type { AnswerType } from "../../schemas/index.ts";
import { continuePrompt } from "./continue.ts";
import type { Prompt } from "./prompt.ts";
import { solvePrompt } from "./solve.ts";
import type { Continuation } from "./task.ts";

/** `solve@` or `continue@`, and 12 hexadecimal digits. The same templates give the same version on every machine. Cost: five renderings. */
export function promptVersion(purpose: "solve" | "continue", continuation: Continuation): string {
  const rendered = sampleAnswerTypes.map((answerType) => {
    const task = { question: "<question>", answerType, continuation };
    return asJson(purpose === "solve" ? solvePrompt(task) : continuePrompt({ ...task, prefix: "Step 1: <step>\n", steps: 1 }));
  });
  return `${purpose}@${sha256(canonicalJson(rendered)).slice(0, 12)}`;
}

function asJson(prompt: Prompt): Json {
  switch (prompt.kind) {
    case "chat":
      return {
        kind: prompt.kind,
        messages: prompt.messages.map(({ role, content }) => ({ role, content })),
        assistantPrefix: prompt.assistantPrefix,
      };
    case "completion":
      return { kind: prompt.kind, text: prompt.text, stop: prompt.stop };
  }
}

const sampleAnswerTypes: readonly AnswerType[] = [
  { kind: "math" },
  { kind: "numeric" },
  { kind: "exact" },
  { kind: "choice" },
  { kind: "choice", choices: ["<choice 1>", "<choice 2>"] },
];
