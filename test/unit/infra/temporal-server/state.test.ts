// The state file, and whether a process number still means the server that it names.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freePorts } from "../../../../infra/temporal-server/ports.ts";
import { isAlive, isOurServer, readState, writeState } from "../../../../infra/temporal-server/state.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "steplabel-state-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test.each([{ uiAddress: "http://127.0.0.1:2" }, { uiAddress: null }])("is read as it was written: %o", async ({ uiAddress }) => {
  const state = { pid: 12, address: "127.0.0.1:1", uiAddress, startedAt: "2026-01-01T00:00:00.000Z" };
  writeState(folder, { ...state, pid: 11 });
  writeState(folder, state);
  expect(await readState(folder)).toEqual(state);
});

test.each(["", "{", "null", "[]", '{"pid": "12", "address": "a", "startedAt": "b"}', '{"pid": 12}'])(
  "a file that is not whole counts as none: %j",
  async (text) => {
    await writeFile(join(folder, "server.json"), text);
    expect(await readState(folder)).toBeNull();
  },
);

test("no file is no state", async () => {
  expect(await readState(folder)).toBeNull();
});

test("a process is our server while it lives and its command line names our database", async () => {
  const database = join(folder, "temporal.sqlite");
  const child = spawn(process.execPath, ["--eval", "setInterval(() => {}, 1000); console.log('up')", database], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  await once(child.stdout, "data");
  const pid = child.pid ?? 0;
  expect(await isOurServer(pid, database)).toBe(true);
  expect(await isOurServer(pid, join(folder, "other.sqlite"))).toBe(false);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(await isOurServer(pid, database)).toBe(false);
  expect(isAlive(pid)).toBe(false);
});

test("free ports are different ones", async () => {
  const ports = await freePorts(5);
  expect(new Set(ports).size).toBe(5);
  expect(ports.every((port) => port > 0 && port < 65_536)).toBe(true);
});
