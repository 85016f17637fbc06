// Cuts code into steps without changing it: one step a logical line, as the language sees lines, so that every prefix ends where code may end.
import type { StepSpan } from "../../schemas/index.ts";

/** Stored with every label of code: raised whenever a code may be cut differently. */
export const codeSegmenterVersion: string = "code@1";

/** What a physical line is to the splitter. code: something runs; passive: blank, comment or fence; closing: only closes what is open (JavaScript). */
type LineKind = "code" | "passive" | "closing";

interface Line {
  readonly start: number;
  readonly end: number;
  readonly kind: LineKind;
  /** The next line still belongs to the same statement. */
  readonly continues: boolean;
  /** A decorator, which is nothing without what it decorates. */
  readonly attached: boolean;
}

/**
 * The steps of a code as [start, end) spans that cover it without a gap; [] for a blank text, and never a blank span. A step is a logical line: a
 * simple statement with all its continued lines, or the head of a block. Comments, blank lines and decorators belong to the line that follows
 * them, closing braces to the one before. Never cuts inside a string, a bracket or an object literal. Broken code is cut as far as it can be
 * read. Deterministic, linear.
 */
export function segmentCode(text: string, language: "python" | "javascript"): StepSpan[] {
  if (text.trim() === "") return [];
  const lines = language === "python" ? pythonLines(text) : javascriptLines(text);
  const starts: number[] = [];
  let open: number | null = null;
  let inside = false;
  for (const line of lines) {
    if (inside) {
      inside = line.continues;
      continue;
    }
    if (line.kind === "closing" && starts.length > 0 && open === null) {
      inside = line.continues;
      continue;
    }
    open ??= line.start;
    if (line.kind === "passive" || line.attached) continue;
    starts.push(open);
    open = null;
    inside = line.continues;
  }
  // Only comments: one step, since a span is never blank.
  if (starts.length === 0) return [{ start: 0, end: text.length }];
  return starts.map((start, index) => ({ start: index === 0 ? 0 : start, end: starts[index + 1] ?? text.length }));
}

/** A code's prefix and its continuation as one code: both verbatim, on lines of their own. */
export function joinCode(prefix: string, continuation: string): string {
  if (prefix === "" || continuation === "" || /[\r\n]$/.test(prefix) || /^[\r\n]/.test(continuation)) return prefix + continuation;
  return `${prefix}\n${continuation}`;
}

function* physicalLines(text: string): Generator<{ start: number; end: number; body: string }> {
  for (const match of text.matchAll(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g)) {
    const start = match.index;
    yield { start, end: start + match[0].length, body: match[0].trim() };
  }
}

const isFence = (body: string) => body.startsWith("```");

function pythonLines(text: string): Line[] {
  const lines: Line[] = [];
  let depth = 0;
  /** The triple quote that is open, or "". */
  let quote = "";
  let decorating = false;
  for (const { start, end, body } of physicalLines(text)) {
    const fresh = depth === 0 && quote === "" && !(lines.at(-1)?.continues ?? false);
    if (fresh && (body === "" || body.startsWith("#") || isFence(body))) {
      lines.push({ start, end, kind: "passive", continues: false, attached: false });
      continue;
    }
    if (fresh) decorating = body.startsWith("@");
    const scanned = scanPython(text.slice(start, end), depth, quote);
    ({ depth, quote } = scanned);
    const continues = depth > 0 || quote !== "" || scanned.backslash;
    lines.push({ start, end, kind: "code", continues, attached: decorating });
  }
  return lines;
}

/** Reads one physical line of Python: brackets open after it, the triple quote open after it, and whether a backslash continues it. */
function scanPython(line: string, depthBefore: number, quoteBefore: string): { depth: number; quote: string; backslash: boolean } {
  let depth = depthBefore;
  let quote = quoteBefore;
  let index = 0;
  while (index < line.length) {
    const character = line[index] ?? "";
    if (quote !== "") {
      if (character === "\\") index += 2;
      else if (line.startsWith(quote, index)) {
        index += quote.length;
        quote = "";
      } else index += 1;
      continue;
    }
    if (character === "#") return { depth, quote, backslash: false };
    if (character === "\\" && /^\\[ \t]*[\r\n]/.test(line.slice(index))) return { depth, quote, backslash: true };
    if (character === '"' || character === "'") {
      const triple = character.repeat(3);
      if (line.startsWith(triple, index)) {
        quote = triple;
        index += 3;
        continue;
      }
      const closing = closingQuote(line, index);
      if (closing < 0) return { depth, quote, backslash: /\\\r?\n?$/.test(line) };
      index = closing + 1;
      continue;
    }
    if ("([{".includes(character)) depth += 1;
    else if (")]}".includes(character)) depth = Math.max(0, depth - 1);
    index += 1;
  }
  return { depth, quote, backslash: false };
}

/** Index of the quote that closes the one at `from` in the same line; -1 when the line ends first. */
function closingQuote(line: string, from: number): number {
  const quote = line[from];
  for (let index = from + 1; index < line.length; index += 1) {
    if (line[index] === "\\") index += 1;
    else if (line[index] === quote) return index;
    else if (line[index] === "\n") return -1;
  }
  return -1;
}

/** What is open in JavaScript: a block (lines in it are statements of their own), a group of any other kind, a template's text, a comment. */
type Opener = "block" | "group" | "template" | "comment";

interface Scan {
  readonly open: Opener[];
  /** The last sign or word that counts, before the line's end. */
  last: string;
}

// A line that begins so goes on with the statement before it; one that ends so is not finished.
const continuesPrevious = /^(?:\.(?!\d)|\?|:|&&|\|\||[+*%=<>&|^](?!\+)|-(?!-)|,|\)|\]|instanceof\b|in\b|=>)/;
const unfinished = /^(?:[-=+*%<>&|^?:,.([]|=>|&&|\|\||typeof|new|in|of|instanceof|extends|await)$/;

function javascriptLines(text: string): Line[] {
  const lines: Line[] = [];
  const scan: Scan = { open: [], last: "" };
  const all = [...physicalLines(text)];
  for (const [index, { start, end, body }] of all.entries()) {
    const top = scan.open.at(-1);
    const fresh = (top === undefined || top === "block") && !(lines.at(-1)?.continues ?? false);
    const startsComment = body.startsWith("//") || (body.startsWith("/*") && body.indexOf("*/") === body.length - 2);
    if (fresh && (body === "" || startsComment || isFence(body))) {
      lines.push({ start, end, kind: "passive", continues: false, attached: false });
      continue;
    }
    scan.last = fresh ? "" : scan.last;
    scanJavascript(text.slice(start, end), scan);
    const after = scan.open.at(-1);
    const inside = after !== undefined && after !== "block";
    const next = all.slice(index + 1).find(({ body: other }) => other !== "")?.body ?? "";
    const kind: LineKind = /^[}\])]+[);,]*$/.test(body) ? "closing" : "code";
    // A label or a case ends in a colon and is finished.
    const dangling = unfinished.test(scan.last) && !/^(?:case\b.*|default\s*|[\w$]+\s*):$/.test(body.replace(/\s*\/\/.*$/, ""));
    const ended = scan.last === ";" || scan.last === "}" || (after === "block" && scan.last === "{");
    const resumed = !ended && continuesPrevious.test(next) && !/^[)\]]/.test(next);
    const attached = fresh && body.startsWith("@");
    lines.push({ start, end, kind, continues: inside || dangling || resumed, attached });
  }
  return lines;
}

/** Reads one physical line of JavaScript into `scan`: what is open after it, and its last word or sign. */
function scanJavascript(line: string, scan: Scan): void {
  const { open } = scan;
  let index = 0;
  while (index < line.length) {
    const top = open.at(-1);
    const character = line[index] ?? "";
    if (top === "comment") {
      const close = line.indexOf("*/", index);
      if (close < 0) return;
      open.pop();
      index = close + 2;
    } else if (top === "template") {
      if (character === "\\") index += 2;
      else if (line.startsWith("${", index)) {
        open.push("group");
        index += 2;
      } else {
        if (character === "`") {
          open.pop();
          scan.last = "`";
        }
        index += 1;
      }
    } else if (/\s/.test(character)) index += 1;
    else if (line.startsWith("//", index)) return;
    else if (line.startsWith("/*", index)) {
      open.push("comment");
      index += 2;
    } else if (character === "`") {
      open.push("template");
      index += 1;
    } else if (character === '"' || character === "'") {
      const close = closingQuote(line, index);
      scan.last = character;
      if (close < 0) return;
      index = close + 1;
    } else if (character === "/" && startsExpression(scan.last)) {
      const length = regularExpression.exec(line.slice(index))?.[0].length ?? 1;
      scan.last = "/re/";
      index += length;
    } else index = scanSign(line, index, scan);
  }
}

const regularExpression = /^\/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[\n])+\/[a-z]*/;
const blockWords = new Set(["", "else", "try", "finally", "do", ")", "=>", "{", "}", ";", "static"]);

/** Whether a slash after this begins a regular expression rather than a division. */
function startsExpression(last: string): boolean {
  return last === "" || /[=(,:;!&|?{}[+\-*%<>~^]$/.test(last) || /^(?:return|typeof|case|in|of|void|delete|throw|new|else|do)$/.test(last);
}

/** One word or sign; returns the index after it. */
function scanSign(line: string, index: number, scan: Scan): number {
  const { open } = scan;
  const word = /^[\w$]+/.exec(line.slice(index))?.[0];
  if (word !== undefined) {
    // `class A extends B {` opens a block although a name stands before the brace.
    scan.last = scan.last === "class" || scan.last.startsWith("class ") ? `class ${word}` : word;
    return index + word.length;
  }
  const character = line[index] ?? "";
  if (character === "{") {
    open.push(blockWords.has(scan.last) || scan.last.startsWith("class") ? "block" : "group");
    scan.last = "{";
  } else if (character === "(" || character === "[") {
    open.push("group");
    scan.last = character;
  } else if (")]}".includes(character)) {
    open.pop();
    scan.last = character;
  } else {
    const arrow = line.startsWith("=>", index);
    scan.last = arrow ? "=>" : /[+\-&|]/.test(character) && scan.last === character ? character.repeat(2) : character;
    return index + (arrow ? 2 : 1);
  }
  return index + 1;
}
