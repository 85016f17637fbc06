// A folder of its own for every test, with a name that breaks careless quoting.
import { mkdtempSync, rmSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Makes a folder whose path holds quotes, spaces and glob characters; it goes when the test ends. */
export async function awkwardFolder(): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), "steplabel-test-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const folder = join(root, `it's a "test" [1]*`);
  await mkdir(folder);
  return folder;
}
