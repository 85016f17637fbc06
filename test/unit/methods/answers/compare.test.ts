// What counts as equal, and above all what does not.
import { describe, expect, test } from "vitest";
import { canonicalAnswer, compareAnswers, comparePrepared, prepareGold } from "../../../../methods/answers/index.ts";
import { differentPairs, equalPairs } from "./pairs.ts";

test.each(equalPairs)("%s equals %s, both ways", (left, right) => {
  expect(compareAnswers(left, right)).toMatchObject({ kind: "equal" });
  expect(compareAnswers(right, left)).toMatchObject({ kind: "equal" });
});

test.each(differentPairs)("%s never equals %s, either way", (left, right) => {
  expect(compareAnswers(left, right).kind).not.toBe("equal");
  expect(compareAnswers(right, left).kind).toBe(compareAnswers(left, right).kind);
});

describe("a verdict says how it was reached", () => {
  test.each([
    ["12", "12", "equal", "exact_text"],
    ["1/2", "0.5", "equal", "canonical_form"],
    ["(x+1)^2", "x^2+2x+1", "equal", "sampled"],
    ["\\sqrt{12}", "2\\sqrt{3}", "equal", "sixty_digits"],
    ["1/3", "0.333333", "equal", "decimal_approximation"],
    ["x>2", "(2,\\infty)", "equal", "set_membership"],
    ["2x-y=0", "y=2x", "equal", "proportional_sides"],
    ["12", "13", "different", "exact_rational"],
    ["5 cm", "5 kg", "different", "units"],
    ["(1,2)", "[1,2)", "different", "brackets"],
    ["12", "12 or so, I guess ((", "undecided", "prediction_unreadable"],
    ["\\int_0^1 x", "1/2", "undecided", "gold_unreadable"],
  ])("%s against %s: %s by %s", (gold, prediction, kind, method) => {
    expect(compareAnswers(gold, prediction)).toMatchObject({ kind, method });
  });
});

test("canonical forms cluster spellings of one answer and keep different answers apart", () => {
  const forms = ["0.50", "\\frac{2}{4}", "$\\dfrac12$", "1/2."].map((text) => canonicalAnswer(text));
  expect(new Set(forms)).toEqual(new Set(["1/2"]));
  expect(canonicalAnswer("3, 1, 2")).toBe(canonicalAnswer("1,2 and 3"));
  expect(canonicalAnswer("5 cm")).not.toBe(canonicalAnswer("5"));
  expect(canonicalAnswer("x=5")).not.toBe(canonicalAnswer("y=5"));
});

test("a gold is read once for many predictions, with its options", () => {
  const gold = prepareGold("1, 2", { listOrder: "kept" });
  if (gold.kind !== "prepared") throw new Error("the gold is usable");
  expect(comparePrepared(gold, "1,2").kind).toBe("equal");
  expect(comparePrepared(gold, "2, 1").kind).toBe("different");
  expect(comparePrepared(gold, "1,2")).toEqual(compareAnswers("1, 2", "1,2", { listOrder: "kept" }));
});

test("an empty gold is data, and compares as undecided", () => {
  expect(prepareGold(" \n")).toEqual({ kind: "unusable", reason: "empty" });
  expect(compareAnswers("", "5")).toMatchObject({ kind: "undecided", method: "gold_empty" });
});
