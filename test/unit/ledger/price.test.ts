// Prices of calls: exact, never zero where unknown, bounds never below what is settled.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boundMicroUsd, estimatePromptTokens, limitMicroUsd, settledMicroUsd } from "../../../ledger/index.ts";

const tokens = fc.record({ promptTokens: fc.nat(10_000_000), completionTokens: fc.nat(10_000_000) });
// Prices as people write them: up to four decimals.
const dollars = fc.nat(5_000_000).map((tenThousandths) => tenThousandths / 10_000);
const price = fc.record({ inputPerMillion: dollars, outputPerMillion: dollars });

/** Ten-thousandths of a millionth of a dollar, in whole numbers. */
const exact = (
  { inputPerMillion, outputPerMillion }: { inputPerMillion: number; outputPerMillion: number },
  { promptTokens, completionTokens }: { promptTokens: number; completionTokens: number },
): bigint =>
  BigInt(Math.round(inputPerMillion * 10_000)) * BigInt(promptTokens) +
  BigInt(Math.round(outputPerMillion * 10_000)) * BigInt(completionTokens);

describe("price of a call", () => {
  const usage = { promptTokens: 1, completionTokens: 1 };

  test.for([
    { input: 3, output: 15, usage: { promptTokens: 1000, completionTokens: 200 }, bound: 6000, settled: 6000 },
    { input: 0.15, output: 0.6, usage: { promptTokens: 3, completionTokens: 0 }, bound: 1, settled: 0 },
    { input: 0.15, output: 0.6, usage: { promptTokens: 2, completionTokens: 2 }, bound: 2, settled: 2 },
    { input: 0.1, output: 0.2, usage: { promptTokens: 1, completionTokens: 2 }, bound: 1, settled: 1 },
    { input: 0.1, output: 0.2, usage: { promptTokens: 10, completionTokens: 10 }, bound: 3, settled: 3 },
    { input: 1e-7, output: 0, usage: { promptTokens: 1, completionTokens: 0 }, bound: 1, settled: 0 },
    { input: 0, output: 0, usage: { promptTokens: 9, completionTokens: 9 }, bound: 0, settled: 0 },
    { input: 2.5, output: 10, usage: { promptTokens: 0, completionTokens: 0 }, bound: 0, settled: 0 },
  ])("$usage at $input and $output dollars a million: bound $bound, settled $settled", ({ input, output, usage, bound, settled }) => {
    const listed = { inputPerMillion: input, outputPerMillion: output };
    expect(boundMicroUsd(listed, usage)).toBe(bound);
    expect(settledMicroUsd(listed, usage)).toBe(settled);
  });

  test("free is nothing and unknown is unknown", () => {
    expect([boundMicroUsd("free", usage), settledMicroUsd("free", usage)]).toEqual([0, 0]);
    expect([boundMicroUsd("unknown", usage), settledMicroUsd("unknown", usage)]).toEqual([null, null]);
  });

  test("a bound is the exact price rounded up, a settlement the exact price rounded half up", () => {
    fc.assert(
      fc.property(price, tokens, (listed, usage) => {
        const value = exact(listed, usage);
        expect(boundMicroUsd(listed, usage)).toBe(Number((value + 9999n) / 10_000n));
        expect(settledMicroUsd(listed, usage)).toBe(Number((value + 5000n) / 10_000n));
      }),
    );
  });

  test("no usage within the bound's tokens is settled above the bound, at any price a number can be", () => {
    const anyPrice = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(anyPrice, anyPrice, tokens, tokens, (inputPerMillion, outputPerMillion, usage, more) => {
        const listed = { inputPerMillion, outputPerMillion };
        const bound = boundMicroUsd(listed, {
          promptTokens: usage.promptTokens + more.promptTokens,
          completionTokens: usage.completionTokens + more.completionTokens,
        });
        expect(settledMicroUsd(listed, usage)).toBeLessThanOrEqual(bound ?? -1);
      }),
    );
  });

  test("figures that are no counts, and prices beyond whole numbers, are refused", () => {
    expect(() => boundMicroUsd("free", { promptTokens: 0.5, completionTokens: 0 })).toThrow(RangeError);
    expect(() => settledMicroUsd("unknown", { promptTokens: 0, completionTokens: -1 })).toThrow(RangeError);
    expect(() => boundMicroUsd({ inputPerMillion: 1e300, outputPerMillion: 0 }, usage)).toThrow(RangeError);
  });
});

test.for([
  [0.29, 290_000],
  [0.1 + 0.2, 300_000],
  [1.000_000_9, 1_000_000],
  [0, 0],
  [1e300, Number.MAX_SAFE_INTEGER],
] as const)("a limit of %d dollars is %d millionths", ([usd, micro]) => {
  expect(limitMicroUsd(usd)).toBe(micro);
});

test("a prompt is estimated at one token a byte of UTF-8", () => {
  expect(estimatePromptTokens("")).toBe(0);
  expect(estimatePromptTokens("abc")).toBe(3);
  expect(estimatePromptTokens("é€🙂")).toBe(2 + 3 + 4);
});
