// How solutions say "the answer is" and "therefore" in several languages, as data: to add a language, add a row.

interface Language {
  /** Nouns for the answer, with what may stand before them. */
  readonly answer: readonly string[];
  /** What stands between the noun and the value; `:` and `=` always may. */
  readonly is: readonly string[];
  /** Words that mark a closing sentence as the conclusion. */
  readonly therefore: readonly string[];
}

/** Pieces of regular expressions, matched without regard to case. */
const languages: Readonly<Record<string, Language>> = {
  english: {
    answer: ["(?:correct |right |final |my |our )*answers?(?: to [^.:\\n]{1,60}?| here)?", "final result", "final solution"],
    is: ["is(?: therefore| thus| then| simply| just| equal to)?", "are", "should be", "would be", "must be", "will be", "equals?", "was"],
    therefore: ["therefore", "thus", "hence", "so", "consequently", "in conclusion", "as a result", "in total", "altogether", "finally"],
  },
  chinese: {
    answer: ["(?:最终|正确|最后的?)?(?:答案|结果)"],
    is: ["是", "为", "等于", "应该?是", "应为"],
    therefore: ["因此", "所以", "故", "于是", "综上", "结论", "从而", "最终", "答："],
  },
  japanese: {
    answer: ["(?:最終的な|正しい)?(?:答え?|解答|正解)"],
    is: ["は"],
    therefore: ["したがって", "よって", "ゆえに", "だから", "以上より", "つまり"],
  },
  french: {
    answer: ["(?:la )?réponse(?: finale| correcte)?", "(?:le )?résultat(?: final)?"],
    is: ["est(?: donc)?(?: de)?", "sera", "vaut"],
    therefore: ["donc", "ainsi", "par conséquent", "en conclusion", "finalement", "d'où", "alors"],
  },
  spanish: {
    answer: ["(?:la )?(?:respuesta|solución)(?: final| correcta)?", "(?:el )?resultado(?: final)?"],
    is: ["es(?: entonces| por tanto)?(?: de)?", "será", "son"],
    therefore: ["por lo tanto", "por tanto", "así que", "entonces", "en conclusión", "luego", "por consiguiente"],
  },
  german: {
    answer: ["(?:die )?(?:richtige |endgültige )?antwort", "(?:das )?(?:end)?ergebnis", "(?:die )?lösung"],
    is: ["ist(?: also| daher| somit)?", "lautet(?: also| daher| somit)?", "beträgt"],
    therefore: ["daher", "also", "folglich", "somit", "deshalb", "demnach", "damit", "insgesamt"],
  },
  russian: {
    answer: ["(?:окончательный |правильный )?ответ", "итог"],
    is: ["равен", "равно", "равна", "это", "будет", "[-–—]"],
    therefore: ["следовательно", "таким образом", "поэтому", "итак", "значит", "итого", "отсюда"],
  },
  arabic: {
    answer: ["(?:ال)?(?:إجابة|جواب|اجابة)(?: النهائية| الصحيحة| النهائي| الصحيح)?", "الناتج(?: النهائي)?"],
    is: ["هي", "هو", "يساوي", "تساوي"],
    therefore: ["لذا", "لذلك", "إذن", "وبالتالي", "بالتالي", "إذا", "ومن ثم"],
  },
  hindi: {
    answer: ["(?:अंतिम |सही )?(?:उत्तर|जवाब)"],
    is: ["है", "होगा", "हैं", "(?=\\s*[-\\d$\\\\])"],
    therefore: ["इसलिए", "अतः", "अत:", "इस प्रकार", "तो"],
  },
  portuguese: {
    answer: ["(?:a )?resposta(?: final| correta)?", "(?:o )?resultado(?: final)?"],
    is: ["é(?: de)?", "será"],
    therefore: ["portanto", "logo", "assim", "então", "por isso", "em conclusão"],
  },
  italian: {
    answer: ["(?:la )?risposta(?: finale| corretta)?", "(?:il )?risultato(?: finale)?"],
    is: ["è(?: di| quindi)?", "sarà"],
    therefore: ["quindi", "pertanto", "dunque", "perciò", "in conclusione"],
  },
  korean: {
    answer: ["(?:최종 |정)?답(?:변)?"],
    is: ["은", "는", "이", "(?=\\s*[-\\d$\\\\])"],
    therefore: ["따라서", "그러므로", "결국", "즉"],
  },
  vietnamese: {
    answer: ["(?:đáp án|đáp số|câu trả lời)(?: cuối cùng| đúng)?"],
    is: ["là", "bằng"],
    therefore: ["vậy", "do đó", "vì vậy", "suy ra"],
  },
};

const all = Object.values(languages);
const joined = (pick: (language: Language) => readonly string[]): string => all.flatMap(pick).join("|");

/** A mention of the answer that is followed by what it is; to be matched with the flags `iu`. */
const letter = "[\\p{L}\\p{M}\\p{N}_]";
export const answerPhrasePattern = `(?<!${letter})(?:${joined((language) => language.answer)})\\s*(?:(?:${joined((language) => language.is)})(?!${letter}*[a-zà-ÿ])|[:：=])`;

/** The statement that closes many few-shot prompts; it outranks a box before it. */
export const finalAnswerPattern =
  "(?:final answer|最终答案|réponse finale|respuesta final|endgültige antwort|окончательный ответ)\\s*(?:is|est|es|ist|lautet|是|为|[:：])";

const spelled = (words: readonly string[]): string =>
  words.map((word) => (/^[\p{Script=Latin}\p{Script=Cyrillic}' ]+$/u.test(word) ? `(?<!${letter})${word}(?!${letter})` : word)).join("|");

export const conclusionPattern = spelled(all.flatMap((language) => language.therefore));

/** What links a subject with its value inside a sentence. */
export const copulaPattern = `(?:${spelled(["is", "are", "equals", "be", "was", "it's", "est", "est de", "vaut", "es", "es de", "son", "ist", "sind", "beträgt", "é", "è", "là", "равно", "равен", "равна", "составляет"])}|=|:|：|是|为|等于|は|هو|هي|يساوي)`;
