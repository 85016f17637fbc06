// What a call costs or can cost, in whole millionths of a US dollar. Prices are decimal numbers as written, and are calculated with as such.
import { Decimal } from "decimal.js";
import type { Price } from "../schemas/index.ts";

// Enough digits that no product or sum of prices as JavaScript numbers is ever rounded before the end.
const Exact = Decimal.clone({ precision: 1000 });

/** Tokens of one call. */
export interface TokenCounts {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** Most that a call can cost: its tokens at list price, rounded up. `free` is 0, `unknown` is null. Throws RangeError past 2^53 - 1. */
export function boundMicroUsd(price: Price, bound: TokenCounts): number | null {
  return cost(price, bound, Decimal.ROUND_CEIL);
}

/** What a call costs: its tokens at list price, rounded half up. `free` is 0, `unknown` is null. Throws RangeError past 2^53 - 1. */
export function settledMicroUsd(price: Price, usage: TokenCounts): number | null {
  return cost(price, usage, Decimal.ROUND_HALF_UP);
}

/** A limit in dollars as whole millionths, rounded down: spending up to it never passes it. */
export function limitMicroUsd(usd: number): number {
  const micro = new Exact(usd).times(1_000_000).toDecimalPlaces(0, Decimal.ROUND_FLOOR).toNumber();
  return Math.min(micro, Number.MAX_SAFE_INTEGER);
}

/**
 * Upper bound of the tokens of a text, without its tokenizer: its UTF-8 bytes. Safe for byte-level BPE and byte-fallback vocabularies, whose tokens hold
 * one byte or more each; 3 to 5 times the real count of English. Tokens that a chat template adds come on top.
 */
export function estimatePromptTokens(text: string): number {
  return Buffer.byteLength(text, "utf8");
}

function cost(price: Price, tokens: TokenCounts, rounding: Decimal.Rounding): number | null {
  for (const count of [tokens.promptTokens, tokens.completionTokens])
    if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`A number of tokens is a whole number from 0 on, not ${count}.`);
  if (price === "free") return 0;
  if (price === "unknown") return null;
  // Dollars a million tokens are millionths of a dollar a token.
  const input = new Exact(price.inputPerMillion).times(tokens.promptTokens);
  const output = new Exact(price.outputPerMillion).times(tokens.completionTokens);
  const micro = input.plus(output).toDecimalPlaces(0, rounding).toNumber();
  if (!Number.isSafeInteger(micro)) throw new RangeError("The price of this call is too large to be counted in millionths of a dollar.");
  return micro;
}
