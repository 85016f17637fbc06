// Detects a continuation that does not go on from its prefix: it begins the solution anew, or writes a given step again.
import { listMarkers, stepMarkers } from "./markers.ts";
import type { Marker } from "./markers.ts";
import { segment } from "./segment.ts";

export interface RestartRequest {
  readonly question?: string;
  /** The first steps of a solution, verbatim; blank for the bare problem. */
  readonly prefix: string;
  readonly continuation: string;
}

/**
 * True when the beginning of a continuation shows one of these: a step number that the prefix already has, the words and numbers of the prefix's
 * first step, its first calculation after words of beginning, its first two calculations, or the question again. A prefix without steps never restarts.
 * A step that only repeats the last given one word for word is no restart. Looks at the first 2,000 code units of each text: constant cost.
 */
export function detectRestart({ question, prefix, continuation }: RestartRequest): boolean {
  if (prefix.trim() === "" || continuation.trim() === "") return false;
  const head = continuation.trimStart().slice(0, window);
  switch (numbering(prefix, head)) {
    case "again":
      return true;
    case "onward":
      return false;
    case "none":
      return retells(prefix.slice(0, window), head) || asksAgain(question, head);
  }
}

const window = 2000;

/** How the continuation's first number follows on the prefix's numbers. A step under the next number goes on, whatever it says. */
function numbering(prefix: string, head: string): "again" | "onward" | "none" {
  const given = stepMarkers(prefix);
  const last = given.at(-1);
  if (last !== undefined) {
    const first = stepMarkers(head)[0];
    if (first === undefined || !opens(head, first)) return "none";
    if (first.number > last.number) return "onward";
    const echo = first.number === last.number && given.length > 1 && markedText(prefix, last) === markedText(head, first);
    return echo ? "onward" : "again";
  }
  // A list inside a step counts from 1 as well: only a prefix that begins with its list is numbered by it.
  const [item, firstGiven] = [listMarkers(head)[0], listMarkers(prefix)[0]];
  if (item === undefined || firstGiven === undefined || prefix.trimEnd().endsWith(":")) return "none";
  return item.number === firstGiven.number && opens(prefix, firstGiven) && opens(head, item) ? "again" : "none";
}

/** Whether a text begins with a marker, one line of announcement before it allowed. */
function opens(text: string, marker: Marker): boolean {
  const before = text.slice(0, marker.start).trim();
  return before.length <= 160 && !/[\r\n]/.test(before) && !before.startsWith("#") && !before.startsWith("**");
}

function markedText(text: string, marker: Marker): string {
  const following = text.slice(marker.end);
  const line = following.search(/\r|\n/);
  return words(line === -1 ? following : following.slice(0, line)).join(" ");
}

function retells(prefix: string, head: string): boolean {
  const givenSteps = claims(prefix);
  const newSteps = claims(head);
  const [given, next] = [givenSteps[0], newSteps[0]];
  if (given === undefined || next === undefined) return false;
  if (sameStatement(given, next)) return true;
  const [givenFirst, givenSecond] = calculations(prefix);
  const [first, second] = calculations(head);
  if (givenFirst === undefined || givenFirst !== first) return false;
  // A solution that does the same sum over and over says nothing by doing it again.
  return beginning.test(head) || (givenSecond !== undefined && givenSecond === second && givenSecond !== givenFirst);
}

/** Lines or sentences that say something, without marker and announcement. */
function claims(text: string): string[] {
  return segment(text, { minimumLength: 4 })
    .map(({ start, end }) => text.slice(start, end).trim())
    .flatMap((step) => step.split(/[\r\n]+/))
    .map((line) => line.replace(leadingMarker, "").trim())
    .filter((line) => line !== "" && !/^(?:sure|okay|ok|certainly|let(?:'|’)?s|let us|to solve|here)\b[^\d=]*$/i.test(line));
}

/**
 * The same words and numbers, but for a few that one of the two leaves out. A word in another's place ("For the second glass …") makes another
 * statement, and short lines ("x = 5") say too little to tell.
 */
function sameStatement(one: string, other: string): boolean {
  const [left, right] = [words(one), words(other)];
  const [shorter, longer] = left.length <= right.length ? [left, right] : [right, left];
  if (shorter.length < 4 || shorter.length < longer.length * 0.8) return false;
  let next = 0;
  for (const word of longer) if (word === shorter[next]) next++;
  return next === shorter.length;
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}]+|\d+(?:[.,]\d+)*|[=+*/×÷<>^-]/gu) ?? [];
}

/** Equations with an operation, without blanks, signs of currency and GSM8K's marks: "16-3-4=9". */
function calculations(text: string): string[] {
  const plain = text
    .replaceAll(/<<[^<>]{0,200}>>/g, "")
    .replaceAll("×", "*")
    .replaceAll("÷", "/")
    .replaceAll(/\\times|\\cdot/g, "*")
    .replaceAll(/[ \t$€£]/g, "");
  return plain.match(/\d+(?:[.,]\d+)*(?:[-+*/]\d+(?:[.,]\d+)*){1,12}=-?\d+(?:[.,]\d+)*/g) ?? [];
}

const leadingMarker = /^(?:[-*+>][ \t]+)?(?:#{1,6}[ \t]*)?(?:\*\*|__)?(?:(?:step|thought)[ \t]+\d{1,4}|\d{1,3}[.)])[:.)\]*_ \t–—-]*/i;
const beginning =
  /^(?:\W{0,4})(?:first\b|firstly\b|let(?:'|’)?s\b|let us\b|to (?:solve|find|determine|calculate)\b|we (?:start|begin)\b|start(?:ing)? (?:with|by)\b|sure\b|okay\b|here(?:'|’)?s\b|the problem\b)/i;

function asksAgain(question: string | undefined, head: string): boolean {
  const asked = words(question ?? "")
    .slice(0, 16)
    .join(" ");
  if (asked.split(" ").length < 8) return false;
  const said = words(head).slice(0, 32).join(" ");
  return said.replace(/^(?:question|problem)\s/, "").startsWith(asked);
}
