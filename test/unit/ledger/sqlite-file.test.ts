// What can be wrong with the ledger's file: each ends in one sentence, and nothing that was stored is lost.
import { copyFile, mkdir, open, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LedgerError, openSqliteLedger } from "../../../ledger/index.ts";
import { openDatabase, untilFree } from "../../../ledger/database.ts";
import { ledgerOn } from "../../../ledger/sqlite.ts";
import { recount } from "./recount.ts";
import { aCampaign, anAnswer, aProblem, key, reserved } from "./samples.ts";
import { sqliteStore } from "./sqlite-store.ts";
import type { SqliteStore } from "./sqlite-store.ts";

let store: SqliteStore;
beforeEach(async () => {
  store = await sqliteStore();
});
afterEach(() => store.dispose());

/** The error of an attempt, which must fail with a LedgerError of one line that names the file. */
async function refusal(attempt: Promise<unknown>, path = store.path): Promise<LedgerError> {
  const error = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LedgerError);
  const { message } = error as LedgerError;
  expect(message).toContain(path);
  expect(message).toMatch(/^[^\n]+\.$/);
  return error as LedgerError;
}

describe("a file that is not for us is refused and left as it is", () => {
  async function change(sql: string): Promise<void> {
    const database = new DatabaseSync(store.path);
    database.exec(sql);
    database.close();
  }

  test.for([
    {
      name: "a text file",
      code: "not_a_ledger",
      says: "is not a ledger of Steplabel",
      make: () => writeFile(store.path, "question,answer\n".repeat(100)),
    },
    {
      name: "another program's database",
      code: "not_a_ledger",
      says: "is not a ledger of Steplabel",
      make: () => change("CREATE TABLE recipes (name TEXT)"),
    },
    {
      name: "a ledger of a newer version",
      code: "newer",
      says: "ledger version 999",
      make: async () => {
        await (await store.connect()).close();
        await change("PRAGMA user_version = 999; PRAGMA journal_mode = DELETE;");
      },
    },
  ])("$name", async ({ code, says, make }) => {
    await make();
    const before = await readFile(store.path);
    const error = await refusal(openSqliteLedger(store.path));
    expect(error.code).toBe(code);
    expect(error.message).toContain(says);
    expect(await readFile(store.path)).toEqual(before);
  });
});

describe("a file that cannot be used is named, with what to do", () => {
  test("a folder that does not exist, and a path that is a folder", async () => {
    const nowhere = join(dirname(store.path), "nowhere", "ledger.sqlite");
    expect((await refusal(openSqliteLedger(nowhere), nowhere)).code).toBe("unreadable");
    await mkdir(store.path);
    expect((await refusal(openSqliteLedger(store.path))).code).toBe("unreadable");
  });

  test("a damaged file", async () => {
    const ledger = await store.connect();
    await ledger.createCampaign(aCampaign());
    const problems = Array.from({ length: 400 }, (_, row) => aProblem(`p${row}`, { row, question: `${row} ${"x".repeat(500)}` }));
    await ledger.putProblems("c", 0, problems, []);
    await ledger.close();
    const file = await open(store.path, "r+");
    const { size } = await file.stat();
    await file.write(Buffer.alloc(size - 4096, 0xaa), 0, size - 4096, 4096);
    await file.close();
    const damaged = store.connect().then((opened) => opened.problems("c", 0));
    expect((await refusal(damaged)).code).toBe("corrupt");
  });

  test("a file that may only be read", async () => {
    await (await store.connect()).createCampaign(aCampaign());
    const ledger = ledgerOn(new DatabaseSync(store.path, { readOnly: true }), store.path);
    expect(await ledger.campaign("c")).toEqual(aCampaign());
    expect((await refusal(ledger.putFact("k", "v"))).code).toBe("read_only");
    await ledger.close();
  });
});

describe("a lock that another process holds", () => {
  test("is waited for, and the write then happens", async () => {
    const ledger = await store.connect();
    const other = new DatabaseSync(store.path);
    other.exec("BEGIN IMMEDIATE");
    let written: "no" | "yes" = "no";
    const write = ledger.createCampaign(aCampaign()).then(() => (written = "yes"));
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(written).toBe("no");
    expect(await ledger.campaign("c")).toBeNull();
    other.exec("COMMIT");
    other.close();
    await write;
    expect(await ledger.campaign("c")).toEqual(aCampaign());
  });

  test("is not waited for without end", async () => {
    await store.connect();
    const [one, other] = [await openDatabase(store.path), new DatabaseSync(store.path)];
    other.exec("BEGIN IMMEDIATE");
    expect((await refusal(untilFree(store.path, () => one.exec("BEGIN IMMEDIATE"), 30))).code).toBe("locked");
    other.close();
    one.close();
  });

  test("does not stand in the way of making a new file: whoever comes second finds the tables", async () => {
    const ledgers = await Promise.all(Array.from({ length: 5 }, () => store.connect()));
    await ledgers[0]?.createCampaign(aCampaign());
    for (const ledger of ledgers) expect(await ledger.campaign("c")).toEqual(aCampaign());
  });
});

describe("a full disk", () => {
  test("refuses what does not fit, keeps what was stored, and goes on once there is room", async () => {
    const database = await openDatabase(store.path);
    const ledger = ledgerOn(database, store.path);
    await ledger.createCampaign(aCampaign());
    await ledger.settle(await reserved(ledger), anAnswer(["kept"]));
    const [small, large] = [await reserved(ledger, { requestKey: key("small") }), await reserved(ledger, { requestKey: key("large") })];
    const { pages } = database.prepare("SELECT page_count AS pages FROM pragma_page_count").get() as { pages: number };
    database.exec(`PRAGMA max_page_count = ${pages + 2}`);

    const before = await ledger.spend("c");
    const big = anAnswer(["x".repeat(100_000)]);
    expect((await refusal(ledger.settle(large, big))).code).toBe("disk_full");
    expect(await ledger.spend("c")).toEqual(before);

    // In one group with a write that fits: only the one that does not fit is refused.
    const [fits, tooLarge] = await Promise.allSettled([ledger.settle(small, anAnswer(["fits"])), ledger.settle(large, big)]);
    expect([fits.status, tooLarge.status]).toEqual(["fulfilled", "rejected"]);
    expect((await ledger.calls("c")).map(({ state }) => state)).toEqual(["settled", "settled", "reserved"]);
    expect((await ledger.draws(key("request"), 0, 1))[0]?.text).toBe("kept");
    expect(await ledger.spend("c")).toMatchObject(await recount(ledger, "c"));

    database.exec("PRAGMA max_page_count = 100000");
    expect(await ledger.settle(large, big)).toEqual({ kind: "settled", stored: 1, dropped: 0 });
    await ledger.close();
  });
});

test("a solution that was sampled holds no copy of its draw's text", async () => {
  const ledger = await store.connect();
  await ledger.createCampaign(aCampaign());
  await ledger.putProblems("c", 0, [aProblem("p")], []);
  const text = `a text to be found ${"y".repeat(300)}`;
  await ledger.settle(await reserved(ledger), anAnswer([text]));
  const sampled = { origin: "sampled", tokens: 5, mark: null, humanFirstError: null, duplicateOf: 0 } as const;
  const grade = { outcome: "wrong", grade: { kind: "wrong", reason: "different" }, answer: "5" } as const;
  const solution = { problem: "p", solution: 0, text, steps: [], ...sampled, ...grade, draw: { requestKey: key("request"), draw: 0 } };
  await ledger.putSolutions("c", [solution]);
  expect(await ledger.solutions("c", "p")).toEqual([solution]);
  await ledger.close();
  expect((await readFile(store.path, "latin1")).split(text)).toHaveLength(2);
});

test("closing waits for the writes that were asked for, and may be done twice", async () => {
  const ledger = await store.connect();
  const writes = Array.from({ length: 300 }, (_, index) => ledger.putFact(`k${index}`, "v"));
  await ledger.close();
  await ledger.close();
  await Promise.all(writes);
  // What is in the file counts, not what the connection remembered.
  await copyFile(store.path, `${store.path}.copy`);
  const copy = new DatabaseSync(`${store.path}.copy`);
  expect(copy.prepare("SELECT count(*) AS facts FROM facts").get()).toEqual({ facts: 300 });
  copy.close();
});
