// Bad input gives a verdict, never an exception, and never "equal" by accident; the laws of a comparison hold for any text.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalAnswer, compareAnswers, extractAnswer } from "../../../../methods/answers/index.ts";

const bombs: Readonly<Record<string, string>> = {
  digits: "7".repeat(150_000),
  manySpaces: `5${" ".repeat(150_000)}6`,
  openBrackets: "(".repeat(1_900),
  nestedFractions: `${"\\frac{1}{".repeat(1_000)}2${"}".repeat(1_000)}`,
  factorials: "((100!)!)!",
  tower: "10^{10^{10}}",
  powerTower: "9^{9^{9^{9}}}",
  longSum: "\\sum_{k=1}^{1000000000} k^2",
  sumOfSums: "\\sum_{a=1}^{5000}\\sum_{b=1}^{5000} \\frac{1}{ab}",
  productOfFactorials: "\\prod_{k=1}^{5000} k!",
  openBoxes: "\\boxed{".repeat(20_000),
  phrases: "the answer is ".repeat(10_000),
  newLines: "\n".repeat(150_000),
  stars: `**${"a**b".repeat(30_000)}`,
  backslashes: "\\".repeat(1_900),
  signs: "-".repeat(1_900),
  choices: "\\pm 1".repeat(300),
  roots: `${"\\sqrt{".repeat(280)}2${"}".repeat(280)}`,
  emoji: "😀".repeat(70_000),
  openMatrix: "2\\begin{pmatrix})",
  endlessPower: "[2^{1/2^{1000}},\\infty)",
};

describe("no input hangs, throws or is equal to 5", () => {
  test.each(Object.entries(bombs))("%s", (_, bomb) => {
    expect(["answer", "no_answer"]).toContain(extractAnswer(bomb).kind);
    expect(compareAnswers("5", bomb).kind).not.toBe("equal");
    expect(compareAnswers(bomb, "5").kind).not.toBe("equal");
    expect(compareAnswers(bomb, `${bomb}6`).kind).not.toBe("equal");
  });
});

test.each([
  ["{", "}"],
  ["\\boxed{1", "\\boxed{2"],
  ["\ud800", "\ud801"],
  ["😀", "😃"],
  ["\\frac{1}{0}", "\\frac{2}{0}"],
  ["((100!)!)!", "((101!)!)!"],
  ["12 \\le x < -2", "no solution"],
])("broken %j and %j are not equal", (left, right) => {
  expect(compareAnswers(left, right).kind).not.toBe("equal");
});

test.each([
  ["1\u200b2", "12"],
  ["１２．５", "12.5"],
  ["\\\\frac{1}{2}", "\\frac12"],
  ["\\\\left( 3, \\\\frac{\\\\pi}{2} \\\\right)", "(3, \\pi/2)"],
  ["\frac{1}{2}", "1/2"],
])("damaged %j is read as %j", (damaged, clean) => {
  expect(compareAnswers(clean, damaged).kind).toBe("equal");
});

const piece = fc.constantFrom(
  ..."1 2 0.5 12 x y n \\pi \\sqrt{2} \\frac{1}{2} ( ) [ ] { } \\{ \\} , ; = < \\le + - \\cdot / ^ ^2 _ ! \\% ^\\circ | \\pm \\infty e i".split(
    " ",
  ),
  ..."\\text{cm} and or \\sin \\ln f \\cup \\in \\approx \\begin{pmatrix} \\end{pmatrix} \\\\ & $ ' 1,234 : ... x_1 € 。 ½ odd".split(" "),
);
const text = fc.oneof(
  fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "binary", maxLength: 20 }),
);

const number = fc.oneof(
  fc.integer({ min: -999, max: 999 }).map(String),
  fc.constantFrom("\\frac{2}{3}", "0.25", "\\sqrt{5}", "2\\pi", "x", "1+i", "x^2"),
);
const answer = fc.oneof(
  number,
  fc.tuple(number, number).map(([a, b]) => `${a} + ${b}`),
  fc.tuple(number, number).map(([a, b]) => `(${a}, ${b})`),
  fc.tuple(number, number).map(([a, b]) => `${a}, ${b}`),
  fc.tuple(number, number).map(([a, b]) => `\\frac{${a}}{${b}}`),
  fc.tuple(fc.integer({ min: 2, max: 99 }), fc.integer({ min: 100, max: 999 })).map(([a, b]) => `[${a}, ${b})`),
);

describe("laws", () => {
  test("nothing throws, and a verdict does not depend on the order", () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        fc.pre(left.trim() !== "" && right.trim() !== "");
        extractAnswer(left);
        expect(compareAnswers(left, right).kind).toBe(compareAnswers(right, left).kind);
      }),
      { numRuns: 400 },
    );
  });

  test("every answer equals itself, in any formatting", () => {
    fc.assert(
      fc.property(answer, (value) => {
        for (const same of [
          value,
          `$${value}$`,
          `${value}.`,
          ` ${value} `,
          `\\boxed{${value}}`,
          value.replaceAll("\\frac", "\\dfrac"),
          value.replaceAll(", ", ",\\ "),
        ]) {
          expect([value, same, compareAnswers(value, same).kind]).toEqual([value, same, "equal"]);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("one canonical form means equal", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(answer, text), { minLength: 2, maxLength: 12 }), (values) => {
        const pairs = values.flatMap((left) => values.map((right) => [left, right] as const));
        const clustered = pairs.filter(([left, right]) => left.trim() !== "" && canonicalAnswer(left) === canonicalAnswer(right));
        expect(clustered.filter(([left, right]) => compareAnswers(left, right).kind !== "equal")).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test("integers are equal when they are the same and only then", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), (a, b) => {
        expect(compareAnswers(a.toString(), b.toString()).kind).toBe(a === b ? "equal" : "different");
        expect(compareAnswers(a.toString(), `\\frac{${2n * a}}{2}`).kind).toBe("equal");
      }),
      { numRuns: 150 },
    );
  });
});
