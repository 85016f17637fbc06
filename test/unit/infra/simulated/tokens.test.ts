// Tokens: a text is the join of its tokens, and cutting keeps a beginning of it.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { countTokens, firstTokens, splitTokens } from "../../../../infra/simulated/tokens.ts";

test("tokens are words, numbers and marks with the white space before them", () => {
  expect(splitTokens("Step 1: 14 + 9 = 23\nDone. ")).toEqual(["Step", " 1", ":", " 14", " +", " 9", " =", " 23", "\nDone", ".", " "]);
  expect(countTokens("")).toBe(0);
});

test("any text is the join of its tokens, and n tokens are a beginning of n tokens", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.nat(20), (text, count) => {
      const tokens = splitTokens(text);
      expect(tokens.join("")).toBe(text);
      expect(countTokens(text)).toBe(tokens.length);
      expect(firstTokens(text, count)).toBe(tokens.slice(0, count).join(""));
    }),
  );
});
