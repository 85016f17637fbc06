// The splitter of code: lossless, never inside a statement, and one step a logical line.
import { existsSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinCode, segmentCode } from "../../../../methods/steps/code.ts";

const pieces = (text: string, language: "python" | "javascript") =>
  segmentCode(text, language).map(({ start, end }) => text.slice(start, end));

describe("segmentCode for Python", () => {
  it("makes one step of each simple statement and of each block's head", () => {
    expect(pieces("def f(x):\n    if x:\n        return 1\n    return 2\n", "python")).toEqual([
      "def f(x):\n",
      "    if x:\n",
      "        return 1\n",
      "    return 2\n",
    ]);
  });
  it("keeps a statement whole over brackets, triple quotes and backslashes", () => {
    const statements = [
      "x = [1,\n     2]\n",
      '"""one\n\n# no comment\n"""\n',
      "if a and \\\n   b:\n",
      "    y = f(\n        'it''s ['\n    )\n",
    ];
    expect(pieces(statements.join(""), "python")).toEqual(statements);
  });
  it("gives comments, blank lines and decorators to what follows, and a trailing one to the last step", () => {
    expect(pieces("# head\n\n@cache\n@dec(\n  1)\ndef f():\n    pass\n\n# tail\n", "python")).toEqual([
      "# head\n\n@cache\n@dec(\n  1)\ndef f():\n",
      "    pass\n\n# tail\n",
    ]);
  });
  it("reads no bracket in a string or a comment", () => {
    expect(pieces('a = \'([\'  # {\nb = "\\"("\nc = 1', "python")).toEqual(["a = '(['  # {\n", 'b = "\\"("\n', "c = 1"]);
  });
  it("cuts broken code as far as it can be read", () => {
    expect(pieces("a = 1\nb = (2\nc = 3\n", "python")).toEqual(["a = 1\n", "b = (2\nc = 3\n"]);
    expect(pieces("a = 'open\nb = 2\n", "python")).toEqual(["a = 'open\n", "b = 2\n"]);
  });
  it("keeps line ends and fences", () => {
    expect(pieces("```python\r\na = 1\r\nb = 2\r\n```\r\n", "python")).toEqual(["```python\r\na = 1\r\n", "b = 2\r\n```\r\n"]);
  });
});

describe("segmentCode for JavaScript", () => {
  it("makes one step of each statement and gives closing braces to the step before", () => {
    expect(pieces("function f(a) {\n  if (a) {\n    return 1;\n  } else {\n    g();\n  }\n}\n", "javascript")).toEqual([
      "function f(a) {\n",
      "  if (a) {\n",
      "    return 1;\n",
      "  } else {\n",
      "    g();\n  }\n}\n",
    ]);
  });
  it("keeps object literals, arguments, chains and templates whole", () => {
    const statements = [
      "const a = { b: 1,\n  c: [2,\n 3] };\n",
      "const s = a\n  .map(x => x)\n  .join();\n",
      "const t = `}\n${ {a: 1}.a }\n{`;\n",
      "f(\n  1,\n  2,\n);\n",
    ];
    expect(pieces(statements.join(""), "javascript")).toEqual(statements);
  });
  it("cuts within a function that is an argument", () => {
    expect(pieces("go(() => {\n  a();\n  b();\n});\nc();\n", "javascript")).toEqual([
      "go(() => {\n",
      "  a();\n",
      "  b();\n});\n",
      "c();\n",
    ]);
  });
  it("tells a regular expression from a division", () => {
    expect(pieces("const r = /[/{]'/;\nconst d = a / 2; // {\nb();\n", "javascript")).toEqual([
      "const r = /[/{]'/;\n",
      "const d = a / 2; // {\n",
      "b();\n",
    ]);
  });
  it("ends a case label and a counter without semicolon", () => {
    expect(pieces("switch (x) {\n  case 1:\n    i++\n  default:\n    y()\n}", "javascript")).toEqual([
      "switch (x) {\n",
      "  case 1:\n",
      "    i++\n",
      "  default:\n",
      "    y()\n}",
    ]);
  });
});

describe("segmentCode for any text", () => {
  const fragment = fc.constantFrom(
    "a",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "'",
    '"',
    "`",
    '"""',
    "#",
    "//",
    "/*",
    "*/",
    "\\",
    "\n",
    "\r\n",
    " ",
    "@",
    "=>",
    "${",
    "if x:",
    ";",
    "é",
  );
  const code = fc.oneof(
    fc.string(),
    fc.array(fragment, { maxLength: 60 }).map((list) => list.join("")),
  );
  it("covers the text without a gap and never with a blank span", () => {
    fc.assert(
      fc.property(code, fc.constantFrom("python" as const, "javascript" as const), (text, language) => {
        const spans = segmentCode(text, language);
        expect(spans.map(({ start, end }) => text.slice(start, end)).join("")).toBe(text.trim() === "" ? "" : text);
        for (const { start, end } of spans) expect(text.slice(start, end).trim()).not.toBe("");
      }),
      { numRuns: 500 },
    );
  });
  it("is empty for a blank text and whole for a text of comments", () => {
    expect(segmentCode(" \n\t", "python")).toEqual([]);
    expect(pieces("# a\n# b\n", "python")).toEqual(["# a\n# b\n"]);
  });
});

describe("joinCode", () => {
  it("keeps indentation and puts a line break only where there is none", () => {
    expect(joinCode("    x = 1\n", "    return x\n")).toBe("    x = 1\n    return x\n");
    expect(joinCode("    x = 1", "    return x\n")).toBe("    x = 1\n    return x\n");
    expect(joinCode("x = 1", "\ny = 2")).toBe("x = 1\ny = 2");
    expect(joinCode("", "  y")).toBe("  y");
  });
});

const pack = "../shared/data/human/humanevalpack_python.jsonl";
describe.skipIf(!existsSync(pack))("segmentCode on humanevalpack (needs ../shared/data)", () => {
  it("starts a step at every line but those within a statement, a comment or a blank", () => {
    for (const line of readFileSync(pack, "utf8").trim().split("\n")) {
      const { steps } = JSON.parse(line) as { steps: string[] };
      const text = steps.join("\n");
      const found = pieces(text, "python");
      expect(found.join("")).toBe(text);
      const physical = steps.filter((step) => step.trim() !== "" && !step.trim().startsWith("#")).length;
      expect(found.length).toBeLessThanOrEqual(physical);
      expect(found.length).toBeGreaterThanOrEqual(Math.ceil(physical / 20));
    }
  });
});
