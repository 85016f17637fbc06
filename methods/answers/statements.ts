// Reads the value out of a sentence that states an answer.
import { copulaPattern } from "./phrases.ts";
import type { Meaning } from "./meaning.ts";
import { readAnswer } from "./reading.ts";
import { realSetOf } from "./real-sets.ts";
import { symbolsOf } from "./tree.ts";

const longestSentence = 400;
const span = /\$\$[^$]+\$\$|(?<!\\)\$(?:\\\$|[^$\n])+?(?<!\\)\$|\\\((?:(?!\\\))[^\n])+\\\)|\\\[(?:(?!\\\])[^])+\\\]/g;
const copulas = new RegExp(copulaPattern, "giu");

/** Whether a text reads as an answer that is more than words; letters alone count only inside maths delimiters. */
export function isMathematical(text: string): boolean {
  if (text.length > longestSentence) return false;
  const [first] = readAnswer(text).meanings;
  if (first === undefined || !isComputable(first)) return false;
  return /[\d\\$]/.test(text) || /^-?[A-Za-z]$/.test(text.trim()) || /[=+*/^<>]/.test(text);
}

function isComputable(meaning: Meaning): boolean {
  if (meaning.kind === "words") return false;
  if (meaning.kind === "chain") return realSetOf(meaning.node) !== undefined || meaning.node.kind === "relation";
  return meaning.kind !== "list" || meaning.items.every(isComputable);
}

/** What follows an answer phrase, up to the end of its sentence, without markdown, "I hope it is correct" and closing marks. */
export function statedText(text: string, from: number): string {
  const rest = text.slice(from, from + longestSentence * 2).replace(/\.?\s*I hope it is correct[^]*$/i, "");
  const opening = /^(?:\s|\*\*|:|：|\\n)*/.exec(rest)?.[0] ?? "";
  const crossesLine = /\n/.test(opening);
  const atSpan =
    /^(?:\$\$|\\\[)/.test(rest.slice(opening.length)) ||
    (/^(?:\$|\\\()/.test(rest.slice(opening.length)) && !/^\$\s*\n/.test(rest.slice(opening.length)));
  if (crossesLine && !atSpan && !/[:：*]/.test(opening + text.slice(Math.max(0, from - 3), from))) return "";
  return firstSentence(rest.slice(opening.length));
}

/** Up to a full stop that ends a sentence (outside maths), or the end of the line. */
export function firstSentence(text: string): string {
  const masked = text.replaceAll(span, (found) => "x".repeat(found.length));
  const end = /[.!?](?=\s|$|["'*)\]]|[A-Z])(?<!\d\.(?=\d))|[。！？।]|\n/.exec(masked)?.index;
  return (end === undefined ? text : text.slice(0, end)).trim();
}

/** The last sentence of a text, with whether it is the only one. */
export function lastSentence(text: string): { sentence: string; isOnly: boolean } {
  const tail = text
    .slice(-3000)
    .trimEnd()
    .replace(/(?:[.。!！।\s]|I hope it is correct)+$/i, "");
  const masked = tail.replaceAll(span, (found) => "x".repeat(found.length));
  const cuts = [...masked.matchAll(/[.!?](?=\s)(?<!(?:\s|^)\d{1,2}\.)|[。！？।]|\n/g)];
  // A formula on a line of its own belongs to the sentence that announces it.
  const cut = cuts.findLast((each) => each[0] !== "\n" || !/[:：]\s*$/.test(masked.slice(0, each.index)));
  return { sentence: tail.slice(cut === undefined ? 0 : cut.index + 1).trim(), isOnly: cut === undefined && text.length <= 3000 };
}

const numeral =
  /(?:[-−+]\s?)?(?:[$€£¥₹]\s?)?(?:\\[dt]?frac\s*\{[^{}]*\}\s*\{[^{}]*\}|\d+(?:[.,]\d+)*(?:\s?\/\s?\d+)?)(?:\s?\\?%|\s?[€£¥₹元])?/g;

/**
 * The value that a sentence states: its only maths span or bold part, what follows its last `=` or link word, else (when `loose`) its only
 * numeral. Undefined when there are several candidates: the last number of a text is never taken for its answer.
 */
export function valueInSentence(sentence: string, how: "loose" | "strict"): string | undefined {
  if (sentence.length > longestSentence) return undefined;
  const whole = withoutClosing(sentence);
  const linked = afterLink(whole);
  if (linked !== undefined) return linked;
  const spans = [...whole.matchAll(span)]
    .map((found) => found[0])
    .filter((found) => !/^[\s$\\()[\]]*[A-Za-z](?:_\w+)?[\s$\\()[\]]*$/.test(found));
  const [onlySpan] = spans;
  if (spans.length === 1 && onlySpan !== undefined && isMathematical(onlySpan)) return withFollowingPercent(whole, valueSide(onlySpan));
  if (spans.length > 0) return undefined;
  const bold = [...whole.matchAll(/\*\*([^*]+)\*\*/g)].map((found) => found[1] ?? "");
  const [onlyBold] = bold;
  if (bold.length === 1 && onlyBold !== undefined) {
    if (isMathematical(onlyBold)) return onlyBold;
    const inner = [...onlyBold.matchAll(numeral)].map((found) => found[0]);
    if (inner.length === 1 && inner[0] !== undefined) return inner[0];
  }
  if (how === "strict") return undefined;
  const afterEquals = /=\s*([^=]*)$/.exec(whole)?.[1] ?? whole;
  const numerals = [...afterEquals.matchAll(numeral)].filter(
    (found) => !/[\p{L}_]$/u.test(afterEquals.slice(0, found.index)) || /\P{ASCII}$/u.test(afterEquals.slice(0, found.index)),
  );
  const [only] = numerals;
  return numerals.length === 1 && only !== undefined ? only[0].trim() : undefined;
}

/** What follows the last link word, when all of it reads as a value with at most a unit. */
function afterLink(sentence: string): string | undefined {
  const links = [...sentence.replaceAll(span, (found) => "x".repeat(found.length)).matchAll(copulas)].reverse().slice(0, 6);
  for (const link of links) {
    const rest = sentence
      .slice(link.index + link[0].length)
      .replace(/^\s*(?:de|of|gleich|equal to|egal à|approximately|about)\s+/i, "")
      .trim();
    const bare = rest.replaceAll("**", "").trim();
    if (bare !== "" && isMathematical(bare) && !/^[A-Za-z]$/.test(bare)) return bare;
  }
  return undefined;
}

/** `$a + b = 7$` concludes with 7: an equation that sets an expression to a constant states that constant. */
function valueSide(found: string): string {
  const [first] = readAnswer(found).meanings;
  if (first?.kind !== "relation" || first.sign !== "=" || symbolsOf(first.right).length > 0) return found;
  const bare = found.replace(/^(?:\$\$?|\\[([])/, "").replace(/(?:\$\$?|\\[)\]])$/, "");
  return bare.slice(bare.lastIndexOf("=") + 1).trim();
}

function withFollowingPercent(sentence: string, found: string): string {
  const after = sentence.slice(sentence.lastIndexOf(found) + found.length).replace(/^(?:\$\$?|\\[)\]])/, "");
  return /^\s*(?:\\?%|percent|pct|per cent)/.test(after) ? `${found} \\%` : found;
}

function withoutClosing(sentence: string): string {
  return sentence.replace(/[\s.。!！,;:]+$/, "").trim();
}
