// Steps of a text: the cases that public splitters get wrong, and what holds for every text.
import { existsSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { segment } from "../../../../methods/steps/index.ts";

function steps(text: string): string[] {
  return segment(text).map(({ start, end }) => text.slice(start, end));
}

describe("the first kind of boundary that cuts", () => {
  it("cuts at numbered markers and leaves the answer line to the last step", () => {
    expect(steps("Step 1: 14 + 9 = 23\nStep 2: 23 + 28 = 51\nAnswer: 51")).toEqual([
      "Step 1: 14 + 9 = 23\n",
      "Step 2: 23 + 28 = 51\nAnswer: 51",
    ]);
    expect(steps("Step 1: 2 + 2 = 4\nAnswer: \\boxed{4}")).toHaveLength(1);
  });

  it.each([
    ["bold", "**Step 1:** one apple more\n**Step 2:** two apples more"],
    ["heading", "### Step 1: one apple more\ntext\n### Step 2: two apples more"],
    ["thought", "Thought 1. one apple more\nThought 2. two apples more"],
    ["bullet", "- Step 1: one apple more\n- Step 2: two apples more"],
    ["dash", "Step 1 - one apple more\nStep 2 - two apples more"],
    ["own line", "Step 1\none apple more\nStep 2\ntwo apples more"],
    ["from zero", "Step 0: one apple more\nStep 1: two apples more"],
    ["short", "Step 1: 5\nStep 2: 7"],
  ])("reads a marker in the form: %s", (_, text) => {
    expect(steps(text)).toHaveLength(2);
  });

  it("takes a marker inside a line, or at its start without a sign, for prose", () => {
    expect(steps("Step 1: we have 5 pens.\nAs in Step 2: no.\nStep 2: then 7.\nStep 1 gave us 5 pens.\nStep 3: then 9.")).toEqual([
      "Step 1: we have 5 pens.\nAs in Step 2: no.\n",
      "Step 2: then 7.\nStep 1 gave us 5 pens.\n",
      "Step 3: then 9.",
    ]);
  });

  it("ignores numbers that come again or jump, and bridges one that is left out", () => {
    expect(steps("Step 1: a\nStep 2: b\nStep 1: again\nStep 2: again\nStep 3: c")).toEqual([
      "Step 1: a\n",
      "Step 2: b\nStep 1: again\nStep 2: again\n",
      "Step 3: c",
    ]);
    expect(steps("Step 1: a\nStep 3: b\nStep 9: c")).toEqual(["Step 1: a\n", "Step 3: b\nStep 9: c"]);
  });

  it("does not cut a numbered list inside numbered steps", () => {
    expect(steps("Step 1: there are cases:\n1. red ones\n2. blue ones\nStep 2: so two cases")).toHaveLength(2);
  });

  it("cuts a numbered list, and paragraphs below it", () => {
    expect(steps("We do this:\n1. add 3 and 4\n2) take 2 away\n\nThat leaves 5 of the apples.")).toEqual([
      "We do this:\n1. add 3 and 4\n",
      "2) take 2 away\n\n",
      "That leaves 5 of the apples.",
    ]);
    expect(steps("1. **Sum:**\n\n3 + 4 = 7 apples\n\n2. **Rest:**\n\n7 - 2 = 5 apples\n\nAnswer: \\boxed{5}")).toHaveLength(2);
  });

  it("does not take a year or a decimal number at the start of a line for a list", () => {
    expect(steps("He was born in 1990 and is\n1990. That makes him\n2.5 times as old as Ann.")).toHaveLength(3);
  });

  it("cuts at blank lines, then at lines, then at sentences", () => {
    expect(steps("Ann has 3 apples.\nBob has 4.\n\nTogether they have 7.")).toEqual([
      "Ann has 3 apples.\nBob has 4.\n\n",
      "Together they have 7.",
    ]);
    expect(steps("Ann has 3 apples now.\nBob has 4 apples.")).toEqual(["Ann has 3 apples now.\n", "Bob has 4 apples."]);
    expect(steps("Mr. Hill has 3.5 apples. Bob has e.g. 4 pears. That makes 7.5 in all.")).toEqual([
      "Mr. Hill has 3.5 apples. ",
      "Bob has e.g. 4 pears. ",
      "That makes 7.5 in all.",
    ]);
  });
});

describe("pieces without a claim", () => {
  it("joins headings, announcements and lines that end in a colon to the next", () => {
    expect(steps("## Solution\n\nLet's solve this step by step.\n\nThe total is:\n\n3 + 4 = 7 apples\n\nSo there are 7 of them.")).toEqual([
      "## Solution\n\nLet's solve this step by step.\n\nThe total is:\n\n3 + 4 = 7 apples\n\n",
      "So there are 7 of them.",
    ]);
  });

  it("joins an announcement before the first marker, and keeps a real first paragraph", () => {
    expect(steps("Let's think.\n\nStep 1: a + b\nStep 2: b + c")).toHaveLength(2);
    expect(steps("Ann has 3 apples and gives 1 away, so 2 are left.\nStep 1: a + b\nStep 2: b + c")).toHaveLength(3);
  });

  it.each([
    "A: 51",
    "#### 51",
    "\\boxed{51}",
    "The answer is 51.",
    "**Answer:** \\boxed{51 \\text{ apples}}",
    "Therefore, the final answer is $51$.",
  ])("joins the answer line %s to the last step", (answer) => {
    expect(steps(`He has 14 + 9 = 23 apples.\nThen 23 + 28 = 51 apples.\n${answer}`)).toHaveLength(2);
  });

  it("keeps a long closing sentence as a step", () => {
    expect(
      steps("He has 14 + 9 = 23 apples.\nThe answer is found by taking 23 apples and adding the 28 apples of the second basket: 51."),
    ).toHaveLength(2);
  });
});

describe("objects that stay whole", () => {
  it.each([
    ["display dollars", "We know that this holds:\n\n$$\nx\n\n+ y\n$$\n\nAnd so x is 5 here."],
    ["display brackets", "We know that\n\\[\nx\n\n+ y\n\\]\n\nAnd so x is 5 here."],
    ["environment", "We know that\n\\begin{align*}\nx &= 1\n\ny &= 2\n\\end{align*}\n\nAnd so x is 5 here."],
    ["fence", "We run this code:\n```python\na = 1\n\nStep 1: no\nStep 2: no\n```\n\nAnd so x is 5 here."],
    ["longer fence", "We run this code:\n````\n```\n\nb\n````\n\nAnd so x is 5 here."],
    ["table", "We list the cases:\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nAnd so x is 5 here."],
  ])("%s", (_, text) => {
    const found = steps(text);
    expect(found).toHaveLength(2);
    expect(found[1]).toBe("And so x is 5 here.");
  });

  it("lets a fence that is never closed reach to the end, and ignores other openers without an end", () => {
    expect(steps("First we write code:\n```\na = 1\n\nb = 2\n\nc = 3")).toHaveLength(1);
    expect(steps("It costs $$ a lot, 5 in all.\n\nThen \\[ is open and \\begin{x} too.\n\nSo that makes three steps.")).toHaveLength(3);
  });

  it("reads dollars inside a fence as code", () => {
    expect(steps("```\necho $$\n```\nThe first claim is 5.\n\nThe second claim is $$6$$.")).toHaveLength(2);
  });
});

describe("what holds for every text", () => {
  const fragment = fc.constantFrom(
    "Step 1: ",
    "Step 2: ",
    "step 3. ",
    "1. ",
    "2) ",
    "\n",
    "\r\n",
    "\n\n",
    "\r",
    "\u2028",
    "\u00a0",
    " ",
    "\t",
    "$$",
    "\\[",
    "\\]",
    "```\n",
    "~~~",
    "|a|b|\n",
    "\\begin{align}",
    "\\end{align}",
    "# ",
    "so:",
    "x = 5",
    "The answer is 5.",
    "🙂",
    "👩‍👩‍👧",
    "é",
    "漢字。",
    "\ud800",
    ". A",
    "#### 5",
    "**",
    "Wait, ",
  );
  const text = fc.oneof(
    fc.array(fragment, { maxLength: 60 }).map((parts) => parts.join("")),
    fc.string({ unit: "binary", maxLength: 200 }),
  );

  it("spans cover the text without a gap and none is blank", () => {
    fc.assert(
      fc.property(text, (each) => {
        const spans = segment(each);
        expect(spans.map(({ start, end }) => each.slice(start, end)).join("")).toBe(each.trim() === "" ? "" : each);
        for (const { start, end } of spans) expect(each.slice(start, end).trim()).not.toBe("");
        spans.forEach(({ start }, index) => expect(start).toBe(spans[index - 1]?.end ?? 0));
        expect(segment(each)).toEqual(spans);
      }),
      { numRuns: 2000 },
    );
  });

  it("line ends in another convention give the same number of steps", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("Step 1: one", "Step 2: two", "a claim of 12 apples", "", "1. item", "2. item", "# Title"), {
          maxLength: 12,
        }),
        (lines) => {
          expect(segment(lines.join("\r\n"))).toHaveLength(segment(lines.join("\n")).length);
        },
      ),
    );
  });

  it("blank texts have no steps, any other at least one", () => {
    for (const blank of ["", " ", "\n\r\n\t", "\u00a0\u2003\u2028"]) expect(segment(blank)).toEqual([]);
    expect(segment("5")).toEqual([{ start: 0, end: 1 }]);
  });

  it("looks for steps up to the length limit and leaves the rest to the last one", () => {
    const long = "A claim of 12 apples.\n".repeat(100);
    const spans = segment(long, { maximumLength: 66 });
    expect(spans).toHaveLength(3);
    expect(spans.at(-1)?.end).toBe(long.length);
  });

  it.each([
    ["lines", "A claim of 12 apples.\n"],
    ["dollars", "$$"],
    ["openers", "\\begin{a}"],
    ["brackets", "\\["],
    ["fences", "```\n"],
    ["bars", "|"],
    ["tables", "| |\n"],
    ["blank lines", "\n"],
    ["blanks", " "],
    ["displays", "$$x$$\n\n"],
    ["openers that join", "ab:\n\n"],
    ["marks", "Step 1: "],
    ["sentences", "He has 5. "],
    ["environments", "\\begin{a}\\end{b}"],
  ])(
    "takes 200,000 code units of %s without growing quadratically",
    (_, unit) => {
      const long = `${" ".repeat(1000)}x${unit.repeat(Math.ceil(200_000 / unit.length))}`;
      const spans = segment(long);
      expect(spans[0]?.start).toBe(0);
      expect(spans.at(-1)?.end).toBe(long.length);
    },
    5000,
  );
});

const processBench = "../shared/data/human/processbench/gsm8k.json";
describe.skipIf(!existsSync(processBench))("on ProcessBench's 400 GSM8K solutions (needs ../shared/data)", () => {
  it("finds the paragraphs again that people labelled, but for answer lines and headings", () => {
    const items = JSON.parse(readFileSync(processBench, "utf8")) as { steps: string[] }[];
    const same = items.filter(({ steps }) => segment(steps.join("\n\n")).length === steps.length).length;
    expect(items).toHaveLength(400);
    expect(same).toBeGreaterThanOrEqual(370);
  });
});
