// Problems that are tested by code: from a data set's row to tests, from a completion to a program, and the stub that must not pass.
import type { CodeTests } from "../schemas/sandbox.ts";
import { lastCodeBlock } from "./code-block.ts";
import type { Job } from "./job.ts";

/** A row of HumanEval (openai/human-eval) as tests. */
export function humanevalTests(row: { readonly prompt: string; readonly test: string; readonly entry_point: string }): CodeTests {
  return { kind: "humaneval", language: "python", prompt: row.prompt, test: row.test, entryPoint: row.entry_point };
}

/** A row of MBPP as tests. The functions asked for are those that the reference defines and an assertion names. */
export function mbppTests(row: {
  readonly code: string;
  readonly test_list: readonly string[];
  readonly test_setup_code?: string;
}): CodeTests {
  const defined = [...row.code.matchAll(/^def[ \t]+([A-Za-z_]\w*)/gm)].map(([, name = ""]) => name);
  const named = new Set(row.test_list.flatMap((assertion) => assertion.match(/[A-Za-z_]\w*/g) ?? []));
  return {
    kind: "asserts",
    language: "python",
    prompt: "",
    setup: row.test_setup_code ?? "",
    asserts: [...row.test_list],
    entryPoints: [...new Set(defined)].filter((name) => named.has(name)),
  };
}

function promptOf(tests: CodeTests): string {
  return tests.kind === "stdio" ? "" : tests.prompt;
}

function entriesOf(tests: CodeTests): readonly string[] {
  switch (tests.kind) {
    case "humaneval":
      return [tests.entryPoint];
    case "asserts":
      return tests.entryPoints;
    case "stdio":
      return [];
  }
}

/** Where a text defines a function of this name at its top level; -1 when it does not. */
function definitionAt(text: string, name: string, language: CodeTests["language"]): number {
  const escaped = name.replaceAll("$", String.raw`\$`);
  const python = new RegExp(String.raw`^(?:async[ \t]+)?def[ \t]+${escaped}\b`, "m");
  const javascript = new RegExp(String.raw`^(?:async[ \t]+)?(?:function\*?|const|let|var)[ \t]+${escaped}(?![\w$])`, "m");
  return text.search(language === "python" ? python : javascript);
}

/**
 * The program to run for a model's text: its last fenced block where it has one; a text that defines the function anew replaces the prompt's
 * head and keeps what stands before it (imports, helpers); any other text continues the prompt as it is.
 */
export function candidateProgram(tests: CodeTests, text: string): string {
  const code = lastCodeBlock(text, tests.language) ?? text;
  const prompt = promptOf(tests);
  const [entry] = entriesOf(tests);
  if (prompt === "" || entry === undefined) return prompt + code;
  if (definitionAt(code, entry, tests.language) < 0) return prompt + code;
  const start = definitionAt(prompt, entry, tests.language);
  return start <= 0 ? code : `${prompt.slice(0, start)}\n${code}`;
}

/** A program that answers every call with nothing. Tests that it passes measure nothing. */
export function stubProgram(tests: CodeTests): string {
  const python = tests.language === "python";
  const entries = entriesOf(tests);
  const names = entries.length > 0 || tests.kind !== "asserts" ? entries : calledNames(tests.asserts);
  const functions = names.map((name) =>
    python ? `\n\ndef ${name}(*arguments, **named):\n    return None\n` : `\nvar ${name} = function () { return undefined; };\n`,
  );
  if (!python || promptOf(tests) === "") return `${python ? "pass" : ""}\n${functions.join("")}`;
  // What the prompt defines before the function (helpers that the tests use) stays; its own head is replaced.
  const start = definitionAt(promptOf(tests), entries[0] ?? "", "python");
  return `${start > 0 ? promptOf(tests).slice(0, start) : ""}\n${functions.join("")}`;
}

const notAsked = new Set([
  "assert",
  "abs",
  "all",
  "any",
  "set",
  "list",
  "tuple",
  "dict",
  "len",
  "sorted",
  "str",
  "int",
  "float",
  "sum",
  "round",
  "not",
  "in",
  "and",
  "or",
]);

/** Names that assertions call, without Python's own. */
function calledNames(asserts: readonly string[]): string[] {
  const names = asserts.flatMap((text) => [...text.matchAll(/(?<![.\w])([A-Za-z_$][\w$]*)\s*\(/g)].map(([, name = ""]) => name));
  return [...new Set(names)].filter((name) => !notAsked.has(name));
}

/** The engine's job for one program of a problem. */
export function testJob(tests: CodeTests, program: string, options: { readonly timeoutMs?: number; readonly seed?: number } = {}): Job {
  switch (tests.kind) {
    case "humaneval":
      return { kind: "tests", code: program, tests: tests.test, entries: [tests.entryPoint], call: "check", ...options };
    case "asserts": {
      const text = [tests.setup, ...tests.asserts].join("\n");
      return { kind: "tests", code: program, tests: text, entries: tests.entryPoints, call: "", ...options };
    }
    case "stdio":
      return { kind: "program", code: program, inputs: tests.pairs.map(({ input }) => input), ...options };
  }
}
