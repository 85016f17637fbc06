// Files that are either there whole or not at all, and their fingerprints.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join, basename } from "node:path";
import { writeFailure } from "./error.ts";

/** sha256 of a file's bytes as 64 hexadecimal digits; reads it in pieces. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest("hex");
}

/**
 * Has `write` fill a temporary file beside `path`, syncs it, renames it into place and syncs the folder: after a crash the old file or
 * the new one is there, never half of one. The temporary name is fixed, so that what a crash left is overwritten by the next try.
 * Throws DatasetError `disk_full` or `unwritable`; the old file is then untouched.
 */
export async function writeAtomically(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    try {
      await write(temporary);
      await sync(temporary, "r+");
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
    await sync(folder, "r");
  } catch (error) {
    throw writeFailure(path, error);
  }
}

async function sync(path: string, flags: "r" | "r+"): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
