// The commands that need no running campaign, as a user runs them.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkInput } from "../../../activities/index.ts";
import { openProblemFile } from "../../../datasets/index.ts";
import { readCampaignFile } from "../../../infra/configuration.ts";
import { openSqliteLedger } from "../../../ledger/index.ts";
import { begunCampaign } from "./begun-campaign.ts";
import { campaignYaml, folderWith, steplabel } from "./command-line.ts";

/** Every line of a machine's output as what it says. */
function records(stdout: string): readonly Readonly<Record<string, unknown>>[] {
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe("the command line itself", () => {
  it("lists the commands and the exit codes", async () => {
    const { code, stdout, stderr } = await steplabel(["--help"], { folder: folderWith({}) });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const name of ["demo", "init", "run", "status", "show", "export", "control", "ledger", "check-answer", "worker", "server"])
      expect(stdout).toMatch(new RegExp(`^  ${name} `, "m"));
    expect(stdout).toContain("130 interrupted");
  });

  it("prints its version", async () => {
    expect(await steplabel(["--version"], { folder: folderWith({}) })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
    });
  });

  it.each([
    ["an unknown command", ["runn", "campaign.yaml"], /unknown command 'runn'/],
    ["an unknown option", ["run", "campaign.yaml", "--force"], /unknown option '--force'/],
    ["an argument that is missing", ["run"], /missing required argument 'file'/],
    ["an option's value out of range", ["run", "campaign.yaml", "--limit", "0"], /Give a whole number from 1 on/],
    ["a word that is none of the choices", ["check-answer", "1", "1", "--type", "sum"], /Allowed choices are math, exact, choice, numeric/],
  ])("ends with 2 for %s", async (_, args, says) => {
    expect(await steplabel(args, { folder: folderWith({}) })).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(says) as string,
    });
  });
});

describe("steplabel init", () => {
  it("writes a campaign file and problems that are valid together", async () => {
    const folder = folderWith({});
    const { code, stdout } = await steplabel(["init", "my campaign"], { folder });
    expect(code).toBe(0);
    expect(stdout).toContain("steplabel run");
    const file = await readCampaignFile(join(folder, "my campaign", "campaign.yaml"));
    expect(file.configuration).toMatchObject({ name: "my-campaign", models: { solver: { provider: "simulated" } } });
    const problems = await openProblemFile(file.configuration.problems, { baseFolder: file.folder });
    expect(await checkInput(problems, file.configuration.problems)).toMatchObject({ usable: 20, invalid: [] });
    await problems.close();
  });

  it("names a JSON Schema that is there", async () => {
    const folder = folderWith({});
    await steplabel(["init"], { folder });
    const [, path = ""] = /^# yaml-language-server: \$schema=(.*)$/m.exec(readFileSync(join(folder, "campaign.yaml"), "utf8")) ?? [];
    expect(JSON.parse(readFileSync(join(folder, path), "utf8"))).toMatchObject({ title: "Steplabel campaign" });
  });

  it("never overwrites", async () => {
    const folder = folderWith({ "campaign.yaml": "mine" });
    const { code, lines } = await steplabel(["init"], { folder });
    expect({ code, lines }).toEqual({
      code: 2,
      lines: ["campaign.yaml is already there, and nothing is overwritten; name another folder."],
    });
    expect(readFileSync(join(folder, "campaign.yaml"), "utf8")).toBe("mine");
    expect(readdirSync(folder)).toEqual(["campaign.yaml"]);
  });
});

describe("steplabel check-answer", () => {
  it.each([
    ["1/2", "0.5", "equal"],
    ["So \\boxed{12}", "the answer is 13", "different"],
  ])("%s against %s is %s", async (gold, prediction, kind) => {
    const folder = folderWith({});
    const people = await steplabel(["check-answer", gold, prediction], { folder });
    expect(people).toMatchObject({ code: 0, stdout: expect.stringContaining(`${kind} (by `) as string });
    const { stdout, stderr } = await steplabel(["check-answer", "--json", gold, prediction], { folder });
    expect(records(stdout)).toEqual([expect.objectContaining({ kind: "answer", verdict: kind })]);
    expect(stderr).toContain(kind);
  });

  it("takes an answer that begins with a minus sign", async () => {
    const { stdout } = await steplabel(["check-answer", "--", "-3", "-3"], { folder: folderWith({}) });
    expect(stdout).toMatch(/^equal/);
  });
});

describe("a campaign that has begun", () => {
  it("status: problems by outcome, spend settled and unknown, budget, sizes", async () => {
    const folder = folderWith({});
    await begunCampaign(folder, "tried");
    const { code, stdout } = await steplabel(["status"], { folder });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Campaign tried: not running\n {2}1 of 4 input rows settled \(25 %\), 2 read so far\n {4}1 finished\n/);
    expect(stdout).toMatch(/m settled +1 +30 +\$0\.000020\n/);
    expect(stdout).toMatch(/m unknown, at most +1 +1,234 +\$0\.000050\n/);
    expect(stdout).toMatch(/Budget: \$5\n/);
    expect(stdout).toMatch(/ledger [\d.]+ kB/);
  });

  it("status: why problems failed, without what a reason might do to a terminal", async () => {
    const folder = folderWith({});
    const campaign = await begunCampaign(folder, "tried");
    const reason = "the model\u009b2J answered\n\u202e500";
    const ledger = await openSqliteLedger(join(campaign, "ledger.sqlite"));
    await ledger.settleProblems("tried", [{ problem: "q", outcome: "failed", reason }]);
    await ledger.close();
    const { stdout, stderr } = await steplabel(["status", "--json"], { folder });
    expect(stderr).toContain("    1 failed (the next run tries them again)\n      1 problem: the model answered 500\n");
    expect(records(stdout)).toEqual([expect.objectContaining({ failures: [{ reason, problems: 1 }] })]);
    expect(stdout).not.toMatch(/(?!\n$)[\p{Cc}\p{Cf}]/u);
  });

  it("status --json: one record on stdout and nothing else there", async () => {
    const folder = folderWith({});
    const campaign = await begunCampaign(folder, "tried");
    const { stdout, stderr } = await steplabel(["status", campaign, "--json"], { folder });
    expect(records(stdout)).toEqual([
      expect.objectContaining({
        kind: "status",
        campaign: "tried",
        rows: 4,
        running: null,
        progress: expect.objectContaining({ problems: 2, draws: 4 }) as unknown,
      }),
    ]);
    expect(stderr).toContain("Campaign tried");
  });

  it("show: steps with counts and labels in 80 columns, model text harmless", async () => {
    const folder = folderWith({});
    await begunCampaign(folder, "tried");
    const { code, stdout } = await steplabel(["show", "p/0", "--rollouts"], { folder });
    expect(code).toBe(0);
    expect(stdout).toBe(`Problem   What is 1 + 1 + 3?
Gold      5
Solution  p/0: given, wrong (different), answer 6
          the file calls it wrong; first error by a human: step 1
Labels    first error: step 1 (steps count from 0)

  0  Step 1: 1 + 1 = 2
     > 2 of 3 rollouts right (1 more invalid, 2 distinct); hard right, soft
       0.667, implied right
       draw 0: right, answer 5, 5 tokens
       draw 1: right, answer 5, 5 tokens
       draw 2: wrong (different), answer 6, 5 tokens
       draw 3: invalid (truncated), no answer, 5 tokens
  1  Step 2: 2 + 3 = 6
     > its own answer is wrong; hard wrong, soft 0, implied wrong
`);
    expect(stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it.each([
    ["an id that is none", "p", /"p" is not a solution's id: write <problem>\/<index>/],
    ["a problem that was not read", "z/0", /Campaign tried has read no problem "z" yet/],
    ["a solution that is not there", "p/7", /Problem p has the solutions 0 to 0, and no 7/],
    ["a problem without solutions", "q/0", /Problem q has no solutions yet/],
  ])("show of %s says so and ends with 2", async (_, id, says) => {
    const folder = folderWith({});
    await begunCampaign(folder, "tried");
    expect(await steplabel(["show", id], { folder })).toMatchObject({ code: 2, stdout: "", lines: [expect.stringMatching(says)] });
  });

  it("ledger reconcile: takes calls whose answer never came off the spend, once", async () => {
    const folder = folderWith({});
    await begunCampaign(folder, "tried");
    const undecided = await steplabel(["ledger", "reconcile"], { folder });
    expect(undecided).toMatchObject({ code: 2, lines: [expect.stringMatching(/--released .* or --paid/)] });
    const first = await steplabel(["ledger", "reconcile", "--released"], { folder });
    expect(first).toMatchObject({ code: 0, stdout: "1 call of campaign tried now counts as not charged.\n" });
    const second = await steplabel(["ledger", "reconcile", "--paid", "--json"], { folder });
    expect(records(second.stdout)).toEqual([{ kind: "reconciled", campaign: "tried", decision: "paid", calls: 0 }]);
  });

  it("export before the first part is written says so and ends with 2", async () => {
    const folder = folderWith({});
    const campaign = await begunCampaign(folder, "tried");
    expect(await steplabel(["export", "stepwise"], { folder })).toMatchObject({
      code: 2,
      lines: [expect.stringMatching(/There are no tables in .*tried yet/)],
    });
    expect(readdirSync(campaign)).not.toContain("export");
  });

  it("control and worker say what they need, and end with 2", async () => {
    const folder = folderWith({ "campaign.yaml": campaignYaml() });
    await begunCampaign(folder, "tried");
    expect(await steplabel(["control", "pause"], { folder })).toMatchObject({
      code: 2,
      lines: ["Campaign tried is not running; `steplabel run` starts it or goes on with it."],
    });
    expect(await steplabel(["control", "budget"], { folder })).toMatchObject({
      code: 2,
      lines: [expect.stringMatching(/Say which limit/)],
    });
    expect(await steplabel(["worker", "campaign.yaml"], { folder })).toMatchObject({
      code: 2,
      lines: [expect.stringMatching(/set TEMPORAL_ADDRESS/)],
    });
  });
});

describe("which campaign is meant", () => {
  it("asks which one where there are several, and finds it by file or folder", async () => {
    const folder = folderWith({ "campaign.yaml": campaignYaml() });
    await begunCampaign(folder, "tried");
    await begunCampaign(folder, "other");
    expect(await steplabel(["status"], { folder })).toMatchObject({
      code: 2,
      lines: [expect.stringMatching(/There are 2 campaigns below campaigns\/ \(other, tried\); say which one/)],
    });
    for (const place of ["campaign.yaml", "campaigns/tried"])
      expect((await steplabel(["status", place], { folder })).stdout).toMatch(/^Campaign tried/);
  });

  it.each([
    ["no campaign at all", [], /There is no campaign below campaigns\//],
    ["a folder that is none", ["."], /is no campaign's folder: it holds no ledger\.sqlite/],
    ["a file of a campaign that has not begun", ["campaign.yaml"], /Campaign tried has not begun/],
  ])("says of %s what to do", async (_, args, says) => {
    const folder = folderWith({ "campaign.yaml": campaignYaml() });
    expect(await steplabel(["status", ...args], { folder })).toMatchObject({ code: 2, lines: [expect.stringMatching(says)] });
    expect(readdirSync(folder)).toEqual(["campaign.yaml"]);
  });

  it("says of a file that is no ledger that it is none", async () => {
    const folder = folderWith({});
    const campaign = await begunCampaign(folder, "tried");
    writeFileSync(join(campaign, "ledger.sqlite"), "not a database, but long enough to be looked at ".repeat(100));
    expect(await steplabel(["status"], { folder })).toMatchObject({
      code: 2,
      lines: [expect.stringMatching(/is not a ledger of Steplabel/)],
    });
  });
});

describe("--json where a command fails", () => {
  it("says so in a record and in a sentence", async () => {
    const { code, stdout, lines } = await steplabel(["run", "nowhere.yaml", "--json"], { folder: folderWith({}) });
    expect(code).toBe(2);
    expect(records(stdout)).toEqual([{ kind: "error", exitCode: 2, message: lines[0] }]);
  });
});
