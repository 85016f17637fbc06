// A log that cannot be written takes nothing down with it.
import { existsSync, mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { openLogFile } from "../../../infra/log-file.ts";

const folder = (): string => mkdtempSync(join(tmpdir(), "steplabel-log-"));

/** Errors that nobody listened for while lines were written to `path`; each would end a process. */
async function unheard(path: string): Promise<readonly unknown[]> {
  const errors: unknown[] = [];
  const before = process.listeners("uncaughtException");
  process.removeAllListeners("uncaughtException");
  process.on("uncaughtException", (error) => errors.push(error));
  try {
    const log = openLogFile(path);
    for (const line of ["first\n", "second\n", "third\n"]) {
      log(line);
      await sleep(20);
    }
  } finally {
    process.removeAllListeners("uncaughtException");
    for (const listener of before) process.on("uncaughtException", listener);
  }
  return errors;
}

describe("openLogFile", () => {
  it("appends lines to a file of its owner's own", async () => {
    const path = join(folder(), "worker.log");
    openLogFile(path)("first\n");
    await vi.waitFor(() => expect(readFileSync(path, "utf8")).toBe("first\n"));
    openLogFile(path)("second\n");
    await vi.waitFor(() => expect(readFileSync(path, "utf8")).toBe("first\nsecond\n"));
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("drops lines where the folder is gone", async () => {
    expect(await unheard(join(folder(), "nowhere", "worker.log"))).toEqual([]);
  });

  it.skipIf(!existsSync("/dev/full"))("drops lines where the disk is full (needs /dev/full)", async () => {
    expect(await unheard("/dev/full")).toEqual([]);
  });
});
