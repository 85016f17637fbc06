// The words and commands that have a meaning of their own inside an answer.

/** Functions of one operand that are computed; the key is the spelling, the value the name in the tree. */
export const functionNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    sin: "sin",
    cos: "cos",
    tan: "tan",
    tg: "tan",
    cot: "cot",
    ctg: "cot",
    cotg: "cot",
    sec: "sec",
    csc: "csc",
    cosec: "csc",
    arcsin: "arcsin",
    asin: "arcsin",
    arccos: "arccos",
    acos: "arccos",
    arctan: "arctan",
    atan: "arctan",
    arctg: "arctan",
    arccot: "arccot",
    acot: "arccot",
    arcsec: "arcsec",
    arccsc: "arccsc",
    sinh: "sinh",
    cosh: "cosh",
    tanh: "tanh",
    arcsinh: "arcsinh",
    asinh: "arcsinh",
    arsinh: "arcsinh",
    arccosh: "arccosh",
    acosh: "arccosh",
    arcosh: "arccosh",
    arctanh: "arctanh",
    atanh: "arctanh",
    artanh: "arctanh",
    ln: "ln",
    log: "log",
    lg: "log10",
    exp: "exp",
    sqrt: "sqrt",
    cbrt: "cbrt",
    root: "root",
    abs: "abs",
    floor: "floor",
    ceil: "ceiling",
    ceiling: "ceiling",
    min: "min",
    max: "max",
    gcd: "gcd",
    lcm: "lcm",
    binomial: "binomial",
    factorial: "factorial",
    sgn: "sign",
    sign: "sign",
    signum: "sign",
    Re: "real_part",
    Im: "imaginary_part",
    det: "determinant",
  }),
);

/** Names in plain text that stand for one letter or constant. */
export const letterNames: ReadonlySet<string> = new Set([
  ..."alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi rho varrho sigma tau upsilon".split(" "),
  ..."phi varphi chi psi omega Gamma Delta Theta Lambda Xi Sigma Upsilon Phi Psi Omega ell hbar".split(" "),
]);

/** Words that join several answers into one. */
export const connectives: ReadonlySet<string> = new Set([
  "and",
  "or",
  "und",
  "oder",
  "et",
  "ou",
  "y",
  "o",
  "и",
  "или",
  "和",
  "或",
  "或者",
  "と",
  "または",
  "और",
  "या",
  "و",
  "أو",
  "as well as",
]);

/** Words that may stand before or after an answer and change nothing. */
export const fillers: ReadonlySet<string> = new Set(
  (
    "about approximately approx around roughly exactly only just the is are be equals equal to answer final value result option choice " +
    "therefore thus so hence we have get find that it its which that's it's total of solution solutions both either respectively ca circa etwa environ"
  ).split(" "),
);

/** Words after a value that limit or change it, so that they are never dropped. */
export const qualifiers: ReadonlySet<string> = new Set(
  (
    "if when where for with unless except not no than least most more less fewer greater larger smaller between below above under over " +
    "times multiple plus minus base mod modulo divided percent per to until from through"
  ).split(" "),
);

export const numberWords: ReadonlyMap<string, bigint> = new Map(
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
    .split(" ")
    .map((word, index) => [word, BigInt(index)] as const),
);

export const multiplierWords: ReadonlyMap<string, bigint> = new Map([
  ["dozen", 12n],
  ["hundred", 100n],
  ["thousand", 1000n],
  ["million", 1_000_000n],
  ["billion", 1_000_000_000n],
  ["trillion", 1_000_000_000_000n],
  ["万", 10_000n],
  ["亿", 100_000_000n],
]);

/** Whole answers in words that mean the same. The first of each group is the canonical one. */
const wordGroups: readonly (readonly string[])[] = [
  [
    "empty set",
    "no solution",
    "no solutions",
    "no real solution",
    "no real solutions",
    "none",
    "no such number",
    "no real roots",
    "null set",
    "无解",
    "pas de solution",
    "aucune solution",
    "sin solución",
    "no hay solución",
    "keine lösung",
    "нет решений",
    "解なし",
  ],
  ["undefined", "does not exist", "dne", "not defined", "doesn't exist"],
  ["all real numbers", "all reals", "all real", "the real numbers", "real numbers", "any real number", "every real number", "all x"],
  ["true", "verdadero", "vrai", "wahr"],
  ["false", "falso", "faux", "falsch"],
  ["yes", "sí", "oui", "ja", "да", "是"],
  ["no", "non", "nein", "нет", "否"],
  ["infinitely many", "infinitely many solutions", "infinite solutions", "infinite number of solutions"],
];

export const sameWords: ReadonlyMap<string, string> = new Map(
  wordGroups.flatMap((group) => group.map((words) => [words, group[0] ?? words] as const)),
);
