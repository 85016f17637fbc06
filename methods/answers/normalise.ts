// Cleans the text of an answer before it is read: one spelling for layout commands, delimiters, thousands and decimal marks.
import { plainCharacters } from "./characters.ts";

const knownCommand =
  "(?:frac|dfrac|tfrac|cfrac|sqrt|boxed|fbox|left|right|text|textbf|mathrm|mathbf|mbox|pi|cdot|times|pm|mp|infty|begin|end|in|cup|cap|le|leq|ge|geq|ne|neq|" +
  "lt|gt|circ|degree|sin|cos|tan|cot|sec|csc|ln|log|exp|binom|sum|prod|int|alpha|beta|gamma|delta|theta|lambda|mu|sigma|phi|psi|omega|angle|" +
  "overline|underline|mathbb|emptyset|varnothing|operatorname|approx|quad|qquad|triangle|div|hat|vec|ldots|dots|cdots|setminus|lfloor|rfloor|lceil|rceil)";
const doubledCommand = new RegExp(String.raw`(?<!\\)(\\\\)+(?=${knownCommand}(?![a-zA-Z])|[{}%$()[\]!,;])`);
const everyDoubledCommand = new RegExp(doubledCommand.source, "g");
const singleCommand = new RegExp(String.raw`(?<!\\)(?:\\\\)*\\${knownCommand}(?![a-zA-Z])`);

/** 7th, 7^{th}, 7^{\text{th}}: the number. */
const ordinal =
  /(?<=\d)\s*(?:\^\s*\{\s*\\(?:text|mathrm|mbox|rm)\s*\{\s*(?:st|nd|rd|th)\s*\}\s*\}|\^\s*\{\s*(?:st|nd|rd|th)\s*\}|(?:st|nd|rd|th))(?![a-zA-Z])/g;

/** Halves the backslashes of a text that was escaped once too often. Cost: linear. */
export function withoutDoubledBackslashes(text: string): string {
  if (!text.includes("\\\\") || !doubledCommand.test(text)) return text;
  // Without a matrix there are no rows to break, so a doubled command is a doubled command even beside single ones.
  if (!/\\begin/.test(text)) return text.replaceAll(everyDoubledCommand, "\\");
  if (singleCommand.test(text)) return text;
  return text.replaceAll(/\\{2,}/g, (run) => "\\".repeat(Math.ceil(run.length / 2)));
}

/**
 * The cleaned answer: plain characters, no layout, no maths delimiters, no closing punctuation. Idempotent in effect on well-formed
 * answers. Cost: linear in the text.
 */
export function normaliseAnswer(text: string): string {
  let clean = withoutDoubledBackslashes(plainCharacters(text)).trim();
  clean = stripMarkdown(clean);
  clean = stripDelimiters(clean);
  clean = clean
    .replaceAll(/\\(?:left|right|bigl|bigr|Bigl|Bigr|biggl|biggr|Biggl|Biggr|big|Big|bigg|Bigg|middle)(?![a-zA-Z])\s*(?:\.(?!\d))?/g, "")
    .replaceAll(/\{\\(?:it|rm|bf|sf|tt|em)\s+([^{}]*)\}/g, "\\text{$1}")
    .replaceAll(/\\(?:displaystyle|textstyle|scriptstyle|limits|nolimits|noindent|centering|strut|hfill|bf|rm|it|tt)(?![a-zA-Z])/g, " ")
    .replaceAll(/\\(?:hspace|vspace|phantom|hphantom|vphantom|label|tag|color)\*?\s*\{[^{}]*\}/g, " ")
    .replaceAll(/\\textcolor\s*\{[^{}]*\}/g, "")
    .replaceAll(/\\(?:dfrac|tfrac|cfrac)(?![a-zA-Z])/g, "\\frac")
    .replaceAll(/\\(?:dbinom|tbinom)(?![a-zA-Z])/g, "\\binom")
    .replaceAll(/\\(?:boxed|fbox|mathstrut|ensuremath|displaylines)\s*(?=\{)/g, "");
  clean = clean.replaceAll(/(?<=\\[a-zA-Z]{2,12})\{\}(?!\{)/g, " ");
  clean = clean.replaceAll(ordinal, "");
  clean = joinThousands(clean).replaceAll(/(?<!\\)\\!/g, "");
  clean = clean.replaceAll(/(?<!\\)\\[,:;> ]|~|\\thinspace|\\nobreak/g, " ");
  clean = clean.replaceAll(/\\+$/g, "").replaceAll(/[ \n]+/g, " ");
  return stripClosing(afterArrow(braceFractions(clean).trim()));
}

/** `\frac12`, `\frac1{72}` and `\frac{270}7` get braces around both arguments: TeX takes one digit each. */
function braceFractions(text: string): string {
  if (!/\\frac\s*\d|\}\s*\d/.test(text)) return text;
  let clean = text;
  for (let at = clean.indexOf("\\frac"); at >= 0; at = clean.indexOf("\\frac", at + 5)) {
    let place = at + 5;
    for (let argument = 0; argument < 2; argument++) {
      while (clean.charAt(place) === " ") place++;
      if (/\d/.test(clean.charAt(place))) clean = `${clean.slice(0, place)}{${clean.charAt(place)}}${clean.slice(place + 1)}`;
      place = endOfArgument(clean, place);
    }
  }
  return clean;
}

function endOfArgument(text: string, start: number): number {
  if (text.charAt(start) !== "{") return start + (/^\\[a-zA-Z]+/.exec(text.slice(start, start + 20))?.[0].length ?? 1);
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text.charAt(at) === "{") depth++;
    else if (text.charAt(at) === "}" && --depth === 0) return at + 1;
  }
  return text.length;
}

/** `14{,}916`, `10,\!080`, `10\,080` and `11,\! 111` are single numbers whatever stands around them. */
function joinThousands(text: string): string {
  return text
    .replaceAll(/(?<=\d)\s*\{\s*,\s*\}\s*(?=\d{3}(?!\d))/g, "")
    .replaceAll(/(?<=\d)\s*,\s*\\!\s*(?=\d{3}(?!\d))/g, "")
    .replaceAll(/(?<=\d)\\!\s*,\s*(?=\d{3}(?!\d))/g, "")
    .replaceAll(/(?<=\d)\s*\{\s*,\s*\}\s*(?=\d)/g, ".")
    .replaceAll(/(?<=\d)\\[,;: ](?=\d{3}(?!\d))/g, "")
    .replaceAll(/(?<=\d)~(?=\d{3}(?!\d))/g, "");
}

/** A derivation that was taken along (`x^2=4 \Rightarrow x=2`) states its last part. */
function afterArrow(text: string): string {
  const arrow = [...text.matchAll(/\\(?:Rightarrow|implies|Longrightarrow|therefore|iff|Leftrightarrow)(?![a-zA-Z])/g)].at(-1);
  return arrow === undefined ? text : text.slice(arrow.index + arrow[0].length).trim();
}

function stripMarkdown(text: string): string {
  let clean = text;
  for (let round = 0; round < 4; round++) {
    const inner = /^(\*\*\*|\*\*|\*|__|`+|"|')([^]+?)\1[.,]?$/.exec(clean)?.[2];
    if (inner === undefined || inner.includes("*") !== clean.slice(3, -3).includes("*")) break;
    clean = inner.trim();
  }
  return clean.replace(/^\*\*\s*(?=\S)/, "").replace(/(?<=\S)\s*\*\*$/, "");
}

/** Drops `$…$`, `\(…\)` and `\[…\]`; an odd `$` before or after a number is money. */
function stripDelimiters(text: string): string {
  let clean = text
    .replaceAll(/(?<!\\)\\[()]/g, " ")
    .replaceAll(/(?<!\\)\\\[/g, " ")
    .replaceAll(/(?<!\\)\\\](?!\s*=)/g, " ");
  const bare = clean.match(/(?<!\\)\$/g)?.length ?? 0;
  if (bare === 0) return clean;
  if (bare % 2 === 1 && /(?<!\\)\$\s*[-+]?[\d.]|\d\s*(?<!\\)\$/.test(clean)) {
    const money = /(?<!\\)\$(?=\s*[-+]?[\d.])|(?<=\d\s?)(?<!\\)\$/;
    clean = clean.replace(money, "\\$");
  }
  return clean.replaceAll(/(?<!\\)\$/g, " ");
}

function stripClosing(text: string): string {
  let clean = text;
  for (;;) {
    const shorter = clean.replace(/(?:(?<!\.)\.|[,;:!?。]|\\|(?<=\s)-)$/, (mark, at: number) =>
      mark === "!" && /[\w)}\]]!?$/.test(clean.slice(0, at)) ? mark : "",
    );
    if (shorter === clean) return clean;
    clean = shorter.trimEnd();
  }
}
