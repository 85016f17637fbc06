// Exact fractions, numerals and the cleaning of a text: the ground that comparisons stand on.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exactValue } from "../../../../methods/answers/exact.ts";
import { normaliseAnswer, withoutDoubledBackslashes } from "../../../../methods/answers/normalise.ts";
import { commaReadings, numberNode, numberToken } from "../../../../methods/answers/numerals.ts";
import { parseAnswer } from "../../../../methods/answers/parse-answer.ts";
import { add, decimalPlaces, multiply, power, rational, root, toNumber } from "../../../../methods/answers/rational.ts";
import { parseUnit } from "../../../../methods/answers/units.ts";

const anyRational = fc.tuple(fc.bigInt({ min: -10_000n, max: 10_000n }), fc.bigInt({ min: 1n, max: 500n })).map(([a, b]) => rational(a, b));

describe("fractions", () => {
  test("are in lowest terms with a positive denominator, and distribute", () => {
    expect(rational(6n, -4n)).toEqual({ numerator: -3n, denominator: 2n });
    fc.assert(
      fc.property(anyRational, anyRational, anyRational, (a, b, c) => {
        expect(multiply(a, add(b, c))).toEqual(add(multiply(a, b), multiply(a, c)));
      }),
    );
  });
  test("have exact roots of perfect powers only", () => {
    fc.assert(
      fc.property(anyRational, fc.integer({ min: 1, max: 4 }), (value, half) => {
        const odd = 2 * half + 1;
        expect(root(power(value, rational(BigInt(odd))) ?? value, odd)).toEqual(value);
      }),
    );
    expect(root(rational(2n), 2)).toBeUndefined();
    expect(root(rational(-4n), 2)).toBeUndefined();
  });
  test("refuse powers beyond the bound and zero to a negative power", () => {
    expect(power(rational(10n), rational(10n ** 10n))).toBeUndefined();
    expect(power(rational(0n), rational(-1n))).toBeUndefined();
    expect(power(rational(8n), rational(-2n, 3n))).toEqual(rational(1n, 4n));
  });
  test("know their decimal places and their nearest double", () => {
    expect(decimalPlaces(rational(3n, 40n))).toBe(3);
    expect(decimalPlaces(rational(1n, 3n))).toBeUndefined();
    expect(toNumber(rational(10n ** 400n, 10n ** 399n))).toBe(10);
    expect(toNumber(rational(1n, 3n))).toBe(1 / 3);
  });
});

describe("numerals", () => {
  test.each([
    ["1,234,567", "thousands", "1234567"],
    ["1,234", "list", "1"],
    ["2,74", "decimal", "2.74"],
    ["1.000,50", "list", "1000.50"],
    ["1 000 000", "list", "1000000"],
    ["1'000", "list", "1000"],
    ["1,00,000", "thousands", "100000"],
    [".5", "list", ".5"],
    ["2.5e-3", "list", "2.5e-3"],
    ["0.1\\overline{6}", "list", "0.1r6"],
    ["0.333...", "list", "0.r3"],
  ] as const)("%s with commas as %s is %s", (text, commas, spelling) => {
    expect(numberToken(text, 0, commas)?.text).toBe(spelling);
  });
  test("recurring digits are exact", () => {
    expect(numberNode("0.1r6")?.value).toEqual(rational(1n, 6n));
  });
  test.each([
    ["1,234", ["thousands", "list"]],
    ["(1,234)", ["list"]],
    ["1,22", ["list", "decimal"]],
    ["1,2", ["list"]],
    ["3,5 km", ["list", "decimal"]],
    ["0,5", ["list", "decimal"]],
    ["1, 2, 3", ["list"]],
  ])("%s may be read as %j", (text, readings) => {
    expect(commaReadings(text)).toEqual(readings);
  });
});

describe("cleaning", () => {
  test.each([
    ["$\\left( 3, \\dfrac{1}{2} \\right)$.", "( 3, \\frac{1}{2} )"],
    ["14{,}916", "14916"],
    ["11,\\! 111", "11111"],
    ["**42**", "42"],
    ["x²", "x^{2}"],
    ["3!", "3!"],
    ["185\\", "185"],
  ])("%j becomes %j", (text, clean) => {
    expect(normaliseAnswer(text)).toBe(clean);
  });
  test("doubled backslashes are halved, the rows of a matrix stay", () => {
    expect(withoutDoubledBackslashes("\\\\frac{1}{2}")).toBe("\\frac{1}{2}");
    const matrix = "\\begin{pmatrix}1\\\\2\\end{pmatrix}";
    expect(withoutDoubledBackslashes(matrix)).toBe(matrix);
  });
});

test.each([
  ["1\\frac{4}{5}", 9n, 5n],
  ["1/2/2", 1n, 4n],
  ["-2^2", -4n, 1n],
  ["2^{3^2}", 512n, 1n],
  ["\\binom{5}{2} + 3!", 16n, 1n],
  ["\\sum_{k=1}^{10} k^2", 385n, 1n],
  ["\\sqrt{\\frac{9}{4}}", 3n, 2n],
  ["{{1}\\over{3}}", 1n, 3n],
  ["5!!", 15n, 1n],
])("%s is exactly %d over %d", (text, numerator, denominator) => {
  const node = parseAnswer(normaliseAnswer(text), "list");
  expect(node === undefined ? undefined : exactValue(node)).toEqual({ numerator, denominator });
});

test.each([
  ["cm^2", "length^2"],
  ["square miles", "length^2"],
  ["miles per hour", "speed"],
  ["m/s", "speed"],
  ["ml", "volume"],
  ["apples", undefined],
])("the unit %s measures %s", (words, dimension) => {
  expect(parseUnit(words)?.dimension).toBe(dimension);
});
