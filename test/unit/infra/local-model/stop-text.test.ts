// Where a text ends because of a stop sequence.
import { array, assert, constantFrom, property, string } from "fast-check";
import { expect, test } from "vitest";
import { textBeforeStop } from "../../../../infra/local-model/stop-text.ts";

test.each([
  ["a\nb\nc", ["\n"], "a"],
  ["one two", ["two", "one"], ""],
  ["abc", ["x", ""], null],
  ["abc", [], null],
] as const)("%j with %j", (text, stop, expected) => {
  expect(textBeforeStop(text, stop)).toBe(expected);
});

test("what is kept is a beginning of the text, followed by a stop sequence, and holds none", () => {
  const text = string({ unit: constantFrom("a", "b", "\n") });
  const stop = array(string({ unit: constantFrom("a", "b", "\n"), minLength: 1, maxLength: 3 }));
  assert(
    property(text, stop, (text, stop) => {
      const kept = textBeforeStop(text, stop);
      const clean = kept ?? text;
      expect(text.startsWith(clean)).toBe(true);
      expect(stop.filter((sequence) => clean.includes(sequence))).toEqual([]);
      expect(stop.some((sequence) => text.startsWith(sequence, clean.length))).toBe(kept !== null);
    }),
  );
});
