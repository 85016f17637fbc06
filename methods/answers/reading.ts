// Reads an answer's text once: the cleaned text, its possible meanings and its canonical form.
import { canonicalMeaning } from "./canonical.ts";
import { meaningOf } from "./meaning.ts";
import type { Meaning } from "./meaning.ts";
import { normaliseAnswer } from "./normalise.ts";
import { commaReadings } from "./numerals.ts";
import { parseAnswer } from "./parse-answer.ts";
import { numberWords, sameWords } from "./vocabulary.ts";

/** Longer answers are compared as text only. */
export const maximumAnswerLength = 2000;

/** `meanings` is empty when the text cannot be read; two when a comma allows two readings, the likelier first. */
export interface Reading {
  readonly text: string;
  readonly meanings: readonly Meaning[];
  readonly canonical: string;
  /** The time of day that the text may be: `7:32` is read as a ratio too. */
  readonly clock?: string;
}

/** Cost: about linear; texts over 2,000 characters are not read. */
export function readAnswer(source: string, listOrder: "any" | "kept" = "any"): Reading {
  if (source.length > maximumAnswerLength) return { text: source, meanings: [], canonical: `text:${source}` };
  const text = normaliseAnswer(source);
  const meanings = meaningsOf(text);
  const clock = clockTime(text);
  if (clock !== undefined) return { text, meanings, canonical: `time ${clock}`, clock };
  const [first] = meanings;
  return { text, meanings, canonical: first === undefined ? `text:${text === "" ? source : text}` : canonicalMeaning(first, listOrder) };
}

function meaningsOf(text: string): readonly Meaning[] {
  const words = wholeWords(text);
  if (words !== undefined) return [words];
  const meanings: Meaning[] = [];
  for (const commas of commaReadings(text)) {
    const node = parseAnswer(text, commas);
    if (node !== undefined) meanings.push(meaningOf(node));
  }
  return meanings;
}

/** An answer of words alone, such as `\text{no real solutions}`, whatever letters in it could be variables. */
function wholeWords(text: string): Meaning | undefined {
  const plain = text
    .replaceAll(/\\(?:text|mbox|mathrm|textbf|textit|textnormal|operatorname)\s*\{([^{}]*)\}/g, "$1")
    .replaceAll(/[{}"]/g, "")
    .replace(/[.!]$/, "")
    .trim()
    .toLowerCase();
  const known = sameWords.get(plain);
  if (known !== undefined) return { kind: "words", text: known };
  if (numberWords.has(plain)) return undefined;
  const isWord =
    (/^\p{L}{4,}$/u.test(plain) || (/^[a-z]{3}$/.test(plain) && /[aeiouy]/.test(plain) && !variableRun.test(plain))) &&
    !/^(?:pi|infinity)$/.test(plain) &&
    /^(?:\\[a-z]+\s*\{)?\s*\p{L}+\s*\}?$/iu.test(text);
  return isWord && !/^[A-Z]{2,4}$/.test(text) && !looksLikeMath(plain) ? { kind: "words", text: plain } : undefined;
}

/** Three letters that are more likely variables side by side than a word. */
const variableRun = /^(?:[a-d]{3}|[k-n]{3}|[p-u]{3}|[u-z]{3}|[a-z](?:xy|yz)|xy[a-z])$/;

function looksLikeMath(word: string): boolean {
  return /^(?:sin|cos|tan|log|sqrt)\w?$|^(?:alpha|beta|gamma|delta|epsilon|theta|lambda|sigma|omega|zeta|iota|kappa|infty)$|^\w?pi\w?$/.test(
    word,
  );
}

/** `12:00`, `3:30 p.m.`. */
function clockTime(text: string): string | undefined {
  const plain = text
    .replaceAll(/\\(?:text|mathrm|mbox)\s*\{([^{}]*)\}/g, "$1")
    .replaceAll(/\s+/g, " ")
    .trim();
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([ap])\.? ?m\.?)?$/i.exec(plain);
  if (match === null) return undefined;
  const [, hours = "", minutes = "", seconds = "", half = ""] = match;
  if (Number(hours) > 24 || Number(minutes) > 59 || (hours === "0" && half === "")) return undefined;
  const time = `${Number(hours)}:${minutes}${seconds === "" ? "" : `:${seconds}`}`;
  return half === "" ? time : `${time} ${half.toLowerCase()}m`;
}
