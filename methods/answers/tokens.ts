// The tokens of an answer and the reader that cuts them; how commas inside digits are read is the caller's choice.
import { commandToken, textCommands } from "./commands.ts";
import { letterTokens } from "./letters.ts";
import { numberToken } from "./numerals.ts";

export type TokenKind =
  | "number"
  | "name"
  | "function"
  | "constant"
  | "operator"
  | "open"
  | "close"
  | "group"
  | "endgroup"
  | "relation"
  | "separator"
  | "words"
  | "command"
  | "set"
  | "named_set"
  | "currency";

/** `text` is the meaning (a sign, a name, digits); `raw` the source; `spaced` whether white space stands before it. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly raw: string;
  readonly spaced: boolean;
}

/** How `1,234` outside brackets is read: one number, two numbers, or a decimal. */
export type CommaReading = "thousands" | "list" | "decimal";

export const maximumTokens = 1500;

const simple: Readonly<Record<string, readonly [TokenKind, string]>> = {
  "+": ["operator", "+"],
  "-": ["operator", "-"],
  "*": ["operator", "*"],
  "/": ["operator", "/"],
  "^": ["operator", "^"],
  _: ["operator", "_"],
  "!": ["operator", "!"],
  "'": ["operator", "'"],
  "%": ["operator", "%"],
  ":": ["operator", ":"],
  "|": ["operator", "|"],
  "&": ["operator", "&"],
  "(": ["open", "("],
  ")": ["close", ")"],
  "[": ["open", "["],
  "]": ["close", "]"],
  "{": ["group", "{"],
  "}": ["endgroup", "}"],
  ",": ["separator", ","],
  ";": ["separator", ";"],
  "\n": ["separator", ","],
  "=": ["relation", "="],
  "<": ["relation", "<"],
  ">": ["relation", ">"],
  "~": ["relation", "~"],
  "€": ["currency", "€"],
  "£": ["currency", "£"],
  "¥": ["currency", "¥"],
  "₹": ["currency", "₹"],
  "₽": ["currency", "₽"],
  "¢": ["words", "cents"],
};

const doubled: readonly (readonly [string, TokenKind, string])[] = [
  ["**", "operator", "^"],
  ["<=", "relation", "<="],
  ["=<", "relation", "<="],
  [">=", "relation", ">="],
  ["=>", "relation", ">="],
  ["!=", "relation", "!="],
  ["<>", "relation", "!="],
  ["==", "relation", "="],
  ["~=", "relation", "~"],
  [":=", "relation", "="],
];

/** The tokens of a normalised answer, or undefined when a character has no meaning here or the answer is too long. Cost: linear. */
export function tokenise(text: string, commas: CommaReading): Token[] | undefined {
  const tokens: Token[] = [];
  let [at, depth, spaced] = [0, 0, false];
  const push = (kind: TokenKind, meaning: string, length: number): void => {
    tokens.push({ kind, text: meaning, raw: text.slice(at, at + length), spaced });
    at += length;
    spaced = false;
  };
  while (at < text.length) {
    if (tokens.length > maximumTokens) return undefined;
    const character = text.charAt(at);
    if (character === " ") {
      [at, spaced] = [at + 1, true];
      continue;
    }
    if (/[\d.]/.test(character)) {
      const found = numberToken(text, at, depth === 0 ? commas : "list");
      if (found !== undefined) push("number", found.text, found.length);
      else if (text.startsWith("...", at)) push("operator", "dots", 3);
      else return undefined;
      continue;
    }
    if (character === "\\") {
      const words = textCommands(text, at);
      if (words !== undefined) {
        const inner = wordsTokens(words.content, words.command, isValueEnd(tokens.at(-1)));
        if (inner === undefined) return undefined;
        for (const token of inner) tokens.push(token);
        [at, spaced] = [at + words.length, true];
        continue;
      }
      const command = commandToken(text, at);
      if (command === undefined) return undefined;
      if (command.kind === "open") depth++;
      if (command.kind === "close") depth--;
      if (command.kind === "space") [at, spaced] = [at + command.length, true];
      else push(command.kind, command.text, command.length);
      continue;
    }
    if (/[\p{L}\p{M}]/u.test(character) || text.codePointAt(at) !== text.charCodeAt(at)) {
      const run = /^[\p{L}\p{M}]+/u.exec(text.slice(at, at + 400))?.[0];
      if (run === undefined) return undefined;
      for (const part of letterTokens(run, text.charAt(at + run.length), tokens.at(-1)?.kind, isValueEnd(tokens.at(-1)))) {
        push(part.kind, part.text, part.length);
      }
      continue;
    }
    const pair = doubled.find(([spelling]) => text.startsWith(spelling, at));
    if (pair !== undefined && !(pair[0] === "=>" && /^=>\s*$/.test(text.slice(at)))) {
      push(pair[1], pair[2], 2);
      continue;
    }
    const single = simple[character];
    if (single === undefined) {
      if (character === '"' || character === "`" || character === "?") [at, spaced] = [at + 1, true];
      else return undefined;
      continue;
    }
    if (single[0] === "open") depth++;
    if (single[0] === "close") depth--;
    push(single[0], single[1], 1);
  }
  return tokens;
}

/** Whether a value may end with this token, so that words after it can be its unit. */
export function isValueEnd(token: Token | undefined): boolean {
  if (token === undefined) return false;
  if (token.kind === "operator") return token.text === "%" || token.text === "!" || token.text === "degree" || token.text === "|";
  return (
    token.kind === "number" || token.kind === "name" || token.kind === "constant" || token.kind === "close" || token.kind === "endgroup"
  );
}

/** Tokens of a `\text{…}`: letters, numbers and joining words keep their meaning, the rest is words. */
function wordsTokens(content: string, command: string, afterValue: boolean): Token[] | undefined {
  const trimmed = content.trim();
  const words = (kind: TokenKind, text: string): Token[] => [{ kind, text, raw: content, spaced: true }];
  if (trimmed === "") return [];
  const isText = /^\\(?:text|mbox|textnormal|textbf|textit|textrm|textsf|hbox|emph|underline)$/.test(command);
  if (/^[A-Za-z]$/.test(trimmed) && !(isText && afterValue)) {
    const bold = /^\\(?:mathbf|boldsymbol|bm|vec|hat)$/.test(command) && /^[ijk]$/.test(trimmed);
    return bold ? words("name", `vec_${trimmed}`) : tokenise(trimmed, "list");
  }
  const joining = letterTokens(trimmed.replace(/^[,;]?\s*(.*?)\s*[,;]?$/, "$1"), " ", undefined, false);
  if (joining.length === 1 && joining[0]?.kind === "separator") return words("separator", joining[0].text);
  if (!isText || /^[\d\s.,()+\-*/%^°:A-D]+$/.test(trimmed) || /\d/.test(trimmed) || /^\([A-Za-z]\)$/.test(trimmed)) {
    const inner = tokenise(trimmed, "thousands");
    if (inner !== undefined && (!isText || inner.every((token) => token.kind !== "name" || /^[A-Z]$/.test(token.text)))) return inner;
  }
  return words("words", trimmed);
}
