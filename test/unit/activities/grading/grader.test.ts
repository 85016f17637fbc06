// The grading thread: same grades as in process, and a deadline that ends what hangs without losing the rest.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { createGrader } from "../../../../activities/grading/index.ts";
import type { Grader } from "../../../../activities/grading/index.ts";

const open: Grader[] = [];
const grader = (options?: Parameters<typeof createGrader>[0]): Grader => {
  const made = createGrader(options);
  open.push(made);
  return made;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

const text = (value: string, finish: "stop" | "length" | "refusal" = "stop") => ({ text: value, finish });

describe("grading in a thread", () => {
  test("grades right, wrong, cut, refused, empty and answerless texts in their order", async () => {
    const graded = await grader().grade({
      gold: "1/2",
      options: { type: { kind: "math" } },
      texts: [
        text("Answer: 0.5"),
        text("Answer: 3"),
        text("Answer: 0.5", "length"),
        text("No.", "refusal"),
        text(" "),
        text("I do not know."),
      ],
    });
    expect(graded.map(({ grade }) => ("reason" in grade ? `${grade.kind}: ${grade.reason}` : grade.kind))).toEqual([
      "correct",
      "wrong: different",
      "invalid: truncated",
      "invalid: refused",
      "invalid: empty",
      "wrong: no_answer",
    ]);
  });

  test("a continuation that begins anew is invalid, whatever its answer", async () => {
    const continued = { question: "What is 2 + 3 + 4?", prefix: "Step 1: 2 + 3 = 5\n" };
    const [anew, onwards] = await grader().grade({
      gold: "9",
      options: {},
      texts: [
        { ...text("Step 1: 2 + 3 = 5\nStep 2: 5 + 4 = 9\nAnswer: 9"), continued },
        { ...text("Step 2: 5 + 4 = 9\nAnswer: 9"), continued },
      ],
    });
    expect([anew?.grade, onwards?.grade]).toEqual([{ kind: "invalid", reason: "restarted" }, { kind: "correct" }]);
  });

  test("tasks sent side by side get their own grades", async () => {
    const shared = grader();
    const graded = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        shared.grade({ gold: String(index), options: {}, texts: [text(`Answer: ${index}`), text(`Answer: ${index + 1}`)] }),
      ),
    );
    expect(graded.every(([right, wrong]) => right?.grade.kind === "correct" && wrong?.grade.kind === "wrong")).toBe(true);
  });

  test("no text is no work", async () => {
    expect(await grader().grade({ gold: "1", options: {}, texts: [] })).toEqual([]);
  });

  test("a text that hangs is undecided by deadline; those beside it and after it are graded", async () => {
    const folder = await mkdtemp(join(tmpdir(), "grader-"));
    try {
      const module = join(folder, "thread.mjs");
      await writeFile(
        module,
        `import { parentPort } from "node:worker_threads";
         parentPort.on("message", ({ id, task }) => {
           if (task.texts.some(({ text }) => text === "hang")) for (;;);
           parentPort.postMessage({ id, graded: task.texts.map(() => ({ grade: { kind: "correct" }, answer: "1", canonical: "1", method: "m" })) });
         });`,
      );
      const guarded = grader({ deadlineMs: 300, module: pathToFileURL(module) });
      const graded = await guarded.grade({ gold: "1", options: {}, texts: [text("fine"), text("hang"), text("fine")] });
      expect(graded.map(({ grade, method }) => `${grade.kind} ${method}`)).toEqual(["correct m", "invalid deadline", "correct m"]);
      expect((await guarded.grade({ gold: "1", options: {}, texts: [text("fine")] }))[0]?.grade.kind).toBe("correct");
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
