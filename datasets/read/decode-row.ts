// From the JSON texts of a row's cells to a problem with its given solutions, or the one sentence that says why not.
import type { MappedColumn, Meaning } from "./mapping.ts";
import { problemId } from "./problem-id.ts";
import type { RawProblem, RawRow, RawSolution } from "./raw-row.ts";

/** A row as the stage keeps it. `cells` are aligned with the resolved columns. */
export interface StagedRow {
  readonly row: number;
  readonly line: number | null;
  readonly cells: readonly (string | null)[] | null;
  readonly broken: string | null;
  /** The earlier row with the same id; null where there is none. */
  readonly duplicateOf: number | null;
}

/** Why a row cannot be used; thrown and caught in this file only. */
class Refusal extends Error {}

/** Reads a staged row strictly: a value of another type than its meaning has makes the row invalid. */
export function decodeRow(staged: StagedRow, columns: readonly MappedColumn[]): RawRow {
  const { row, line, cells } = staged;
  try {
    if (cells === null) throw new Refusal(staged.broken ?? "cannot be read");
    if (staged.duplicateOf !== null) throw new Refusal(`has the same id as row ${staged.duplicateOf + 1}`);
    return decodeProblem({ row, line }, new Cells(cells, columns));
  } catch (error) {
    if (error instanceof Refusal) return { kind: "invalid", row, line, reason: error.message };
    throw error;
  }
}

function decodeProblem(where: { row: number; line: number | null }, cells: Cells): RawProblem {
  const question = cells.text("question", { numbers: "refused" });
  if (question === null || question.trim() === "") throw new Refusal(`the question is empty (column "${cells.path("question")}")`);
  const goldText = cells.text("gold", { numbers: "taken" });
  if (goldText === null || goldText.trim() === "") throw new Refusal(`there is no gold answer (column "${cells.path("gold")}")`);
  const sourceId = emptyAsNull(cells.text("id", { numbers: "taken" }));
  return {
    kind: "problem",
    ...where,
    id: problemId(sourceId, question, goldText),
    sourceId,
    question,
    goldText,
    reference: emptyAsNull(cells.text("reference", { numbers: "refused" })),
    domain: emptyAsNull(cells.text("domain", { numbers: "taken" })),
    split: emptyAsNull(cells.text("split", { numbers: "taken" })),
    given: cells.solutions().map((solution) => decodeSolution(solution, cells)),
  };
}

function decodeSolution(solution: number, cells: Cells): RawSolution {
  const trace = decodeTrace(solution, cells);
  const mark = decodeMark(cells, solution);
  const humanFirstError = decodeFirstError(cells, solution);
  if (humanFirstError !== null && trace.kind === "steps" && humanFirstError >= trace.steps.length)
    throw new Refusal(
      `column "${cells.path("firstError", solution)}" says step ${humanFirstError} of a solution of ${trace.steps.length} steps (the first is 0)`,
    );
  return { trace, mark, humanFirstError };
}

function decodeTrace(solution: number, cells: Cells): RawSolution["trace"] {
  if (cells.has("text", solution)) {
    const text = cells.text("text", { numbers: "refused" }, solution);
    if (text === null || text.trim() === "") throw new Refusal(`a given solution is empty (column "${cells.path("text", solution)}")`);
    return { kind: "text", text };
  }
  const path = cells.path("steps", solution);
  const steps = listOf(cells.value("steps", solution));
  if (steps === null || steps.length === 0) throw new Refusal(`a given solution has no steps (column "${path}")`);
  const texts = steps.map((step, index) => {
    if (typeof step !== "string") throw new Refusal(`step ${index} in column "${path}" is ${typeName(step)}, not a text`);
    return step;
  });
  // A blank step counts: it may be a line of code, and human labels count it.
  if (texts.join("").trim() === "") throw new Refusal(`a given solution is empty (column "${path}")`);
  return { kind: "steps", steps: texts };

  function listOf(value: unknown): readonly unknown[] | null {
    if (value === null) return null;
    // A CSV cell has no lists; one that holds a JSON list is taken as that list.
    const list = typeof value === "string" && value.trimStart().startsWith("[") ? parsed(value) : value;
    if (!Array.isArray(list)) throw new Refusal(`column "${path}" holds ${typeName(value)}, not a list of step texts`);
    return list;
  }
}

function decodeMark(cells: Cells, solution: number): boolean | null {
  if (!cells.has("mark", solution)) return null;
  const value = cells.value("mark", solution);
  const word = typeof value === "string" ? value.trim().toLowerCase() : value;
  if (word === null || word === "") return null;
  if (word === true || word === 1 || word === "true" || word === "1") return true;
  if (word === false || word === 0 || word === "false" || word === "0") return false;
  throw new Refusal(`column "${cells.path("mark", solution)}" holds ${JSON.stringify(value)}, not true or false`);
}

function decodeFirstError(cells: Cells, solution: number): number | null {
  if (!cells.has("firstError", solution)) return null;
  const value = cells.value("firstError", solution);
  if (value === null || value === "") return null;
  const number = typeof value === "string" && /^-?\d+$/.test(value.trim()) ? Number(value) : value;
  if (typeof number === "number" && Number.isSafeInteger(number) && number >= -1) return number;
  throw new Refusal(
    `column "${cells.path("firstError", solution)}" holds ${JSON.stringify(value)}, not a step's number (the first is 0, -1 means none)`,
  );
}

/** The cells of one row by meaning. */
class Cells {
  readonly #cells: readonly (string | null)[];
  readonly #columns: readonly MappedColumn[];

  constructor(cells: readonly (string | null)[], columns: readonly MappedColumn[]) {
    this.#cells = cells;
    this.#columns = columns;
  }

  has(meaning: Meaning, solution: number | null = null): boolean {
    return this.#index(meaning, solution) >= 0;
  }

  path(meaning: Meaning, solution: number | null = null): string {
    return this.#columns[this.#index(meaning, solution)]?.path ?? meaning;
  }

  value(meaning: Meaning, solution: number | null = null): unknown {
    return JSON.parse(this.#cells[this.#index(meaning, solution)] ?? "null");
  }

  /** A text; a number or truth value as it is written, where that is taken. */
  text(meaning: Meaning, { numbers }: { numbers: "taken" | "refused" }, solution: number | null = null): string | null {
    const cell = this.#cells[this.#index(meaning, solution)] ?? "null";
    const value: unknown = JSON.parse(cell);
    if (value === null) return null;
    if (typeof value === "string") return value;
    if (typeof value !== "object" && numbers === "taken") return cell;
    throw new Refusal(`column "${this.path(meaning, solution)}" holds ${typeName(value)}, not a text`);
  }

  /** Indices of the given solutions of a row. */
  solutions(): readonly number[] {
    return [...new Set(this.#columns.flatMap(({ solution }) => solution ?? []))];
  }

  #index(meaning: Meaning, solution: number | null): number {
    return this.#columns.findIndex((column) => column.meaning === meaning && column.solution === solution);
  }
}

function emptyAsNull(text: string | null): string | null {
  return text === null || text.trim() === "" ? null : text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function typeName(value: unknown): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return "a text";
  if (typeof value === "number") return "a number";
  return typeof value === "boolean" ? "a truth value" : "an object";
}
