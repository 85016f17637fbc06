// Gold files: solutions whose first error people marked, in ProcessBench's own format or in the common one.
import { readFile } from "node:fs/promises";
import * as z from "zod";
import { DatasetError, readFailure } from "../error.ts";

/** A solution with its judged first error, 0-based, -1 for none. */
export interface GoldItem {
  readonly id: string;
  /** Number of steps. */
  readonly steps: number;
  readonly firstError: number;
  readonly finalAnswerCorrect: boolean | null;
  readonly domain: string | null;
}

const processBench = z
  .object({ id: z.string(), steps: z.array(z.string()), label: z.int().min(-1), final_answer_correct: z.boolean().nullish() })
  .transform((row): GoldItem => ({
    id: row.id,
    steps: row.steps.length,
    firstError: row.label,
    finalAnswerCorrect: row.final_answer_correct ?? null,
    domain: null,
  }));

const common = z
  .object({
    id: z.string(),
    steps: z.array(z.string()),
    first_error: z.int().min(-1),
    final_answer_correct: z.boolean().nullish(),
    domain: z.string().nullish(),
  })
  .transform((row): GoldItem => ({
    id: row.id,
    steps: row.steps.length,
    firstError: row.first_error,
    finalAnswerCorrect: row.final_answer_correct ?? null,
    domain: row.domain ?? null,
  }));

/**
 * Reads a JSON array or JSON Lines; a row is ProcessBench's where it has `label`, else it has `first_error`. The whole file is held in memory: gold files are small.
 * Throws DatasetError `unreadable`, `empty_file`, `malformed` (row by row, counted from 1) or `duplicate_key`.
 */
export async function readGold(path: string): Promise<readonly GoldItem[]> {
  const rows = parseRows(path, await readText(path));
  if (rows.length === 0) throw new DatasetError("empty_file", `${path} holds no row; name a file of judged solutions.`);
  const items = rows.map((row, index) => goldItem(path, row, index + 1));
  const seen = new Set<string>();
  for (const { id } of items) {
    if (seen.has(id)) throw new DatasetError("duplicate_key", `${path} has the id ${id} twice; keep one row of it.`);
    seen.add(id);
  }
  return items;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw readFailure(path, error);
  }
}

function parseRows(path: string, text: string): readonly unknown[] {
  if (text.trimStart().startsWith("[")) return z.array(z.unknown()).parse(parseJson(path, text, "the file"));
  return text.split("\n").flatMap((line, index) => (line.trim() === "" ? [] : [parseJson(path, line, `line ${index + 1}`)]));
}

function parseJson(path: string, text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DatasetError("malformed", `${path}: ${where} is no JSON; a gold file is a JSON array or JSON Lines.`, { cause: error });
  }
}

function goldItem(path: string, row: unknown, number: number): GoldItem {
  const isProcessBench = typeof row === "object" && row !== null && "label" in row;
  const parsed = (isProcessBench ? processBench : common).safeParse(row);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new DatasetError(
      "malformed",
      `${path}, row ${number}: ${issue?.path.join(".") ?? "the row"}: ${issue?.message ?? "not a gold row"}.`,
    );
  }
  if (parsed.data.firstError >= parsed.data.steps)
    throw new DatasetError(
      "malformed",
      `${path}, row ${number}: the first error ${parsed.data.firstError} is no step of ${parsed.data.steps}; steps count from 0.`,
    );
  return parsed.data;
}
