// Decides what a run of letters means: a function, a constant, a joining word, a unit, a word, or variables side by side.
import type { TokenKind } from "./tokens.ts";
import { isUnitWord } from "./units.ts";
import { connectives, functionNames, letterNames, multiplierWords } from "./vocabulary.ts";

export interface LetterToken {
  readonly kind: TokenKind;
  readonly text: string;
  readonly length: number;
}

/** Short words that are never variables side by side. */
const shortWords: ReadonlySet<string> = new Set(
  "odd yes no one two six ten dne the is are if of at by per mod not all any red up down left none man men day yen ans".split(" "),
);

const splitFunction = /^(sin|cos|tan|cot|sec|csc|ln|log|sqrt)([a-zA-Z]{1,2})$/;

/**
 * The tokens of one run of letters. `next` is the character after it, `previous` the kind of the token before it and `afterValue`
 * whether that token may end a value.
 */
export function letterTokens(run: string, next: string, previous: TokenKind | undefined, afterValue: boolean): LetterToken[] {
  const whole = (kind: TokenKind, text: string): LetterToken[] => [{ kind, text, length: run.length }];
  const lower = run.toLowerCase();
  if (run.length > 1 && connectives.has(lower)) return whole("separator", lower);
  const glued = /^(and|or)([A-Z].*)$/.exec(run);
  if (glued !== null && afterValue) {
    const [, word = "", rest = ""] = glued;
    return [{ kind: "separator", text: word, length: word.length }, ...letterTokens(rest, next, "separator", false)];
  }
  if (run.length === 1) return single(run);
  if (afterValue && isUnitWord(run) && !functionNames.has(run)) return whole("words", run);
  if (afterValue && /^(?:pct|deg|percent|degrees?)$/.test(lower)) return whole("words", lower);
  if (afterValue && multiplierWords.has(lower)) return whole("words", lower);
  const named = functionNames.get(run) ?? (next === "(" ? functionNames.get(lower) : undefined);
  if (named !== undefined && !(next === "" && previous === undefined)) return whole("function", named);
  if (lower === "pi") return whole("constant", "pi");
  if (/^(?:inf|infinity|infty|oo)$/i.test(run)) return whole("constant", "infinity");
  if (run === "xor" || run === "nor") return whole("words", run);
  if (run === "union" || run === "cup" || run === "U") return whole("set", "union");
  if (run === "in" && afterValue) return whole("relation", "in");
  if (letterNames.has(run)) return whole("name", run);
  const joined = splitFunction.exec(run);
  if (joined !== null && !shortWords.has(lower)) {
    const [, name = "", letters = ""] = joined;
    return [
      { kind: "function", text: functionNames.get(name) ?? name, length: name.length },
      ...Array.from(letters, (letter) => single(letter)[0] ?? { kind: "name" as const, text: letter, length: 1 }),
    ];
  }
  if (/^pi[a-z]$/.test(run)) return [{ kind: "constant", text: "pi", length: 2 }, ...single(run.charAt(2))];
  if (/^[a-z]pi$/.test(run)) return [...single(run.charAt(0)), { kind: "constant", text: "pi", length: 2 }];
  if (/^(?:We|So|If|In|It|Is|An|Or|To|At|By|On|As)$/.test(run)) return whole("words", run);
  if (/^[A-Z]{2,4}$/.test(run) || (run.length <= 3 && /^[A-Za-z]+$/.test(run) && !shortWords.has(lower))) {
    return Array.from(run, (letter) => single(letter)[0] ?? { kind: "name" as const, text: letter, length: 1 });
  }
  return whole("words", run);
}

function single(letter: string): LetterToken[] {
  if (letter === "e") return [{ kind: "constant", text: "e", length: 1 }];
  if (letter === "i") return [{ kind: "constant", text: "i", length: 1 }];
  if (letter === "∪") return [{ kind: "set", text: "union", length: 1 }];
  return /^[A-Za-z]$/.test(letter) ? [{ kind: "name", text: letter, length: 1 }] : [{ kind: "words", text: letter, length: letter.length }];
}
