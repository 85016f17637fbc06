// A solution as people read it in a terminal: each step with its counts and labels beside it. All foreign text is made harmless.
import type { Grade, PrefixCount, StepLabel } from "../schemas/index.ts";
import type { ShownRollout, ShownSolution } from "./read-solution.ts";
import { cut, harmless, oneLine, wrap } from "./terminal.ts";

export interface SolutionTextOptions {
  readonly columns: number;
  readonly rollouts: "counted" | "listed";
}

export function solutionText(shown: ShownSolution, { columns, rollouts }: SolutionTextOptions): string {
  const { id, problem, solution, labels, root } = shown;
  const answer = solution.answer === null ? "no answer" : `answer ${oneLine(solution.answer)}`;
  const marks = [
    ...(solution.mark === null ? [] : [`the file calls it ${solution.mark ? "right" : "wrong"}`]),
    ...(solution.humanFirstError === null ? [] : [`first error by a human: ${errorText(solution.humanFirstError)}`]),
    ...(solution.duplicateOf === solution.solution ? [] : [`same text as solution ${solution.duplicateOf}`]),
  ];
  return [
    ...wrap(oneLine(problem.question), { columns, first: "Problem   " }),
    ...wrap(oneLine(problem.gold), { columns, first: "Gold      " }),
    ...wrap(`${oneLine(id)}: ${solution.origin}, ${outcomeText(solution.grade)}, ${answer}`, { columns, first: "Solution  " }),
    ...(marks.length === 0 ? [] : wrap(marks.join("; "), { columns, first: "          " })),
    ...(root === null ? [] : wrap(`${countText(root)} of the bare problem`, { columns, first: "Root      " })),
    ...(labels === null
      ? ["Labels    none: it was not chosen for labelling"]
      : [`Labels    first error: ${errorText(labels.firstError)} (steps count from 0)`]),
    "",
    ...solution.steps.flatMap(({ start, end }, step) => [
      ...wrap(harmless(solution.text.slice(start, end)).trim(), { columns, first: `${String(step).padStart(3)}  ` }),
      ...wrap(labelText(labels?.steps[step] ?? null), { columns, first: "     > " }),
      ...(rollouts === "listed" ? (shown.rollouts[step + 1] ?? []).map((rollout) => cut(rolloutText(rollout), columns)) : []),
    ]),
  ].join("\n");
}

/** `3 of 4 rollouts right (1 invalid); hard right, soft 0.75, implied right` */
export function labelText(label: StepLabel | null): string {
  if (label === null) return "not labelled";
  const { count, hard, soft, implied } = label;
  const views = [
    ...(hard === null ? [] : [`hard ${rightness(hard)}`]),
    ...(soft === null ? [] : [`soft ${Number(soft.toFixed(3))}`]),
    ...(implied === null ? [] : [`implied ${rightness(implied)}`]),
  ];
  return `${count === null ? "not measured" : countText(count)}${views.length === 0 ? "" : `; ${views.join(", ")}`}`;
}

function countText({ correct, k, invalid, distinct, stop }: PrefixCount): string {
  if (stop === "graded") return `its own answer is ${rightness(correct > 0)}`;
  const asides = [
    ...(invalid > 0 ? [`${invalid} more invalid`] : []),
    ...(distinct < k ? [`${distinct} distinct`] : []),
    ...(stop === "first_success" ? ["stopped at the first success"] : []),
  ];
  return `${correct} of ${k} rollouts right${asides.length === 0 ? "" : ` (${asides.join(", ")})`}`;
}

function rolloutText({ draw, grade, answer, tokens }: ShownRollout): string {
  return `       draw ${draw}: ${outcomeText(grade)}, ${answer === null ? "no answer" : `answer ${oneLine(answer)}`}, ${tokens} tokens`;
}

function outcomeText(grade: Grade): string {
  if (grade.kind === "correct") return "right";
  return `${grade.kind} (${grade.reason.replaceAll("_", " ")})`;
}

export function errorText(firstError: number | null): string {
  return firstError === null ? "not known" : firstError === -1 ? "none" : `step ${firstError}`;
}

const rightness = (right: boolean): string => (right ? "right" : "wrong");
