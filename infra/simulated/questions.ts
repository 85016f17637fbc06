// Questions as text: writes the words of a chain of operations, and reads them back exactly from any text that holds them.
import type { Chain, Operation, Operator } from "./chain.ts";
import type { Random } from "./random.ts";
import { themes } from "./themes.ts";
import type { Theme } from "./themes.ts";

/** A simulated question found in a text: what it asks and where it stands, [begin, end) in UTF-16 units. */
export interface ParsedQuestion extends Chain {
  readonly text: string;
  readonly begin: number;
  readonly end: number;
}

/** Tells a chain as a story of one theme; theme, names and verbs are drawn from `random`. */
export function writeQuestion({ initial, operations }: Chain, random: Random): string {
  const theme = random.pick(themes);
  const who = random.pick(theme.subjects);
  const things = random.pick(theme.things);
  const tell = (template: string, number: number): string =>
    template.replaceAll("{who}", who).replaceAll("{things}", things).replace("{number}", String(number));
  return [
    tell(theme.opening, initial),
    ...operations.map(({ operator, operand }) => tell(random.pick(theme.sentences[operator]), operand)),
    tell(theme.closing, 0),
  ].join(" ");
}

/**
 * Finds the last simulated question in a text and reads its chain; null when there is none. Sentences may be parted by any white space.
 * Exact: only a whole question with one subject and one kind of things is found. Cost: linear, about 20 us for 2,000 characters.
 */
export function parseQuestion(text: string): ParsedQuestion | null {
  let last: { readonly match: RegExpExecArray; readonly reader: ThemeReader } | null = null;
  for (const reader of readers) {
    for (const match of text.matchAll(reader.question)) {
      if (last === null || match.index > last.match.index) last = { match, reader };
    }
  }
  if (last === null) return null;
  const { match, reader } = last;
  const operations: Operation[] = [];
  for (const sentence of (match.groups?.["body"] ?? "").matchAll(reader.sentence)) {
    for (const [name, value] of Object.entries(sentence.groups ?? {})) {
      const operator = reader.operatorOf.get(name);
      if (operator !== undefined && value !== undefined) operations.push({ operator, operand: Number(value) });
    }
  }
  const [found] = match;
  return { initial: Number(match.groups?.["number"]), operations, text: found, begin: match.index, end: match.index + found.length };
}

interface ThemeReader {
  /** A whole question, with the groups who, things, number (the initial value) and body (its operation sentences). */
  readonly question: RegExp;
  /** One operation sentence; the one named group that matched holds the operand. */
  readonly sentence: RegExp;
  readonly operatorOf: ReadonlyMap<string, Operator>;
}

const numberPattern = "[1-9]\\d{0,6}";
const readers = themes.map(createReader);

function createReader(theme: Theme): ThemeReader {
  const operatorOf = new Map<string, Operator>();
  const subject = theme.subjects.map(escapePattern).join("|");
  const things = theme.things.map(escapePattern).join("|");
  const bare: string[] = [];
  const named: string[] = [];
  const operators: readonly Operator[] = ["+", "-", "*", "/"];
  for (const operator of operators) {
    for (const template of theme.sentences[operator]) {
      const name = `operand${operatorOf.size}`;
      operatorOf.set(name, operator);
      bare.push(pattern(template, { who: "\\k<who>", things: "\\k<things>", number: numberPattern }));
      named.push(pattern(template, { who: `(?:${subject})`, things: `(?:${things})`, number: `(?<${name}>${numberPattern})` }));
    }
  }
  const opening = pattern(theme.opening, {
    who: `(?<who>${subject})`,
    things: `(?<things>${things})`,
    number: `(?<number>${numberPattern})`,
  });
  const closing = pattern(theme.closing, { who: "\\k<who>", things: "\\k<things>", number: numberPattern });
  return {
    question: new RegExp(`(?<![A-Za-z])${opening}(?<body>(?:\\s+(?:${bare.join("|")}))+)\\s+${closing}`, "g"),
    sentence: new RegExp(named.join("|"), "g"),
    operatorOf,
  };
}

/** A template as a pattern; only the first {who} or {things} can be a capturing group, so templates of openings name each once. */
function pattern(template: string, parts: { readonly who: string; readonly things: string; readonly number: string }): string {
  return escapePattern(template)
    .replaceAll("\\{who\\}", parts.who)
    .replaceAll("\\{things\\}", parts.things)
    .replace("\\{number\\}", parts.number);
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
