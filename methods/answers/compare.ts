// Decides whether two final answers are the same: exact text, else exact rationals, else undecided.
import type { AnswerOptions, AnswerVerdict, PreparedGold, UnusableGold } from "./types.ts";

const maximumLength = 2000;

/** Compares one prediction with one gold. Cost: linear in their lengths (longer than 2,000 characters: undecided unless the same text). */
export function compareAnswers(gold: string, prediction: string, options: AnswerOptions = {}): AnswerVerdict {
  const prepared = prepareGold(gold, options);
  if (prepared.kind === "unusable") {
    return { kind: "undecided", method: `gold_${prepared.reason}`, canonicalGold: gold, canonicalPrediction: prediction };
  }
  return comparePrepared(prepared, prediction);
}

export function prepareGold(gold: string, options: AnswerOptions = {}): PreparedGold | UnusableGold {
  if (gold.trim() === "") return { kind: "unusable", reason: "empty" };
  if (gold.length > maximumLength) return { kind: "unusable", reason: "too_long" };
  return { kind: "prepared", text: gold, canonical: canonicalAnswer(gold, options), options };
}

export function comparePrepared(gold: PreparedGold, prediction: string): AnswerVerdict {
  const canonicalPrediction = canonicalAnswer(prediction, gold.options);
  const forms = { canonicalGold: gold.canonical, canonicalPrediction };
  if (gold.canonical === canonicalPrediction) return { kind: "equal", method: "exact_text", ...forms };
  if (gold.canonical.startsWith("number:") && canonicalPrediction.startsWith("number:")) {
    return { kind: "different", method: "exact_rational", ...forms };
  }
  return { kind: "undecided", method: "not_comparable", ...forms };
}

/** The cluster key of an answer: answers with the same key are equal. */
export function canonicalAnswer(text: string, _options: AnswerOptions = {}): string {
  const squeezed = text
    .trim()
    .slice(0, maximumLength)
    .replace(/^\$|\$$/g, "")
    .replace(/\s+/g, " ")
    .replace(/\.$/, "");
  const rational = readRational(squeezed);
  return rational === undefined ? `text:${squeezed}` : `number:${rational.numerator}/${rational.denominator}`;
}

function readRational(text: string): { numerator: bigint; denominator: bigint } | undefined {
  const plain = text.replace(/(?<=\d),(?=\d{3}(?:\D|$))/g, "").replace(/^(-?)\\[dt]?frac\{(\d+)\}\{(\d+)\}$/, "$1$2/$3");
  const match = /^([-+]?)(\d*)(?:\.(\d+))?(?:\/(\d+))?$/.exec(plain);
  if (match === null || (match[2] === "" && match[3] === undefined)) return undefined;
  const decimals = match[3] ?? "";
  const numerator = BigInt((match[2] ?? "") + decimals) * (match[1] === "-" ? -1n : 1n);
  const denominator = BigInt(match[4] ?? "1") * 10n ** BigInt(decimals.length);
  if (denominator === 0n) return undefined;
  const divisor = greatestCommonDivisor(numerator < 0n ? -numerator : numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

function greatestCommonDivisor(left: bigint, right: bigint): bigint {
  let [a, b] = [left, right];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
