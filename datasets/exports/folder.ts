// An export's folder: built beside its place and moved there whole, so that a reader never meets half an export, and nobody's files are lost.
import { mkdir, readFile, readdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { DatasetError, writeFailure } from "../error.ts";

/** The record in every export's folder: marks it as ours and holds the report. */
export const recordName = "steplabel-export.json";

/** What every export's report says; it is the record as well. */
export interface ExportRecord {
  readonly format: string;
  /** Every other file of the export, relative to its folder. */
  readonly files: readonly string[];
}

/**
 * Has `build` fill a fresh folder and moves it to `out`; an earlier export there is replaced. Returns what `build` returned.
 * Throws DatasetError `folder_in_use` when `out` holds anything that is not an export's, before anything is built.
 */
export async function writeExport<Report extends ExportRecord>(out: string, build: (folder: string) => Promise<Report>): Promise<Report> {
  const place = resolve(out);
  const beside = (suffix: string) => join(dirname(place), `.${basename(place)}.${suffix}`);
  const partial = beside("partial");
  const previous = beside("previous");
  try {
    await refuseForeignFiles(place);
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
    try {
      const report = await build(partial);
      await writeFile(join(partial, recordName), `${JSON.stringify(report, null, 2)}\n`);
      await rm(previous, { recursive: true, force: true });
      const replaced = await moveAway(place, previous);
      await rename(partial, place);
      if (replaced) await rm(previous, { recursive: true, force: true });
      return report;
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
  } catch (error) {
    throw writeFailure(out, error);
  }
}

async function moveAway(place: string, previous: string): Promise<boolean> {
  const names = await namesIn(place);
  if (names === null) return false;
  if (names.length === 0) {
    await rmdir(place);
    return false;
  }
  await rename(place, previous);
  return true;
}

async function refuseForeignFiles(place: string): Promise<void> {
  const names = await namesIn(place);
  if (names === null || names.length === 0) return;
  const ours = await readFile(join(place, recordName), "utf8")
    .then((text) => new Set([recordName, ...(JSON.parse(text) as ExportRecord).files]))
    .catch(() => new Set<string>());
  const foreign = names.find((name) => !ours.has(name));
  if (foreign !== undefined)
    throw new DatasetError("folder_in_use", `${place} holds files that are no export of ours (${foreign}); name an empty or a new folder.`);
}

/** Files under a folder, relative to it; null when there is no folder. */
async function namesIn(folder: string): Promise<readonly string[] | null> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
