// The code in a model's text: what a fence holds, and GenPRM's way to hand a run's result back to the model.
import type { CodeLanguage, Verdict } from "../schemas/sandbox.ts";

const fences: Readonly<Record<CodeLanguage, readonly string[]>> = {
  python: ["python", "py", "python3"],
  javascript: ["javascript", "js", "mjs"],
};

/** The last closed fenced block of the language (GenPRM, arXiv 2504.00891, reads the last one); null when the text has none. */
export function lastCodeBlock(text: string, language: CodeLanguage): string | null {
  let found: string | null = null;
  for (const match of text.matchAll(/^[ \t]*```[ \t]*([\w+-]*)[^\n]*\n([\s\S]*?)^[ \t]*```[ \t]*$/gm)) {
    const [, tag = "", body = ""] = match;
    if (tag === "" || fences[language].includes(tag.toLowerCase())) found = body;
  }
  return found;
}

/** What a model that runs code is told: what was printed, or `Code execute Error: Type: message` as in GenPRM. */
export function sessionText(verdict: Verdict): string {
  if (verdict.status === "pass") return verdict.stdout;
  return `Code execute Error: ${verdict.reason === "" ? verdict.status : verdict.reason}`;
}
