// Opens a problem file made for one test, and reads all of its rows.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openProblemFile } from "../../../../datasets/index.ts";
import type { ProblemFile, RawProblem, RawRow } from "../../../../datasets/index.ts";
import { problemsSchema } from "../../../../schemas/index.ts";
import { awkwardFolder } from "../folder.ts";

export type Columns = Record<string, unknown>;

/** Opens a file that exists; it is closed when the test ends. `configuration` is what stands under `problems:`. */
export async function openIn(baseFolder: string, configuration: Record<string, unknown>): Promise<ProblemFile> {
  const file = await openProblemFile(problemsSchema.parse(configuration), { baseFolder });
  onTestFinished(async () => file.close());
  return file;
}

/** Writes `content` under `name` in a folder of its own and opens it. */
export async function openText(
  name: string,
  content: string | Uint8Array,
  configuration: Record<string, unknown> = {},
): Promise<ProblemFile> {
  const folder = await awkwardFolder();
  await writeFile(join(folder, name), content);
  return openIn(folder, { path: name, ...configuration });
}

export async function allRows(file: ProblemFile): Promise<readonly RawRow[]> {
  return file.readPage(0, file.rows);
}

export function problemsOf(rows: readonly RawRow[]): readonly RawProblem[] {
  return rows.filter((row) => row.kind === "problem");
}

export function reasonsOf(rows: readonly RawRow[]): readonly string[] {
  return rows.flatMap((row) => (row.kind === "invalid" ? [`${row.line ?? `row ${row.row}`}: ${row.reason}`] : []));
}

/** JSON Lines of values. */
export function lines(...values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join("");
}
