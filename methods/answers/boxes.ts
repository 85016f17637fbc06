// The boxed answers of a text: balanced braces, and neighbouring boxes joined into one answer.
import { normaliseAnswer } from "./normalise.ts";

export interface BoxedAnswer {
  readonly text: string;
  /** Where the last box ends in the text. */
  readonly end: number;
}

interface Box {
  readonly start: number;
  readonly end: number;
  readonly content: string;
}

const longestAnswer = 4000;
const mostBoxes = 24;
const mostTries = 100;

/** The last boxed answer, undefined when there is none. Cost: linear (at most 24 boxes are looked at). */
export function lastBoxed(text: string): BoxedAnswer | undefined {
  const boxes: Box[] = [];
  let before = text.length;
  for (let tries = 0; tries < mostTries && boxes.length < mostBoxes; tries++) {
    const at = Math.max(text.lastIndexOf("\\boxed", before), text.lastIndexOf("\\fbox", before));
    if (at < 0) break;
    const box = boxAt(text, at);
    if (box !== undefined && box.content.trim() !== "") {
      const next = boxes.at(-1);
      // A box around boxes adds nothing; the inner one was found first.
      if (next === undefined || box.end <= next.start) {
        if (next !== undefined && !isJoined(text.slice(box.end, next.start))) break;
        boxes.push(box);
      }
    }
    before = at - 1;
    if (before < 0) break;
  }
  const [last] = boxes;
  if (last === undefined) return undefined;
  const contents = boxes.map((box) => box.content.trim()).reverse();
  const distinct = contents.filter(
    (content, index) => contents.findIndex((other) => normaliseAnswer(other) === normaliseAnswer(content)) === index,
  );
  const percent =
    distinct.length === 1 && isPercent(text.slice(last.end, last.end + 24)) && !/%|percent|pct/.test(last.content) ? "\\%" : "";
  return { text: distinct.join(", ") + percent, end: last.end };
}

function boxAt(text: string, start: number): Box | undefined {
  let open = start + (text.startsWith("\\boxed", start) ? 6 : 5);
  while (text.charAt(open) === " ") open++;
  if (text.charAt(open) !== "{") {
    const bare = /^(?:\\?\$?)?(-?\d[\d.,]*|[a-zA-Z](?![a-zA-Z]))/.exec(text.slice(open, open + 40));
    return bare?.[1] === undefined ? undefined : { start, end: open + bare[0].length, content: bare[1].replace(/[.,]$/, "") };
  }
  let depth = 0;
  const limit = Math.min(text.length, open + longestAnswer);
  for (let at = open; at < limit; at++) {
    const character = text.charAt(at);
    if (character === "\\" && /[{}]/.test(text.charAt(at + 1)) && text.charAt(at - 1) !== "\\") at++;
    else if (character === "{") depth++;
    else if (character === "}" && --depth === 0) return { start, end: at + 1, content: text.slice(open + 1, at) };
  }
  // Never closed: the rest of its line, if short, is all that can be meant.
  const line = text.slice(open + 1, open + 300).split("\n")[0] ?? "";
  return text.length - open <= 300 && !/\\boxed|\\fbox/.test(line)
    ? { start, end: open + 1 + line.length, content: line.replace(/[\s$.]+$/, "") }
    : undefined;
}

/** Whether two boxes with this between them are parts of one answer: punctuation alone, or a joining word in one short phrase. */
function isJoined(gap: string): boolean {
  if (gap.length > 70) return false;
  const bare = gap
    .replaceAll(/\\(?:text|mbox|textbf|mathrm)\s*/g, "")
    .replaceAll(/\\(?:quad|qquad|,|;|!| |\\|\(|\)|\[|\])/g, " ")
    .replaceAll(/[$&{}\s]/g, " ");
  if (/(?<![\p{L}])(?:and|or|und|oder|et|ou|y|и|или|和|或|と)(?![\p{L}])/u.test(bare))
    return !/[.;]\s|\b(?:so|thus|then|therefore|hence|because|but|final)\b/i.test(bare);
  if (/\p{L}{2,}/u.test(bare)) return false;
  if (/^\s*=\s*$/.test(bare)) return false;
  return gap.length < 10 || /^[\s,;]*(?:[a-zA-Z](?:_\w+)?\s*=)?[\s,;]*$/.test(bare);
}

function isPercent(after: string): boolean {
  return /^\s*\}?\s*(?:\$|\\\)|\\\])?\s*(?:\\?%|percent\b|pct\b|per cent\b)/.test(after);
}
