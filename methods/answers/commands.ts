// What LaTeX commands mean inside an answer.
import type { TokenKind } from "./tokens.ts";
import { functionNames } from "./vocabulary.ts";

const meanings: ReadonlyMap<string, readonly [TokenKind | "space", string]> = new Map<string, readonly [TokenKind | "space", string]>([
  ...entries("operator", {
    cdot: "*",
    times: "*",
    ast: "*",
    cdotp: "*",
    div: "/",
    pm: "pm",
    mp: "mp",
    circ: "degree",
    degree: "degree",
    degrees: "degree",
    prime: "'",
    colon: ":",
    vert: "|",
    lvert: "|",
    rvert: "|",
    mid: "|",
    Vert: "|",
    lVert: "|",
    rVert: "|",
    ldots: "dots",
    dots: "dots",
    cdots: "dots",
    dotsc: "dots",
    dotsb: "dots",
    over: "over",
    choose: "choose",
  }),
  ...entries("relation", {
    eq: "=",
    ne: "!=",
    neq: "!=",
    not: "!=",
    lt: "<",
    gt: ">",
    le: "<=",
    leq: "<=",
    leqslant: "<=",
    leqq: "<=",
    ge: ">=",
    geq: ">=",
    geqslant: ">=",
    geqq: ">=",
    approx: "~",
    approxeq: "~",
    sim: "~",
    simeq: "~",
    cong: "~",
    doteq: "~",
    in: "in",
    notin: "notin",
    equiv: "=",
  }),
  ...entries("set", {
    cup: "union",
    bigcup: "union",
    cap: "intersection",
    bigcap: "intersection",
    setminus: "difference",
    backslash: "difference",
    smallsetminus: "difference",
  }),
  ...entries("open", { langle: "<", lbrack: "[", lparen: "(", lbrace: "{", lfloor: "floor", lceil: "ceiling" }),
  ...entries("close", { rangle: ">", rbrack: "]", rparen: ")", rbrace: "}", rfloor: "floor", rceil: "ceiling" }),
  ...entries("separator", { land: "and", lor: "or", vee: "or", wedge: "and", newline: ",", quad: "quad", qquad: "quad" }),
  ...entries("constant", { pi: "pi", infty: "infinity", imath: "i", e: "e" }),
  ...entries("named_set", {
    emptyset: "empty",
    varnothing: "empty",
    R: "reals",
    reals: "reals",
    Reals: "reals",
    N: "naturals",
    Z: "integers",
  }),
  ...entries("space", {
    angle: "",
    triangle: "",
    measuredangle: "",
    because: "",
    displaystyle: "",
    space: "",
    enspace: "",
    hfill: "",
    square: "",
  }),
  ...entries("name", {
    varepsilon: "epsilon",
    varphi: "phi",
    vartheta: "theta",
    varrho: "rho",
    varsigma: "sigma",
    ell: "ell",
    hbar: "hbar",
  }),
  ...entries("currency", { pounds: "£", euro: "€", textdollar: "$", texteuro: "€" }),
  ...["frac", "sqrt", "binom", "sum", "prod", "int", "iint", "oint", "lim", "begin", "end", "pmod", "bmod", "mod", "log", "overline", "bar"]
    .concat(["hat", "vec", "tilde", "widehat", "widetilde", "overrightarrow", "dot", "ddot", "mathbb", "cfrac", "stackrel", "nth", "root"])
    .map((name) => [name, ["command", name]] as const),
  ..."alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau upsilon phi chi psi omega"
    .split(" ")
    .concat("Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split(" "))
    .map((name) => [name, ["name", name]] as const),
  ...[...functionNames]
    .filter(([name]) => !/^(?:sqrt|log|root|binomial|factorial|abs|tg)$/.test(name))
    .map(([name, meaning]) => [name, ["function", meaning]] as const),
]);

const longestName = Math.max(...[...meanings.keys()].map((name) => name.length));

function entries(kind: TokenKind | "space", table: Readonly<Record<string, string>>): [string, readonly [TokenKind | "space", string]][] {
  return Object.entries(table).map(([name, text]) => [name, [kind, text] as const]);
}

export interface CommandToken {
  readonly kind: TokenKind | "space";
  readonly text: string;
  readonly length: number;
}

/** The command at a backslash. A name that is unknown is cut at its longest known beginning, else it is a variable of that name. */
export function commandToken(text: string, at: number): CommandToken | undefined {
  if (text.startsWith("\\\\", at)) return { kind: "separator", text: "row", length: 2 };
  const symbol = text.charAt(at + 1);
  if (symbol === "{") return { kind: "open", text: "{", length: 2 };
  if (symbol === "}") return { kind: "close", text: "}", length: 2 };
  if (symbol === "%") return { kind: "operator", text: "%", length: 2 };
  if (symbol === "$") return { kind: "currency", text: "$", length: 2 };
  if (symbol === "|") return { kind: "operator", text: "|", length: 2 };
  if (symbol === "&" || symbol === "#" || symbol === "_" || symbol === "-") return { kind: "space", text: "", length: 2 };
  if (/^\d?$/.test(symbol) || symbol === " ") return { kind: "space", text: "", length: 1 };
  const name = /^[a-zA-Z]+/.exec(text.slice(at + 1, at + 41))?.[0];
  if (name === undefined) return undefined;
  const negated = /^not\s*(\\in|=|<|>)(?![a-zA-Z])/.exec(text.slice(at + 1, at + 12));
  if (negated !== null) return { kind: "relation", text: negated[1] === "\\in" ? "notin" : "!=", length: 1 + negated[0].length };
  for (let length = Math.min(name.length, longestName); length >= 2 || length === name.length; length--) {
    const meaning = meanings.get(name.slice(0, length));
    if (meaning !== undefined) return { kind: meaning[0], text: meaning[1], length: 1 + length };
    if (length <= 1) break;
  }
  return { kind: "name", text: `\\${name}`, length: 1 + name.length };
}

const textCommand =
  /\\(?:text|mbox|textnormal|textbf|textit|textrm|textsf|texttt|hbox|emph|underline|mathrm|mathbf|mathit|mathsf|mathtt|mathcal|mathscr|boldsymbol|bm|operatorname|rm)\*?\s*(?=\{)/y;

/** The content of a `\text{…}` (or a relative of it) that begins here, and the length of the whole. */
export function textCommands(text: string, at: number): { command: string; content: string; length: number } | undefined {
  textCommand.lastIndex = at;
  const head = textCommand.exec(text)?.[0];
  if (head === undefined) return undefined;
  const open = at + head.length;
  let depth = 0;
  for (let end = open; end < text.length; end++) {
    const character = text.charAt(end);
    if (character === "{") depth++;
    else if (character === "}" && --depth === 0) {
      return { command: head.replace(/\*?\s*$/, ""), content: text.slice(open + 1, end), length: end + 1 - at };
    }
  }
  return { command: head.replace(/\*?\s*$/, ""), content: text.slice(open + 1), length: text.length - at };
}
