// A campaign that has begun, as its ledger: one problem with a given solution, one measured prefix, and a call whose answer never came.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { graderVersion } from "../../../activities/index.ts";
import { openSqliteLedger } from "../../../ledger/index.ts";
import type { Grade } from "../../../schemas/index.ts";
import { aCampaign, aGrade, aProbe, aProblem, aSolution, anAnswer, key, reserved } from "../ledger/samples.ts";

/** What a model might write to take a terminal over. */
export const hostileText = "\u001b]0;owned\u0007\u001b[2JStep 2: 2 + 3 = 6\u202e\n";
const text = `Step 1: 1 + 1 = 2\n${hostileText}`;

/** Makes `campaigns/<name>` in a folder, and returns its path. */
export async function begunCampaign(folder: string, name: string): Promise<string> {
  const campaign = join(folder, "campaigns", name);
  await mkdir(campaign, { recursive: true });
  const ledger = await openSqliteLedger(join(campaign, "ledger.sqlite"));
  const configuration = JSON.stringify({ solutions: { gate: "off", wrong: 4, right: 4 } });
  await ledger.createCampaign(aCampaign({ campaign: name, configuration, rows: 4, budget: { usd: 5 } }));
  const solution = aSolution("p", 0, {
    text,
    steps: [
      { start: 0, end: 18 },
      { start: 18, end: text.length },
    ],
    outcome: "wrong",
    grade: { kind: "wrong", reason: "different" },
    answer: "6",
    mark: false,
    humanFirstError: 1,
  });
  await ledger.putProblems(name, 0, [aProblem("p", { question: "What is 1 + 1 + 3?", gold: "5" }), aProblem("q")], [solution]);
  const call = await reserved(ledger, { campaign: name, count: 4 });
  await ledger.settle(call, anAnswer(["Answer: 5", "Answer: 5", "Answer: 6", "\u001b[31mno"]));
  const grades: Grade[] = [
    { kind: "correct" },
    { kind: "correct" },
    { kind: "wrong", reason: "different" },
    { kind: "invalid", reason: "truncated" },
  ];
  await ledger.putProbes(name, [aProbe({ count: 4, used: 4 })]);
  await ledger.putGrades(
    name,
    "p",
    grades.map((grade, draw) =>
      aGrade(draw, { grader: graderVersion, grade, answer: grade.kind === "invalid" ? null : grade.kind === "correct" ? "5" : "6" }),
    ),
  );
  await ledger.abandon(await reserved(ledger, { campaign: name, problem: "q", requestKey: key("other"), boundTokens: 1234 }), "timed out");
  await ledger.settleProblems(name, [{ problem: "p", outcome: "finished", reason: null }]);
  await ledger.close();
  return campaign;
}
