// What every store of the ledger does: the tests of the interface in ledger/port.ts, to be run on each implementation.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Ledger } from "../../../ledger/index.ts";
import { callContract } from "./contract-calls.ts";
import { commandContract } from "./contract-commands.ts";
import { aCampaign, aGrade, anAnswer, aProbe, aProblem, aSolution, key, reserved } from "./samples.ts";

/** One empty store: every connect() opens it anew, as another process would; dispose() closes what was opened and removes it. */
export interface TestStore {
  connect(): Promise<Ledger>;
  dispose(): Promise<void>;
}

/** Registers the contract tests of one store. `open` makes an empty one. Leases end by Date, which the tests set. */
export function ledgerContract(name: string, open: () => Promise<TestStore>): void {
  describe(`${name}: contract`, () => {
    let store: TestStore;
    let ledger: Ledger;

    beforeEach(async () => {
      vi.useFakeTimers({ toFake: ["Date"], now: 1_700_000_000_000 });
      store = await open();
      ledger = await store.connect();
    });
    afterEach(async () => {
      await store.dispose();
      vi.useRealTimers();
    });

    describe("campaigns", () => {
      test("a campaign comes back as it was made, and only under its name", async () => {
        const record = aCampaign({ budget: { usd: 0.1, calls: 7 } });
        await ledger.createCampaign(record);
        expect(await ledger.campaign("c")).toEqual(record);
        expect(await ledger.campaign("C")).toBeNull();
      });

      test("the same campaign may be made again, another one of the same name may not", async () => {
        await ledger.createCampaign(aCampaign({ budget: { calls: 1 } }));
        await ledger.createCampaign(aCampaign({ budget: { calls: 9 } }));
        expect((await ledger.campaign("c"))?.budget).toEqual({ calls: 1 });
        await expect(ledger.createCampaign(aCampaign({ inputHash: "other" }))).rejects.toMatchObject({ code: "conflict" });
      });

      test("a changed configuration replaces the old one and nothing else", async () => {
        await ledger.createCampaign(aCampaign());
        const change = { configuration: "{}", configurationHash: "new", inputHash: "other", rows: 5 };
        await ledger.updateCampaign("c", change);
        expect(await ledger.campaign("c")).toEqual(aCampaign(change));
      });

      test("a budget's limits are set, kept and removed one by one", async () => {
        await ledger.createCampaign(aCampaign({ budget: { usd: 1 } }));
        expect(await ledger.setBudget("c", { tokens: 5 })).toEqual({ usd: 1, tokens: 5 });
        expect(await ledger.setBudget("c", { usd: null, calls: 0 })).toEqual({ tokens: 5, calls: 0 });
        expect((await ledger.campaign("c"))?.budget).toEqual({ tokens: 5, calls: 0 });
      });

      test("what names an unknown campaign is refused by that name", async () => {
        await expect(ledger.setBudget("nowhere", {})).rejects.toMatchObject({ code: "missing" });
        await expect(ledger.spend("nowhere")).rejects.toThrow('The ledger knows no campaign "nowhere".');
        await expect(reserved(ledger, { campaign: "nowhere" })).rejects.toMatchObject({ code: "missing" });
      });

      test("a fact is null until it is put, and the later one stands", async () => {
        expect(await ledger.fact("k")).toBeNull();
        await ledger.putFact("k", "1");
        await ledger.putFact("k", "2");
        expect(await ledger.fact("k")).toBe("2");
      });
    });

    describe("problems and solutions", () => {
      beforeEach(() => ledger.createCampaign(aCampaign()));

      test("problems come back whole, in order of row, by shard", async () => {
        const full = aProblem("b", {
          row: 2,
          sourceId: "id \u0000 2",
          reference: "Because.",
          domain: "d",
          split: "test",
          answerType: { kind: "numeric", absoluteTolerance: 0.1 },
        });
        await ledger.putProblems("c", 0, [full, aProblem("a", { row: 1 })], []);
        await ledger.putProblems("c", 1, [aProblem("z")], []);
        const bare = { shard: 0, outcome: null, reason: null };
        expect(await ledger.problems("c", 0)).toEqual([
          { ...aProblem("a", { row: 1 }), ...bare },
          { ...full, ...bare },
        ]);
        expect(await ledger.problem("c", "b")).toEqual({ ...full, ...bare });
        expect(await ledger.problem("c", "y")).toBeNull();
        expect(await ledger.problems("c", 2)).toEqual([]);
      });

      test("putting what is there changes nothing, outcomes and graded solutions included", async () => {
        const given = aSolution("a", 0);
        await ledger.putProblems("c", 0, [aProblem("a")], [given]);
        await ledger.settleProblems("c", [{ problem: "a", outcome: "quarantined", reason: "too hard or bad gold" }]);
        await ledger.putProblems("c", 0, [aProblem("a", { gold: "5" })], [{ ...given, answer: "5" }]);
        expect(await ledger.problem("c", "a")).toMatchObject({ gold: "4", outcome: "quarantined", reason: "too hard or bad gold" });
        expect(await ledger.solutions("c", "a")).toEqual([given]);
      });

      test("solutions come back as they were put, in order, given and sampled, whatever their text holds", async () => {
        await ledger.putProblems("c", 0, [aProblem("p")], []);
        const call = await reserved(ledger);
        await ledger.settle(call, anAnswer(["a drawn text 🙂", "another"]));
        const sampled = { origin: "sampled", tokens: 5, mark: null, humanFirstError: null } as const;
        const solutions = [
          aSolution("p", 0, { text: "\ud83d half a pair stays one", steps: [] }),
          aSolution("p", 1, { ...sampled, text: "a drawn text 🙂", draw: { requestKey: key("request"), draw: 0 } }),
          aSolution("p", 2, { ...sampled, text: "not the text of its draw", draw: { requestKey: key("request"), draw: 1 } }),
          aSolution("p", 3, { ...sampled, text: "", draw: { requestKey: key("elsewhere"), draw: 0 }, duplicateOf: 2 }),
          aSolution("p", 4, { mark: false, outcome: "ungraded", grade: { kind: "invalid", reason: "undecided" }, answer: null }),
        ];
        // A lone surrogate is not text: UTF-8 has the replacement character for it.
        const kept = solutions.map((solution) => ({ ...solution, text: solution.text.toWellFormed() }));
        await ledger.putSolutions("c", solutions.toReversed());
        expect(await ledger.solutions("c", "p")).toEqual(kept);
      });

      test("progress counts problems by outcome and the draws that were paid", async () => {
        const problems = ["a", "b", "d"].map((problem, row) => aProblem(problem, { row }));
        await ledger.putProblems("c", 0, problems, []);
        await ledger.settleProblems("c", [
          { problem: "a", outcome: "finished", reason: null },
          { problem: "b", outcome: "failed", reason: "broken" },
        ]);
        await ledger.settleProblems("c", [{ problem: "b", outcome: "finished", reason: null }]);
        await ledger.settle(await reserved(ledger), anAnswer(["x", "y", "z"]));
        const settled = { finished: 2, quarantined: 0, too_easy: 0, budget: 0, failed: 0 };
        expect(await ledger.progress("c")).toEqual({ problems: 3, settled, draws: 3 });
      });

      test("a problem that is taken up again has no outcome and no reason, others keep theirs", async () => {
        await ledger.putProblems(
          "c",
          0,
          ["a", "b"].map((problem, row) => aProblem(problem, { row })),
          [],
        );
        await ledger.settleProblems("c", [
          { problem: "a", outcome: "quarantined", reason: "too hard or bad gold" },
          { problem: "b", outcome: "finished", reason: null },
        ]);
        await ledger.reopenProblems("c", ["a"]);
        expect(await ledger.problems("c", 0)).toMatchObject([
          { problem: "a", outcome: null, reason: null },
          { problem: "b", outcome: "finished" },
        ]);
        await expect(ledger.reopenProblems("c", ["nobody"])).rejects.toMatchObject({ code: "missing" });
      });

      test("why problems failed comes by frequency, and of failed problems only", async () => {
        const names = ["a", "b", "d", "e"];
        await ledger.putProblems(
          "c",
          0,
          names.map((problem, row) => aProblem(problem, { row })),
          [],
        );
        expect(await ledger.failureReasons("c")).toEqual([]);
        const reasons = ["gone", "cold", "gone", null] as const;
        await ledger.settleProblems(
          "c",
          names.map((problem, index) => ({ problem, outcome: index === 3 ? "finished" : "failed", reason: reasons[index] ?? null })),
        );
        expect(await ledger.failureReasons("c")).toEqual([
          { reason: "gone", problems: 2 },
          { reason: "cold", problems: 1 },
        ]);
      });

      test("a batch that names an unknown problem is refused whole", async () => {
        await ledger.putProblems("c", 0, [aProblem("a")], []);
        const settlements = ["a", "nobody"].map((problem) => ({ problem, outcome: "finished", reason: null }) as const);
        await expect(ledger.settleProblems("c", settlements)).rejects.toThrow('Campaign "c" has no problem "nobody" in the ledger.');
        expect((await ledger.problem("c", "a"))?.outcome).toBeNull();
      });
    });

    describe("evidence", () => {
      beforeEach(async () => {
        await ledger.createCampaign(aCampaign());
        await ledger.putProblems("c", 0, [aProblem("p"), aProblem("q", { row: 1 })], []);
      });

      test("probes come back in order, and the later probe of the same place replaces the earlier", async () => {
        const probes = [aProbe({ solution: 1 }), aProbe({ step: 2 }), aProbe({ from: 8 }), aProbe(), aProbe({ solution: -1, step: 0 })];
        await ledger.putProbes("c", probes);
        const later = aProbe({ count: 4, used: 3, stop: "first_success", model: "n", requestKey: key("later") });
        await ledger.putProbes("c", [later, aProbe({ problem: "q" })]);
        expect(await ledger.probes("c", "p")).toEqual([probes[4], later, probes[2], probes[1], probes[0]]);
        expect(await ledger.probes("c", "q")).toEqual([aProbe({ problem: "q" })]);
      });

      test("grades come back by name, null where there is none, by problem and grader", async () => {
        const grades = [
          aGrade(0),
          aGrade(3, { grade: { kind: "wrong", reason: "no_answer" }, answer: null, canonical: null }),
          aGrade(0, { requestKey: key("other"), grade: { kind: "invalid", reason: "truncated" } }),
        ];
        await ledger.putGrades("c", "p", grades);
        await ledger.putGrades("c", "p", [aGrade(0, { grader: "math/2", grade: { kind: "wrong", reason: "different" } })]);
        const names = [...grades.toReversed(), aGrade(1), aGrade(0, { requestKey: key("nowhere") })];
        expect(await ledger.grades("c", "p", "math/1", names)).toEqual([...grades.toReversed(), null, null]);
        expect((await ledger.grades("c", "p", "math/2", [aGrade(0)]))[0]?.grade).toEqual({ kind: "wrong", reason: "different" });
        expect(await ledger.grades("c", "q", "math/1", grades)).toEqual([null, null, null]);
      });

      test("a grade that is there is not changed by the same grader", async () => {
        await ledger.putGrades("c", "p", [aGrade(0)]);
        await ledger.putGrades("c", "p", [aGrade(0, { grade: { kind: "wrong", reason: "different" } }), aGrade(1)]);
        expect(await ledger.grades("c", "p", "math/1", [aGrade(0), aGrade(1)])).toEqual([aGrade(0), aGrade(1)]);
      });

      test("evidence of an unknown problem is refused", async () => {
        await expect(ledger.putGrades("c", "nobody", [aGrade(0)])).rejects.toMatchObject({ code: "missing" });
        await expect(ledger.putProbes("c", [aProbe({ problem: "nobody" })])).rejects.toMatchObject({ code: "missing" });
      });
    });

    test("everything that was written is there for whoever opens the store next", async () => {
      await ledger.createCampaign(aCampaign());
      await ledger.settle(await reserved(ledger), anAnswer(["kept"]));
      const unsettled = reserved(ledger, { from: 4 });
      await ledger.close();
      const again = await store.connect();
      expect((await again.draws(key("request"), 0, 4)).map(({ text }) => text)).toEqual(["kept"]);
      expect((await again.calls("c")).map(({ call, state }) => [call, state])).toEqual([
        [1, "settled"],
        [await unsettled, "reserved"],
      ]);
    });

    callContract(() => ({ store, ledger }));
    commandContract(open);
  });
}
