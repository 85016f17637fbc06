// The lock between processes: one holder at a time, a bound on the wait, and none left behind by a killed process.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withLock } from "../../../infra/lock.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "steplabel-lock-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const yieldOften = async () => {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
};

test("one holder at a time, and every one gets its turn", async () => {
  let holders = 0;
  let most = 0;
  const hold = (value: number) =>
    withLock(join(folder, "lock"), async () => {
      most = Math.max(most, ++holders);
      await yieldOften();
      holders--;
      return value;
    });
  expect(await Promise.all([1, 2, 3, 4].map(hold))).toEqual([1, 2, 3, 4]);
  expect(most).toBe(1);
});

test("an action that throws gives the lock back", async () => {
  const file = join(folder, "lock");
  await expect(withLock(file, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await withLock(file, () => Promise.resolve("next"))).toBe("next");
});

test("a lock that another process holds is waited for up to the bound, and free once that process is killed", async () => {
  const file = join(folder, "lock");
  const module = fileURLToPath(new URL("../../../infra/lock.ts", import.meta.url));
  const script = `import { withLock } from ${JSON.stringify(module)};
    await withLock(${JSON.stringify(file)}, () => new Promise(() => { console.log("held"); setInterval(() => {}, 1000); }));`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], { stdio: ["ignore", "pipe", "ignore"] });
  try {
    await once(child.stdout, "data");
    let waits = 0;
    const blocked = withLock(file, () => Promise.resolve(), { timeoutSeconds: 0.2, onWait: () => void waits++ });
    await expect(blocked).rejects.toThrow(`Another process has held ${file} for 0.2 seconds`);
    expect(waits).toBe(1);
  } finally {
    child.kill("SIGKILL");
  }
  await once(child, "exit");
  expect(await withLock(file, () => Promise.resolve("mine"), { timeoutSeconds: 5 })).toBe("mine");
});
