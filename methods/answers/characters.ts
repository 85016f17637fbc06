// Brings the many characters of one meaning to one spelling: digits, minus signs, superscripts, Greek letters, punctuation.

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱ";
const superscriptMeaning = "0123456789+-()ni";
const subscripts = "₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₙₖ";
const subscriptMeaning = "0123456789+-()nk";

const vulgarFractions: Readonly<Record<string, string>> = {
  "½": "{1}{2}",
  "⅓": "{1}{3}",
  "⅔": "{2}{3}",
  "¼": "{1}{4}",
  "¾": "{3}{4}",
  "⅕": "{1}{5}",
  "⅖": "{2}{5}",
  "⅗": "{3}{5}",
  "⅘": "{4}{5}",
  "⅙": "{1}{6}",
  "⅚": "{5}{6}",
  "⅛": "{1}{8}",
  "⅜": "{3}{8}",
  "⅝": "{5}{8}",
  "⅞": "{7}{8}",
};

const spellings: Readonly<Record<string, string>> = {
  "−": "-",
  "–": "-",
  "—": "-",
  "‐": "-",
  "‑": "-",
  "‒": "-",
  "﹣": "-",
  "×": "\\times ",
  "⋅": "\\cdot ",
  "·": "\\cdot ",
  "∙": "\\cdot ",
  "•": "\\cdot ",
  "∗": "*",
  "÷": "/",
  "⁄": "/",
  "∕": "/",
  "√": "\\sqrt ",
  "∛": "\\sqrt[3]",
  "∜": "\\sqrt[4]",
  "∞": "\\infty ",
  "≤": "\\le ",
  "≦": "\\le ",
  "⩽": "\\le ",
  "≥": "\\ge ",
  "≧": "\\ge ",
  "⩾": "\\ge ",
  "≠": "\\ne ",
  "≈": "\\approx ",
  "≃": "\\approx ",
  "≅": "\\approx ",
  "∼": "\\approx ",
  "≡": "\\equiv ",
  "∈": "\\in ",
  "∉": "\\notin ",
  "∪": "\\cup ",
  "∩": "\\cap ",
  "∖": "\\setminus ",
  "∅": "\\emptyset ",
  "⌀": "\\emptyset ",
  ℝ: "\\mathbb{R}",
  ℤ: "\\mathbb{Z}",
  ℕ: "\\mathbb{N}",
  ℚ: "\\mathbb{Q}",
  ℂ: "\\mathbb{C}",
  "±": "\\pm ",
  "∓": "\\mp ",
  "°": "^\\circ ",
  º: "^\\circ ",
  "˚": "^\\circ ",
  "′": "'",
  "’": "'",
  "‘": "'",
  ʼ: "'",
  "“": '"',
  "”": '"',
  "∑": "\\sum ",
  "∏": "\\prod ",
  "∫": "\\int ",
  "⟨": "\\langle ",
  "⟩": "\\rangle ",
  "〈": "\\langle ",
  "〉": "\\rangle ",
  "⌊": "\\lfloor ",
  "⌋": "\\rfloor ",
  "⌈": "\\lceil ",
  "⌉": "\\rceil ",
  "∨": "\\lor ",
  "∧": "\\land ",
  "→": "\\to ",
  "⇒": "\\Rightarrow ",
  "…": "\\ldots ",
  "⋯": "\\ldots ",
  "∣": "|",
  "、": ",",
  "。": ".",
  "「": "(",
  "」": ")",
  "【": "[",
  "】": "]",
  "《": '"',
  "》": '"',
  "٪": "%",
  "٫": ".",
  "٬": ",",
  "،": ",",
  "؛": ";",
  "।": ".",
  "\u2028": "\n",
  "\u2029": "\n",
};

const greekNames = [
  "alpha",
  "beta",
  "gamma",
  "delta",
  "epsilon",
  "zeta",
  "eta",
  "theta",
  "iota",
  "kappa",
  "lambda",
  "mu",
  "nu",
  "xi",
  "omicron",
  "pi",
  "rho",
  "sigma",
  "sigma",
  "tau",
  "upsilon",
  "phi",
  "chi",
  "psi",
  "omega",
];

/** The first digit of each block of decimal digits that solutions in other languages use. */
const digitBlocks = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50, 0x0f20, 0x1040];

/** One spelling for every character that has several; invisible characters are gone. Cost: linear. */
export function plainCharacters(text: string): string {
  if (/^[\x20-\x7e\n]*$/.test(text)) return text;
  // A control character is what a wrongly unescaped \f, \b or \v leaves behind.
  const repaired = text
    .replaceAll(/\\?\f/g, "\\f")
    .replaceAll(/\\?[\b]/g, "\\b")
    .replaceAll(/\\?\v/g, "\\v")
    .replaceAll(/\p{Cf}/gu, "")
    .replaceAll(/\ufe0e|\ufe0f/g, "")
    .replaceAll(/\p{Cs}/gu, (half) => `\ufffd${half.charCodeAt(0)}\ufffd`);
  const powers = repaired
    .replaceAll(/(?<=\d\s?)(m|km|cm|mm|in|ft)([²³])/g, "\\text{ $1}$2")
    .replaceAll(/[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱ]+/g, (run) => `^{${translate(run, superscripts, superscriptMeaning)}}`)
    .replaceAll(/[₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₙₖ]+/g, (run) => `_{${translate(run, subscripts, subscriptMeaning)}}`)
    .replaceAll(/[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]/g, (character) => `\\frac${vulgarFractions[character] ?? ""}`);
  let plain = "";
  for (const character of powers) plain += spelling(character);
  return plain.normalize("NFC");
}

function translate(run: string, from: string, to: string): string {
  return Array.from(run, (character) => to[from.indexOf(character)] ?? "").join("");
}

function spelling(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return character === "\t" || character === "\r" ? " " : character;
  const known = spellings[character];
  if (known !== undefined) return known;
  if (code >= 0x03b1 && code <= 0x03c9) return `\\${greekNames[code - 0x03b1] ?? ""} `;
  if (code >= 0x0391 && code <= 0x03a9) return capitalGreek(greekNames[code - 0x0391] ?? "");
  if (code === 0x03d5) return "\\phi ";
  if (code === 0x03f5) return "\\epsilon ";
  const block = digitBlocks.find((first) => code >= first && code < first + 10);
  if (block !== undefined) return String(code - block);
  if ((code >= 0xff01 && code <= 0xff5e) || code === 0x3000 || code === 0xa0 || (code >= 0x2000 && code <= 0x200a) || code === 0x202f) {
    return character.normalize("NFKC");
  }
  if ((code >= 0x1d400 && code <= 0x1d7ff) || (code >= 0x2100 && code <= 0x214f)) {
    const plain = character.normalize("NFKC");
    return plain === character ? plain : Array.from(plain, spelling).join("");
  }
  return character;
}

function capitalGreek(name: string): string {
  return /^(?:gamma|delta|theta|lambda|xi|pi|sigma|upsilon|phi|psi|omega)$/.test(name)
    ? `\\${name.charAt(0).toUpperCase()}${name.slice(1)} `
    : (name.charAt(0) || "").toUpperCase();
}
