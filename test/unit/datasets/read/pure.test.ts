// The pure parts of reading: joining steps, problem ids, paths.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { joinSteps, problemId } from "../../../../datasets/index.ts";
import { nearestName, pathCuts } from "../../../../datasets/read/paths.ts";

const step = fc.string({ unit: "binary", maxLength: 20 }).chain((text) => fc.constantFrom(text, `${text}\n`));

describe("joinSteps", () => {
  test("puts a line break after a step that has none, but not after the last", () => {
    expect(joinSteps(["a", "b\n", "c"])).toEqual({
      text: "a\nb\nc",
      spans: [
        { start: 0, end: 2 },
        { start: 2, end: 4 },
        { start: 4, end: 5 },
      ],
    });
    expect(joinSteps([])).toEqual({ text: "", spans: [] });
  });

  test("is lossless: spans leave no gap, and every step comes back exactly", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        const { text, spans } = joinSteps(steps);
        expect(spans.map(({ start, end }) => text.slice(start, end)).join("")).toBe(text);
        const back = spans.map(({ start, end }, index) => {
          const piece = text.slice(start, end);
          return index === steps.length - 1 || steps[index]?.endsWith("\n") ? piece : piece.slice(0, -1);
        });
        expect(back).toEqual(steps);
      }),
    );
  });
});

describe("problemId", () => {
  test("keeps an id that is short and safe", () => {
    expect(problemId("math-12_b.3", "q", "g")).toBe("math-12_b.3");
  });

  test("is always safe and at most 64 characters, and different for different ids", () => {
    const id = fc.string({ unit: "binary", minLength: 1, maxLength: 90 });
    fc.assert(
      fc.property(id, id, (one, other) => {
        expect(problemId(one, "q", "g")).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
        expect(problemId(one, "q", "g") === problemId(other, "q", "g")).toBe(one === other);
      }),
    );
  });

  test("follows the content where there is no id", () => {
    expect(problemId(null, "q", "g")).toBe(problemId(null, "q", "g"));
    expect(problemId(null, "q", "g")).not.toBe(problemId(null, "qg", ""));
    expect(problemId(null, "", "")).toMatch(/^p-[0-9a-f]{24}$/);
  });
});

describe("paths", () => {
  test("are cut in every way, longest names first", () => {
    expect(pathCuts("a.b.c")).toEqual([["a.b.c"], ["a.b", "c"], ["a", "b.c"], ["a", "b", "c"]]);
    expect(pathCuts("plain")).toEqual([["plain"]]);
    expect(pathCuts("a.b.c.d.e.f.g.h.i")).toHaveLength(2);
  });

  test("suggest a near name only", () => {
    expect(nearestName("anwser", ["question", "answer"])).toBe("answer");
    expect(nearestName("Question", ["id", "question"])).toBe("question");
    expect(nearestName("gold", ["completely", "different"])).toBeNull();
  });
});
