// Finds the final answer that a solution's text states; the last number of a text is never taken for one.
import type { AnswerOptions, Extraction } from "./types.ts";

const finalAnswerIs = /final answer is\s*:?\s*([^\n]+?)(?:\.?\s*I hope it is correct.*)?$/gim;
const answerIs = /\banswer\s*(?:is|:|=)\s*:?\s*([^\n]+)$/gim;
const answerLine = /^\s*A(?:nswer)?\s*:\s*(.+)$/i;

/** Cost: linear in the text. */
export function extractAnswer(text: string, _options: AnswerOptions = {}): Extraction {
  const boxed = lastBoxed(text);
  if (boxed !== undefined) return { kind: "answer", text: boxed, by: "boxed" };
  const hash = [...text.matchAll(/####\s*([^\n]+)/g)].at(-1)?.[1];
  if (hash !== undefined) return { kind: "answer", text: tidy(hash), by: "hash_marks" };
  const lastLine = text.trimEnd().split("\n").at(-1) ?? "";
  const line = answerLine.exec(lastLine)?.[1];
  if (line !== undefined) return { kind: "answer", text: tidy(line), by: "answer_line" };
  const final = [...text.matchAll(finalAnswerIs)].at(-1)?.[1];
  if (final !== undefined) return { kind: "answer", text: tidy(final), by: "final_answer_is" };
  const stated = [...text.matchAll(answerIs)].at(-1)?.[1];
  if (stated !== undefined) return { kind: "answer", text: tidy(stated), by: "answer_is" };
  const whole = text.trim();
  if (/^[-+]?\$?[\d.,/\\{}frac]*\d[\d.,/}]*\$?%?$/.test(whole)) return { kind: "answer", text: tidy(whole), by: "whole_text" };
  return { kind: "no_answer" };
}

function tidy(text: string): string {
  return text.trim().replace(/\.$/, "").replaceAll("$", "").replaceAll("**", "").trim();
}

function lastBoxed(text: string): string | undefined {
  const start = Math.max(text.lastIndexOf("\\boxed{"), text.lastIndexOf("\\fbox{"));
  if (start < 0) return undefined;
  const open = text.indexOf("{", start);
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return text.slice(open + 1, at).trim();
  }
  return undefined;
}
