// What is wrong with a command line, a configuration or a problem file is said in one sentence, with its place, before anything is begun.
import { chmodSync, existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { campaignYaml, folderWith, oneProblem, steplabel } from "./command-line.ts";

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** stderr has one line for each, in this order. */
  readonly says: readonly RegExp[];
}

const withProblems = (problems: string, sections: Readonly<Record<string, string>> = {}) => ({
  "campaign.yaml": campaignYaml(sections),
  "problems.jsonl": problems,
});

const cases: readonly Case[] = [
  {
    name: "a problem file that is not there",
    files: { "campaign.yaml": campaignYaml() },
    says: [/There is no file .*problems\.jsonl; check the path/],
  },
  { name: "an empty problem file", files: withProblems(""), says: [/problems\.jsonl is empty; name a file with at least one problem/] },
  {
    name: "a column that the file does not have",
    files: withProblems(oneProblem, { problems: "{ path: problems.jsonl, columns: { question: task } }" }),
    says: [/problems\.jsonl.*"task".*question/],
  },
  {
    name: "one column mapped twice",
    files: withProblems(oneProblem, { problems: "{ path: problems.jsonl, columns: { gold: question } }" }),
    says: [/"question" is mapped twice, by problems\.columns\.question and by problems\.columns\.gold; give each its own column/],
  },
  {
    name: "a problem without gold answer",
    files: withProblems(`${oneProblem}{"id": "two", "question": "What is 1 + 1?"}\n`),
    says: [/^problems\.jsonl:2: .*(gold|answer)/, /--skip-invalid/],
  },
  {
    name: "an id that stands twice",
    files: withProblems(`${oneProblem}${oneProblem}`),
    says: [/^problems\.jsonl:2: .*(id|row)/, /--skip-invalid/],
  },
  {
    name: "a line that is not JSON",
    files: withProblems(`${oneProblem}{"id": \n`),
    says: [/^problems\.jsonl:2: .*JSON/, /--skip-invalid/],
  },
  {
    name: "a blank gold answer, and no other row",
    files: withProblems(`{"question": "What is 1 + 1?", "answer": "  "}\n`),
    says: [/^problems\.jsonl:1: /, /No row of the file can be used/],
  },
  {
    name: "an unknown key",
    files: withProblems(oneProblem, { sampling: "{ solver: solver, maxToken: 64 }" }),
    says: [/^campaign\.yaml:4: sampling\.maxToken: is not a key of the configuration; remove it or mend its spelling/],
  },
  {
    name: "an alias that no model has",
    files: withProblems(oneProblem, { sampling: "{ solver: writer }" }),
    says: [/^campaign\.yaml:4: sampling\.solver: No model has the alias "writer"; models: solver/],
  },
  {
    name: "an alias that is none",
    files: withProblems(oneProblem, { models: "{ Solver_1: { provider: simulated } }", sampling: "{ solver: Solver_1 }" }),
    says: [/^campaign\.yaml:3: models/, /^campaign\.yaml:4: sampling\.solver: An alias is a lower-case letter/],
  },
  {
    name: "a budget in dollars without a price",
    files: withProblems(oneProblem, { models: "{ solver: { provider: openai, model: m } }", budget: "{ usd: 5 }" }),
    says: [/^campaign\.yaml:3: models\.solver\.price: A budget in dollars needs this model's price/],
  },
  {
    name: "a budget that holds no call",
    files: withProblems(oneProblem, { budget: "{ calls: 0 }" }),
    says: [/^budget\.calls is 0, and one problem needs 1 calls/],
  },
  {
    name: "a budget of tokens that one problem's first call may pass",
    files: withProblems(oneProblem, { budget: "{ tokens: 100 }" }),
    says: [/^budget\.tokens is 100, and the first call of one problem may need \d+; raise it/],
  },
  { name: "YAML that cannot be read", files: { "campaign.yaml": "name: [1\n" }, says: [/^campaign\.yaml:\d+: /] },
  {
    name: "a continuation that the model's wire does not have",
    files: withProblems(oneProblem, { sampling: "{ solver: solver, continuation: completion }" }),
    says: [/sampling\.continuation is completion, but models\.solver takes chats only: set models\.solver\.wire to completions/],
  },
];

describe("steplabel run on input that has to be mended", () => {
  it.each(cases)("says of $name what to do, and ends with 2", async ({ files, says }) => {
    const ended = await steplabel(["run", "campaign.yaml"], { folder: folderWith(files) });
    expect(ended).toMatchObject({ code: 2 });
    expect(ended.lines).toEqual(says.map((pattern) => expect.stringMatching(pattern) as string));
  });

  it("names a problem file that may not be read", async ({ skip }) => {
    const folder = folderWith(withProblems(oneProblem));
    chmodSync(join(folder, "problems.jsonl"), 0);
    // root reads everything.
    skip(process.getuid?.() === 0, "needs a user other than root");
    const ended = await steplabel(["run", "campaign.yaml"], { folder });
    expect(ended).toMatchObject({ code: 2, lines: [expect.stringMatching(/may not be read; check its permissions/)] });
  });

  it("says that a campaign file is not there, and how one is made", async () => {
    const ended = await steplabel(["run", "campaign.yaml"], { folder: folderWith({}) });
    expect(ended).toMatchObject({
      code: 2,
      lines: ["The campaign file campaign.yaml cannot be read (ENOENT); `steplabel init` writes one."],
    });
  });

  it("leaves no campaign behind where the input was refused", async () => {
    const folder = folderWith(withProblems(""));
    await steplabel(["run", "campaign.yaml"], { folder });
    expect(existsSync(join(folder, "campaigns"))).toBe(false);
  });

  it("lists at most ten bad rows and counts the others", async () => {
    const rows = Array.from({ length: 14 }, (_, row) => `{"id": "${row}", "question": "?"}\n`).join("");
    const ended = await steplabel(["run", "campaign.yaml"], { folder: folderWith(withProblems(`${oneProblem}${rows}`)) });
    expect(ended.code).toBe(2);
    expect(ended.lines).toHaveLength(12);
    expect(ended.lines[10]).toBe("… and 4 more rows.");
  });
});

describe("steplabel run where paid calls would begin", () => {
  const paid = withProblems(oneProblem, { models: "{ solver: { provider: openai, model: some-model } }" });

  it("shows the estimate with an unknown price, and without a terminal asks for --yes", async () => {
    const ended = await steplabel(["run", "campaign.yaml"], { folder: folderWith(paid) });
    expect(ended.code).toBe(2);
    expect(ended.stdout).toContain("price: unknown");
    expect(ended.lines).toEqual([expect.stringMatching(/no terminal to ask on: add --yes/)]);
  });

  it("names the variable of a key that is not set", async () => {
    const ended = await steplabel(["run", "campaign.yaml", "--yes"], { folder: folderWith(paid) });
    expect(ended).toMatchObject({
      code: 2,
      lines: ["models.solver needs an API key: set OPENAI_API_KEY in the environment of the worker."],
    });
  });
});
