// Multiple choice: the letter that a text states, and the comparison of letters.
import { normaliseAnswer } from "./normalise.ts";
import { answerPhrasePattern } from "./phrases.ts";
import { decided, unknown } from "./verdicts.ts";
import type { Decision } from "./verdicts.ts";

const defaultLetters: readonly string[] = Array.from("ABCDEFGHIJ");

/** Letters are compared without regard to case; when `choices` are texts, a text stands for its letter. */
export function compareChoices(gold: string, prediction: string, choices: readonly string[] | undefined): Decision {
  const [wanted, given] = [choiceOf(gold, choices), choiceOf(prediction, choices)];
  if (wanted === undefined || given === undefined) return unknown("no_choice");
  return decided(wanted === given, "choice_letter", "choice_letter");
}

/** The letter of an answer that is a letter, begins with one, or is one of the choices' texts; upper case. */
export function choiceOf(text: string, choices: readonly string[] | undefined): string | undefined {
  const letters = lettersOf(choices);
  const plain = normaliseAnswer(text.replaceAll(/\\(?:text|textbf|mathrm|mathbf|mbox|boxed)\s*\{([^{}]*)\}/g, "$1"))
    .replaceAll(/[{}*]/g, "")
    .trim();
  const alone = /^\(?\s*([A-Za-z])\s*\)?$/.exec(plain)?.[1]?.toUpperCase();
  if (alone !== undefined && letters.includes(alone)) return alone;
  const index = choices?.findIndex((choice) => choice.length > 1 && normaliseAnswer(choice).toLowerCase() === plain.toLowerCase()) ?? -1;
  if (index >= 0) return letters[index];
  return choiceInText(text, choices);
}

function lettersOf(choices: readonly string[] | undefined): readonly string[] {
  if (choices === undefined) return defaultLetters;
  return choices.every((choice) => /^[A-Za-z]$/.test(choice))
    ? choices.map((choice) => choice.toUpperCase())
    : choices.map((_, index) => defaultLetters[index] ?? "");
}

/**
 * The letter that a text states: after a phrase such as "the answer is", at the very start before a mark, a capital or another script, or
 * the only capital of the choices that stands alone. A letter before a plain word ("A dog") is none.
 */
export function choiceInText(text: string, choices: readonly string[] | undefined): string | undefined {
  const letters = lettersOf(choices).join("");
  if (letters === "") return undefined;
  const one = `[${letters}${letters.toLowerCase()}]`;
  const upper = `[${letters}]`;
  const plain = text.slice(-20_000).replaceAll(/[*$]|\\(?:text|textbf|mathrm|mathbf|boxed)\b|[{}]/g, "");
  const after = new RegExp(
    `(?:${answerPhrasePattern})\\s*(?:[:：]\\s*)?(?:for sure|definitely|clearly|option|choice|选项)?\\s*\\(?(${upper})(?![\\p{L}\\p{N}'])`,
    "giu",
  );
  const stated = [...plain.matchAll(after)]
    .map((match) => match[1] ?? "")
    .filter((letter) => letters.includes(letter))
    .at(-1);
  if (stated !== undefined) return stated;
  const start = new RegExp(`^\\s*(?:\\((${upper})\\)|(${upper})(?=\\s*$|[.:)。：,，]|[^\\p{ASCII}]| \\p{Lu}))`, "u").exec(plain);
  if (start !== null) return start[1] ?? start[2];
  const label = new RegExp(`^\\s*(${one})\\s*$`, "u").exec(plain)?.[1];
  if (label !== undefined) return label.toUpperCase();
  return onlyLetter(plain, letters);
}

/** A capital that stands alone and is no article or pronoun, when there is only one such letter in a short text. */
function onlyLetter(text: string, letters: string): string | undefined {
  if (text.length > 200 || new RegExp(`^\\s*[${letters}]\\s+\\p{Ll}`, "u").test(text)) return undefined;
  const negated = /\b(?:not|nor|isn't|can't be|cannot be)\s+[A-Z]\b/g;
  const found = [
    ...text.replaceAll(negated, "").matchAll(new RegExp(`(?<![\\p{L}\\p{N}'])\\(?([${letters}])\\)?(?![\\p{L}\\p{N}'])`, "gu")),
  ].map((match) => match[1] ?? "");
  const distinct = [...new Set(found)].filter((letter) => letter !== "I");
  if (distinct.length !== 1 || /[\n]/.test(text.trim())) return undefined;
  return distinct[0] === "A" && /(?<![\p{L}(])A\s+\p{Ll}/u.test(text) ? undefined : distinct[0];
}
