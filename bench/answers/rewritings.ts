// Other spellings of a gold that must stay equal, and small changes of it that must not.
import { readPolynomial, writeFactored, writePolynomial } from "./polynomials.ts";

/** Distinct texts that mean what the gold means, without the gold itself. */
export function rewritingsOf(gold: string): string[] {
  const texts = new Set<string>([
    `$${gold}$`,
    `${gold}.`,
    `$${gold}$.`,
    `\\(${gold}\\)`,
    `\\[ ${gold} \\]`,
    ` ${gold} `,
    `\\boxed{${gold}}`,
    gold.replaceAll("\\frac", "\\dfrac"),
    gold.replaceAll("\\frac", "\\tfrac"),
    gold.replaceAll("\\dfrac", "\\frac"),
    gold.replaceAll(/\\frac\{([^{}]+)\}\{([^{}]+)\}/g, "\\frac {$1} {$2}"),
    gold.replaceAll(/\\frac(\d)(\d)/g, "\\frac{$1}{$2}"),
    gold.replaceAll(/([+\-=<>,])/g, " $1 "),
    gold.replaceAll(" ", ""),
    gold.replaceAll(/([(),[\]])/g, "$1\\,").replaceAll(/\\,$/g, ""),
    gold.replaceAll("^\\circ", "^{\\circ}"),
    gold.replaceAll("\\$", ""),
    gold.replaceAll("\\pi", "\\pi{}").replaceAll("\\pi{}}", "\\pi}"),
    gold.replaceAll(/\((?=.*\))/g, "\\left(").replaceAll(")", "\\right)"),
    gold.replaceAll(/\\(?:left|right)/g, ""),
    gold.replaceAll(/\\text\{([^{}]*)\}/g, "\\mbox{$1}"),
    gold.replaceAll(/\\text\{([^{}]*)\}/g, "\\textbf{$1}"),
    gold.replaceAll("pmatrix", "bmatrix"),
  ]);
  for (const text of [...numbers(gold), ...lists(gold), ...expressions(gold)]) texts.add(text);
  // Spaces inside words and commands mean something, so a gold with words keeps them.
  if (/\\text|\\mbox|\\begin|\\cot|\\sqrt \d/.test(gold)) texts.delete(gold.replaceAll(" ", ""));
  if (/\\begin/.test(gold)) texts.delete(gold.replaceAll(/([(),[\]])/g, "$1\\,"));
  texts.delete(gold);
  return [...texts];
}

function numbers(gold: string): string[] {
  const whole = /^-?\d+$/.exec(gold.replaceAll(/,\\!\s*|,/g, ""))?.[0];
  if (whole !== undefined && /^-?\d+$|^\d{1,3}(?:,(?:\\! ?)?\d{3})+$/.test(gold)) {
    const grouped = (mark: string): string => whole.replaceAll(/(?<=\d)(?=(?:\d{3})+$)/g, mark);
    return [
      whole,
      `${whole}.0`,
      `${whole}.00`,
      `+${whole}`.replace("+-", "-"),
      grouped(","),
      grouped("{,}"),
      grouped(",\\!"),
      grouped("\\,"),
      `\\text{${whole}}`,
      `x = ${whole}`,
      `${whole} \\text{ units}`,
      `\\frac{${whole}}{1}`,
      `{${whole}}`,
    ];
  }
  const decimal = /^(-?)(\d*)\.(\d+)$/.exec(gold);
  if (decimal !== null) {
    const [, sign = "", before = "", after = ""] = decimal;
    return [
      `${sign}${before === "" ? "0" : before}.${after}`,
      `${gold}0`,
      `${sign}\\frac{${Number(before + after)}}{1${"0".repeat(after.length)}}`,
    ];
  }
  const fraction = /^(-?)\\d?frac\{?(\d+?)\}?\{?(\d+)\}?$/.exec(gold.replaceAll(" ", ""));
  if (fraction === null) return [];
  const [, sign = "", top = "1", bottom = "1"] = fraction;
  const texts = [
    `${sign}${top}/${bottom}`,
    `${sign}\\frac{${2 * Number(top)}}{${2 * Number(bottom)}}`,
    `\\frac{${sign}${top}}{${bottom}}`,
    `${sign}(${top})/(${bottom})`,
  ];
  const value = Number(top) / Number(bottom);
  if (/^(?:[25]|10|4|8|16|20|25|40|50|100|32|64|125|1000|256|625)$/.test(bottom)) texts.push(`${sign}${value}`);
  return texts;
}

/** Bare lists and sets in other orders. */
function lists(gold: string): string[] {
  const parts = gold.split(/,\s*/);
  const isBare =
    parts.length > 1 && parts.every((part) => /^-?[\d.]+$|^-?\\frac\{\d+\}\{\d+\}$/.test(part)) && !/\d,(?:\\!)?\s*\d{3}/.test(gold);
  if (isBare)
    return [
      parts.toReversed().join(", "),
      parts.join(" \\text{ and } "),
      parts.join(" or "),
      `\\{${parts.join(", ")}\\}`,
      `x = ${parts.join(", ")}`,
    ];
  const set = /^\\\{(.*)\\\}$/.exec(gold)?.[1];
  if (set !== undefined) return [`\\{${set.split(",").toReversed().join(", ")}\\}`];
  return [];
}

function expressions(gold: string): string[] {
  const polynomial = readPolynomial(gold);
  const texts: string[] = [];
  if (polynomial !== undefined) {
    const factored = writeFactored(polynomial);
    texts.push(writePolynomial(polynomial, "as_read"), writePolynomial(polynomial, "reversed"), `\\frac{2(${gold})}{2}`, `(${gold})`);
    if (factored !== undefined) texts.push(factored);
  }
  if (/\\sqrt|\\pi/.test(gold) && !/[,=[(\\]\\(?:text|pm|infty|left)|[,=[(]/.test(gold) && !/\\text|\\pm|\\infty/.test(gold)) {
    texts.push(`(${gold})`, `\\frac{2 \\cdot (${gold})}{2}`, `(${gold}) + 1 - 1`, gold.replaceAll(/\\sqrt\{?(\d)\}?(?!\d)/g, "\\sqrt{$1}"));
  }
  return texts;
}

/** Distinct texts that differ from the gold in one digit, sign, place, bracket or element. */
export function mutationsOf(gold: string): string[] {
  const texts = new Set<string>();
  for (const match of gold.matchAll(/\d/g)) {
    const changed = String((Number(match[0]) + 1) % 10);
    texts.add(gold.slice(0, match.index) + changed + gold.slice(match.index + 1));
    texts.add(gold.slice(0, match.index) + String((Number(match[0]) + 5) % 10) + gold.slice(match.index + 1));
  }
  for (const match of gold.matchAll(/[+-]/g))
    texts.add(gold.slice(0, match.index) + (match[0] === "+" ? "-" : "+") + gold.slice(match.index + 1));
  if (/^[\d\\(]/.test(gold) && !/^\\(?:text|begin|left|\{)|[,=]|\\in/.test(gold) && !/^\(.*\)$/.test(gold)) texts.add(`-${gold}`);
  if (/^[([].*,.*[)\]]$/.test(gold) && !/\\cup/.test(gold)) {
    texts.add(gold.startsWith("(") ? `[${gold.slice(1)}` : `(${gold.slice(1)}`);
    texts.add(gold.endsWith(")") ? `${gold.slice(0, -1)}]` : `${gold.slice(0, -1)})`);
    const parts = gold.slice(1, -1).split(",");
    if (parts.length >= 2 && parts[0] !== parts[1]) {
      const swapped = [parts[1] ?? "", parts[0] ?? "", ...parts.slice(2)];
      texts.add(`${gold.charAt(0)}${swapped.join(",")}${gold.slice(-1)}`);
      texts.add(`${gold.charAt(0)}${parts.slice(1).join(",")}${gold.slice(-1)}`);
    }
  }
  const bare = gold.split(/,\s*/);
  if (bare.length > 1 && bare.every((part) => /^-?\d+$/.test(part)) && !/,\d{3}/.test(gold)) texts.add(bare.slice(1).join(", "));
  texts.delete(gold);
  return [...texts];
}
