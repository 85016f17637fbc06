// Finds the final answer that a solution's text states; the last number of a text is never taken for one.
import { lastBoxed } from "./boxes.ts";
import { choiceInText, choiceOf } from "./choices.ts";
import { answerPhrasePattern, conclusionPattern, finalAnswerPattern } from "./phrases.ts";
import { readAnswer } from "./reading.ts";
import { isMathematical, lastSentence, statedText, valueInSentence } from "./statements.ts";
import type { AnswerOptions, Extraction, ExtractionRule } from "./types.ts";

/** Statements are looked for in the end of a text only. */
const searchedTail = 20_000;
const longestWhole = 200;
const longestTagged = 600;

const finalAnswer = new RegExp(finalAnswerPattern, "giu");
const answerPhrase = new RegExp(answerPhrasePattern, "giu");
const conclusion = new RegExp(conclusionPattern, "iu");

/**
 * The answer of a finished text. Rules in order: the last box (unless "final answer is …" follows it), `####`, "final answer is",
 * "the answer is", an answer line, a concluding sentence with one value, a short text that is itself an answer. Cost: linear.
 */
export function extractAnswer(text: string, options: AnswerOptions = {}): Extraction {
  const spoken = ownWords(text);
  const found = extractFrom(spoken, options);
  if (found.kind === "answer" || spoken.length === text.length) return found;
  return extractFrom(text, options);
}

/** What follows the thinking, and precedes a next speaker's turn. */
function ownWords(text: string): string {
  const turn = text.search(/<\|(?:im_start|im_end|endoftext|eot_id|end|start_header_id)\|>/);
  const turns = turn > 0 ? text.slice(0, turn) : text;
  const thought = turns.lastIndexOf("</think>");
  return thought < 0 ? turns : turns.slice(thought + "</think>".length);
}

function extractFrom(text: string, options: AnswerOptions): Extraction {
  if (options.type?.kind === "choice") return extractChoice(text, options.type.choices);
  const boxed = lastBoxed(text);
  const tagged = boxed === undefined ? answerTag(text) : undefined;
  if (tagged !== undefined) return answer(tagged, "answer_tag");
  const tail = text
    .slice(-searchedTail)
    .replaceAll(/\\(?:boxed|fbox)\s*\{\s*\}/g, "")
    .replaceAll(/[ \t]{3,}/g, "  ")
    .replaceAll(/\n{3,}/g, "\n\n");
  if (boxed !== undefined) {
    const later = lastStatement(text.slice(Math.max(boxed.end, text.length - searchedTail)), finalAnswer, "mathematical");
    return later === undefined ? answer(boxed.text, "boxed") : answer(later, "final_answer_is");
  }
  const marks = hashMarks(tail);
  if (marks !== undefined) return answer(marks, "hash_marks");
  const final = lastStatement(tail, finalAnswer, "words_too");
  if (final !== undefined) return answer(final, "final_answer_is");
  const line = answerLine(tail);
  if (line !== undefined) return answer(line, "answer_line");
  const stated = lastStatement(tail, answerPhrase, "words_too") ?? trailingPhrase(tail);
  if (stated !== undefined) return answer(stated, "answer_is");
  return fromLastSentence(tail);
}

function answer(text: string, by: ExtractionRule): Extraction {
  return { kind: "answer", text: text.trim(), by };
}

function extractChoice(text: string, choices: readonly string[] | undefined): Extraction {
  const boxed = lastBoxed(text);
  const letter = (boxed === undefined ? undefined : choiceOf(boxed.text, choices)) ?? choiceInText(text, choices);
  if (letter !== undefined) return answer(letter, boxed === undefined ? "choice_letter" : "boxed");
  const whole = text.length <= longestWhole ? choiceOf(text, choices) : undefined;
  return whole === undefined ? { kind: "no_answer" } : answer(whole, "whole_text");
}

/** The last `<answer>…</answer>`. */
function answerTag(text: string): string | undefined {
  const close = text.toLowerCase().lastIndexOf("</answer>");
  const open = close < 0 ? -1 : text.toLowerCase().lastIndexOf("<answer>", close);
  const content = open < 0 ? "" : text.slice(open + "<answer>".length, close).trim();
  return content === "" || content.length > longestTagged ? undefined : content;
}

function hashMarks(text: string): string | undefined {
  const found = [...text.matchAll(/(?:^|\n)[ \t]*####[ \t]*([^\n]{1,300})/g)].map((match) => (match[1] ?? "").trim());
  return found
    .reverse()
    .find((content) => isMathematical(content) || (!/[:.]/.test(content) && readAnswer(content).meanings.length > 0 && found.length === 1));
}

/** The last lines `A: 18`, `Answer: x`, `答案：3`, in bold or not. */
function answerLine(text: string): string | undefined {
  const line = text.trimEnd().split("\n").at(-1)?.slice(0, 600) ?? "";
  const value = /^[\s*_>-]*(?:A|Ans|Answer)[\s*_]*[:：][\s*_]*(.+?)[\s*_]*$/i.exec(line)?.[1];
  if (value === undefined) return undefined;
  const sentence = statedText(value, 0);
  return isMathematical(sentence) ? sentence : (valueInSentence(sentence, "loose") ?? wordsAnswer(sentence));
}

/** The value of the last phrase that has one. `words_too` accepts a few words as an answer. */
function lastStatement(text: string, phrase: RegExp, accepts: "mathematical" | "words_too"): string | undefined {
  const places = [...text.matchAll(phrase)].map((match) => match.index + match[0].length).reverse();
  for (const place of places.slice(0, 6)) {
    const sentence = statedText(text, place);
    if (sentence === "") continue;
    const nested = new RegExp(answerPhrasePattern, "iu").exec(sentence);
    const inner = nested === null ? sentence : statedText(sentence, nested.index + nested[0].length);
    if (isMathematical(inner) || /^\(?[A-J][).:]\s/.test(inner)) return inner;
    const value = valueInSentence(inner, "loose") ?? (accepts === "words_too" ? wordsAnswer(inner) : undefined);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Up to six words without digits are an answer in words. */
function wordsAnswer(sentence: string): string | undefined {
  const stripped = sentence.replaceAll(/\*\*|["“”]/g, "").trim();
  const verdict = /^(?:yes|no|true|false|oui|non|sí|ja|nein|да|нет)(?=[,;]| because| since)/i.exec(stripped)?.[0];
  const plain = verdict ?? stripped;
  return plain !== "" && !/\d/.test(plain) && plain.split(/\s+/).length <= 6 && readAnswer(plain).meanings.length > 0 ? plain : undefined;
}

/** `$x \geq 5$ is the solution`, `14 is our answer`, and `Answer $9$` without a colon. */
function trailingPhrase(text: string): string | undefined {
  const { sentence } = lastSentence(text);
  const before = /^(.{1,300}?)\s+(?:is|are)\s+(?:the|our|my)\s+(?:\w+\s+)?(?:answer|solution|result)s?\s*$/i.exec(sentence)?.[1];
  if (before !== undefined) {
    const bare = before.replace(/^(?:therefore|thus|hence|so)[,\s]*/i, "");
    return isMathematical(bare) ? bare : valueInSentence(bare, "strict");
  }
  const labelled = [...text.matchAll(/(?:^|\n)[ \t*#]*(?:final )?answer[ \t*]*(?=\$|\\\(|\\\[)/gi)].at(-1);
  if (labelled === undefined) return undefined;
  const stated = statedText(text, labelled.index + labelled[0].length);
  return isMathematical(stated) && !/^\$\s*$/.test(stated) ? stated : undefined;
}

function fromLastSentence(text: string): Extraction {
  const whole = text.trim();
  if (whole !== "" && whole.length <= longestWhole && isWholeAnswer(whole)) return answer(whole, "whole_text");
  const lastLine = whole.split("\n").at(-1)?.trim() ?? "";
  if (lastLine !== whole && !lastLine.includes("=") && lastLine.length <= 100 && isBareValue(lastLine))
    return answer(lastLine, "answer_line");
  const { sentence, isOnly } = lastSentence(text);
  if (sentence === "") return { kind: "no_answer" };
  const concludes = conclusion.test(sentence);
  if (concludes) {
    const value = valueInSentence(afterConclusion(sentence), "loose") ?? valueInSentence(sentence, "loose");
    if (value !== undefined) return answer(value, "conclusion");
  }
  const emphasised = /(?:\*\*[^*]+\*\*|\$[^$]+\$|\\\([^()]+\\\)|\\\])$/.test(sentence.replace(/[.\s]+$/, ""));
  const value = isOnly || emphasised ? valueInSentence(sentence, "strict") : undefined;
  return value === undefined ? { kind: "no_answer" } : answer(value, "only_expression");
}

/** From the last word of conclusion on: `…3 birds, so there are 3 + 10 = 13 birds`. */
function afterConclusion(sentence: string): string {
  const places = [...sentence.matchAll(new RegExp(conclusionPattern, "giu"))];
  const last = places.at(-1);
  return last === undefined ? sentence : sentence.slice(last.index + last[0].length);
}

/** A line that is a value and nothing else: no words, no list mark. */
function isBareValue(line: string): boolean {
  return (
    !/\p{L}{2,}/u.test(line.replaceAll(/\\[a-zA-Z]+(?:\{[^{}]*\})?/g, "")) && !/^(?:[-*•]\s|\d+[.)]\s*$)/.test(line) && isMathematical(line)
  );
}

function isWholeAnswer(text: string): boolean {
  // Inline maths does not span lines; a display or a matrix may.
  if (/\n/.test(text) && !/\\begin|\\\[|\$\$/.test(text)) return false;
  const outside = text.replaceAll(/\$\$?[^$]+\$\$?|\\\(.*?\\\)|\\\[[^]*?\\\]/g, " ");
  const isSentence =
    (outside.replaceAll(/\\[a-zA-Z]+(?:\{[^{}]*\})?/g, " ").match(/\p{L}{2,}/gu)?.length ?? 0) > (outside.length < text.length ? 2 : 3);
  if (isSentence) return false;
  if (isMathematical(text)) return true;
  const [first] = readAnswer(text).meanings;
  return (
    first !== undefined &&
    first.kind === "words" &&
    !/[.\n]/.test(text.slice(0, -1)) &&
    (text.split(/\s+/).length <= 2 || /^\$|^\\text/.test(text))
  );
}
