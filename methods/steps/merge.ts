// Pieces that make no claim of their own join a neighbour: openers the next piece, displays and final answer lines the one before.
import type { StepSpan } from "../../schemas/index.ts";
import type { BoundaryKind } from "./boundaries.ts";

/** Joins pieces of a text. The result covers what the pieces cover, and no span of it is blank unless the text is. Linear. */
export function mergePieces(text: string, pieces: readonly StepSpan[], kind: BoundaryKind, minimumLength: number): StepSpan[] {
  const merged: { start: number; end: number; body: string }[] = [];
  for (const { start, end } of pieces) {
    const body = text.slice(start, end).trim();
    const last = merged.at(-1);
    const joins =
      last !== undefined &&
      (body === "" || last.body === "" || isOpener(last.body, merged.length === 1, kind, minimumLength) || joinsBefore(body, kind));
    if (!joins) merged.push({ start, end, body });
    else {
      last.end = end;
      last.body = text.slice(last.start, end).trim();
    }
  }
  const tail = merged.at(-1);
  const beforeTail = merged.at(-2);
  if (tail !== undefined && beforeTail !== undefined && isTail(tail.body, kind, minimumLength)) {
    beforeTail.end = tail.end;
    merged.pop();
  }
  return merged.map(({ start, end }) => ({ start, end }));
}

function numbered(kind: BoundaryKind): boolean {
  return kind === "marker" || kind === "list";
}

/** A numbered piece is a step whatever its length, so there only the text before the first number can be an opener. */
function isOpener(body: string, first: boolean, kind: BoundaryKind, minimumLength: number): boolean {
  if (numbered(kind) && !first) return false;
  if (numbered(kind) && numberedBeginning.test(body)) return false;
  return (
    body.length < minimumLength || heading.test(body) || (body.length < 80 && (body.endsWith(":") || (first && announcement.test(body))))
  );
}

function joinsBefore(body: string, kind: BoundaryKind): boolean {
  return !numbered(kind) && display.test(body);
}

/** The line that states the answer measures nothing that the outcome does not. */
function isTail(body: string, kind: BoundaryKind, minimumLength: number): boolean {
  return !numbered(kind) && (body.length < minimumLength || (body.length <= 80 && answerLine.test(body)));
}

const numberedBeginning = /^(?:[-*+>][ \t]+)?(?:#{1,6}[ \t]*)?(?:\*\*|__)?(?:(?:step|thought)\s|\d{1,3}[.)])/i;
const heading = /^(?:#{1,6} [^\n]*|\*\*[^\n*]{1,80}\*\*)$/;
const announcement =
  /^(?:let(?:'|’)?s|let us|sure|okay|ok|certainly|of course|solution|we (?:will|need to|can) (?:solve|find)|to solve|to find)\b[^\n\d=]*$/i;
const display = /^(?:\$\$|\\\[|\\begin\{|```|~~~|\|)/;
const answerLine =
  /^(?:\*\*)?(?:####|A:|\\boxed|\$+\\boxed|(?:so |thus,? |therefore,? |hence,? )?(?:the )?(?:final )?answer(?:\*\*)?(?: is|:))[^\n]*$/i;
