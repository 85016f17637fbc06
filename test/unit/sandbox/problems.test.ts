// Problems tested by code: programs from completions, stubs, jobs.
import { describe, expect, it } from "vitest";
import { codeTestsSchema, type CodeTests } from "../../../schemas/sandbox.ts";
import { candidateProgram, humanevalTests, lastCodeBlock, mbppTests, sessionText, stubProgram, testJob } from "../../../sandbox/index.ts";
import { verdictOf } from "./verdict.ts";

const prompt = 'from typing import List\n\ndef helper(x):\n    return x\n\ndef add(a, b):\n    """Add."""\n';
const humaneval = humanevalTests({ prompt, test: "def check(candidate):\n    assert candidate(1, 2) == 3", entry_point: "add" });
const asserts = mbppTests({
  code: "def inner(x):\n    return x\ndef sum(a):\n    return inner(a)",
  test_list: ["assert sum(1) == 1"],
  test_setup_code: "import math",
});

describe("candidateProgram", () => {
  it("continues the prompt with a completion", () => {
    expect(candidateProgram(humaneval, "    return a + b\n")).toBe(`${prompt}    return a + b\n`);
  });
  it("keeps the prompt's head before a text that defines the function anew", () => {
    expect(candidateProgram(humaneval, "def add(a, b):\n    return a + b\n")).toBe(
      "from typing import List\n\ndef helper(x):\n    return x\n\n\ndef add(a, b):\n    return a + b\n",
    );
  });
  it("takes the last fenced block of the language", () => {
    const text = "First\n```python\nx = 1\n```\nthen\n```py\ndef add(a, b):\n    return a + b\n```\nand\n```sh\nls\n```\n";
    expect(candidateProgram(humaneval, text)).toContain("def add(a, b):\n    return a + b\n");
    expect(candidateProgram(asserts, text)).toBe("def add(a, b):\n    return a + b\n");
  });
});

describe("stubProgram", () => {
  it("answers with nothing under every name that is asked for, and keeps the prompt's helpers", () => {
    expect(stubProgram(humaneval)).toContain("def helper(x):");
    expect(stubProgram(humaneval)).toContain("def add(*arguments, **named):\n    return None");
    expect(stubProgram(humaneval)).not.toContain("Add.");
    expect(stubProgram(asserts)).toContain("def sum(*arguments, **named)");
  });
  it("finds the names in the assertions where none is given", () => {
    const tests: CodeTests = { ...asserts, entryPoints: [], asserts: ["assert set(solve(1)) == set([1])"] } as CodeTests;
    expect(stubProgram(tests)).toContain("def solve(");
    expect(stubProgram(tests)).not.toContain("def set(");
  });
  it("prints nothing for an input/output problem, and knows JavaScript", () => {
    expect(stubProgram({ kind: "stdio", language: "python", pairs: [{ input: "", output: "1" }] }).trim()).toBe("pass");
    expect(stubProgram({ ...humaneval, language: "javascript" })).toContain("var add = function");
  });
});

describe("tests as data", () => {
  it("asks MBPP only for functions that an assertion names, and puts its setup before the assertions", () => {
    expect(asserts).toMatchObject({ kind: "asserts", entryPoints: ["sum"] });
    expect(testJob(asserts, "code", { timeoutMs: 5 })).toEqual({
      kind: "tests",
      code: "code",
      tests: "import math\nassert sum(1) == 1",
      entries: ["sum"],
      call: "",
      timeoutMs: 5,
    });
    expect(testJob(humaneval, "code")).toMatchObject({ kind: "tests", call: "check", entries: ["add"] });
    expect(testJob({ kind: "stdio", language: "python", pairs: [{ input: "1", output: "2" }] }, "c")).toMatchObject({ inputs: ["1"] });
  });
  it("refuses tests without an assertion, a name that is none, and members it does not know", () => {
    expect(codeTestsSchema.safeParse(humaneval).success).toBe(true);
    expect(codeTestsSchema.safeParse({ ...humaneval, entryPoint: "a b" }).success).toBe(false);
    expect(codeTestsSchema.safeParse({ ...asserts, asserts: [] }).success).toBe(false);
    expect(codeTestsSchema.safeParse({ kind: "stdio", language: "python", pairs: [] }).success).toBe(false);
    expect(codeTestsSchema.safeParse({ ...humaneval, extra: 1 }).success).toBe(false);
  });
});

describe("what a model is told of its code", () => {
  it("is what was printed, or GenPRM's error line", () => {
    expect(sessionText(verdictOf({ status: "pass", stdout: "4\n" }))).toBe("4\n");
    expect(sessionText(verdictOf({ status: "error", reason: "NameError: x" }))).toBe("Code execute Error: NameError: x");
    expect(sessionText(verdictOf({ status: "timeout" }))).toBe("Code execute Error: timeout");
  });
  it("reads the last closed block only", () => {
    expect(lastCodeBlock("```python\na\n```\n```python\nb\n", "python")).toBe("a\n");
    expect(lastCodeBlock("no code", "python")).toBeNull();
    expect(lastCodeBlock("```js\na\n```", "python")).toBeNull();
  });
});
