// Pieces that make no claim of their own join a neighbour: openers the next piece, displays and final answer lines the one before.
import type { StepSpan } from "../../schemas/index.ts";
import type { BoundaryKind } from "./boundaries.ts";

/** Joins pieces of a text. The result covers what the pieces cover, and no span of it is blank unless the text is. Linear. */
export function mergePieces(text: string, pieces: readonly StepSpan[], kind: BoundaryKind, minimumLength: number): StepSpan[] {
  const merged: Piece[] = [];
  for (const { start, end } of pieces) {
    const piece = pieceOf(text, start, end, kind);
    const last = merged.at(-1);
    if (last !== undefined && (opensNext(last, piece, merged.length === 1, minimumLength) || joinsBefore(piece)))
      merged[merged.length - 1] = extended(text, last, piece);
    else merged.push(piece);
  }
  const tail = merged.at(-1);
  const beforeTail = merged.at(-2);
  if (tail !== undefined && beforeTail !== undefined && isTail(tail, minimumLength)) merged.splice(-2, 2, extended(text, beforeTail, tail));
  return merged.map(({ start, end }) => ({ start, end }));
}

/** `numbered`: it begins with the number that it was cut at, and so is a step whatever its length. */
interface Piece extends StepSpan {
  readonly bodyStart: number;
  readonly body: string;
  /** The body of the piece that was joined last: it alone says whether the next one is opened. */
  readonly latest: string;
  readonly numbered: boolean;
}

function pieceOf(text: string, start: number, end: number, kind: BoundaryKind): Piece {
  const trimmed = text.slice(start, end).trimStart();
  const body = trimmed.trimEnd();
  const numbered = (kind === "marker" || kind === "list") && numberedBeginning.test(body);
  return { start, end, bodyStart: end - trimmed.length, body, latest: body, numbered };
}

/** Only the new piece is looked at, so that many joins in a row stay linear. */
function extended(text: string, piece: Piece, { end, body }: Piece): Piece {
  if (body === "") return { ...piece, end };
  return { ...piece, end, body: text.slice(piece.bodyStart, end).trimEnd(), latest: body };
}

function opensNext({ body, latest, numbered }: Piece, next: Piece, first: boolean, minimumLength: number): boolean {
  // The title of a list item: "4. **Total:**", its text in a paragraph of its own.
  if (numbered) return !next.numbered && body.length < 80 && /[:*]$/.test(body);
  if (body.length < minimumLength || heading.test(latest)) return true;
  return latest.length < 80 && (latest.endsWith(":") || (first && announcement.test(latest)));
}

function joinsBefore({ body, numbered }: Piece): boolean {
  return !numbered && (body === "" || display.test(body));
}

/** The line that states the answer measures nothing that the outcome does not. */
function isTail({ body, numbered }: Piece, minimumLength: number): boolean {
  return !numbered && (body.length < minimumLength || (body.length <= 80 && answerLine.test(body)));
}

const numberedBeginning = /^(?:[-*+>][ \t]+)?(?:#{1,6}[ \t]*)?(?:\*\*|__)?(?:(?:step|thought)\s|\d{1,3}[.)])/i;
const heading = /^(?:#{1,6} [^\n]*|\*\*[^\n*]{1,80}\*\*)$/;
const announcement =
  /^(?:let(?:'|’)?s|let us|sure|okay|ok|certainly|of course|solution|we (?:will|need to|can) (?:solve|find)|to solve|to find)\b[^\n\d=]*$/i;
const display = /^(?:\$\$|\\\[|\\begin\{|```|~~~|\|)/;
const answerLine =
  /^(?:\*\*)?(?:####|A:|\\boxed|\$+\\boxed|(?:so |thus,? |therefore,? |hence,? )?(?:the )?(?:final )?answer(?:\*\*)?(?: is|:))[^\n]*$/i;
