// An input row as a problem with its given solutions, or the one sentence that says why it cannot be used.
import { comparePrepared, extractAnswer, prepareGold } from "../methods/answers/index.ts";
import type { AnswerOptions, PreparedGold } from "../methods/answers/index.ts";
import { segment } from "../methods/steps/index.ts";
import { joinSteps } from "../datasets/index.ts";
import type { RawRow, RawSolution } from "../datasets/index.ts";
import type { AnswerType, InvalidRow, Problem, ProblemsConfiguration, Solution } from "../schemas/index.ts";

/** A given solution before its answer is graded. */
export type UngradedSolution = Omit<Solution, "outcome" | "grade" | "answer">;

export type ProblemRow =
  | { readonly kind: "usable"; readonly problem: Problem; readonly given: readonly UngradedSolution[] }
  | ({ readonly kind: "invalid" } & InvalidRow);

/** Pure: the same row gives the same problem. The gold answer is read as a solution's would be, else taken as it stands. */
export function problemRow(raw: RawRow, configuration: ProblemsConfiguration): ProblemRow {
  if (raw.kind === "invalid") return raw;
  const { answerType } = configuration;
  const type: AnswerType = typeof answerType === "string" ? { kind: answerType } : definedOnly(answerType);
  const extraction = extractAnswer(raw.goldText, { type });
  const goldText = extraction.kind === "answer" ? extraction.text : raw.goldText.trim();
  const gold = prepareGold(goldText, answerOptions(type, configuration));
  if (emptyAnswer.test(raw.goldText) && extraction.kind !== "answer")
    return { kind: "invalid", row: raw.row, line: raw.line, reason: "it has no gold answer: the place for it is empty" };
  if (gold.kind === "unusable" || isUnread(gold) || comparePrepared(gold, goldText).kind !== "equal")
    return {
      kind: "invalid",
      row: raw.row,
      line: raw.line,
      reason: `its gold answer cannot be read: ${JSON.stringify(goldText.slice(0, 60))}`,
    };
  const problem: Problem = {
    problem: raw.id,
    row: raw.row,
    sourceId: raw.sourceId,
    question: raw.question,
    gold: goldText,
    reference: raw.reference,
    domain: raw.domain,
    split: raw.split,
    answerType: type,
  };
  const texts = new Map<string, number>();
  const given = raw.given.map((solution, index): UngradedSolution => {
    const { text, spans } = textOf(solution);
    if (!texts.has(text)) texts.set(text, index);
    return {
      problem: raw.id,
      solution: index,
      origin: "given",
      text,
      steps: spans,
      tokens: null,
      duplicateOf: texts.get(text) ?? index,
      mark: solution.mark,
      humanFirstError: solution.humanFirstError,
      draw: null,
    };
  });
  return { kind: "usable", problem, given };
}

/** How the answers of a problem are compared: by its own type, under the campaign's policies. */
export function answerOptions(type: AnswerType, { answers }: Pick<ProblemsConfiguration, "answers">): AnswerOptions {
  return { type, ...answers };
}

/** A mark of a final answer with nothing in it. */
const emptyAnswer = /\\boxed\s*\{\s*\}|####\s*$/;

/** Mathematics that could only be taken as a text: no rollout that writes it otherwise would ever equal it. */
function isUnread({ canonical, options }: PreparedGold): boolean {
  return options.type?.kind === "math" && canonical.startsWith("text:") && /[\\{}^_=+*<>]|^text:[^\p{L}\p{N}]*$/u.test(canonical);
}

function textOf({ trace }: RawSolution) {
  return trace.kind === "steps" ? joinSteps(trace.steps) : { text: trace.text, spans: segment(trace.text) };
}

/** zod leaves optional members as undefined; the records leave them out. */
function definedOnly(type: Exclude<ProblemsConfiguration["answerType"], string>): AnswerType {
  if (type.kind === "choice") return type.choices === undefined ? { kind: "choice" } : { kind: "choice", choices: type.choices };
  return {
    kind: "numeric",
    ...(type.absoluteTolerance === undefined ? {} : { absoluteTolerance: type.absoluteTolerance }),
    ...(type.relativeTolerance === undefined ? {} : { relativeTolerance: type.relativeTolerance }),
  };
}
