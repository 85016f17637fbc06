// Installing the optional packages, with a pip that is not there, fails, or brings something else.
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CommandRunner } from "../../../infra/command.ts";
import { findSandboxPackages, installSandboxPackages, sandboxFolder } from "../../../infra/sandbox-install/index.ts";

let cache = "";
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), "sandbox-install-"));
});
afterEach(() => rm(cache, { recursive: true, force: true }));

const ended = (code: number, stderr = "") => ({ kind: "ended", code, stdout: "", stderr }) as const;
/** A machine with python3 and pip, whose downloads are made by `download`. */
const machine =
  (download: (folder: string) => Promise<ReturnType<typeof ended>>): CommandRunner =>
  (_command, args) =>
    args.includes("download") ? download(args[args.indexOf("--dest") + 1] ?? "") : Promise.resolve(ended(0));

describe("installSandboxPackages", () => {
  it("says that pip is missing and leaves nothing", async () => {
    const run: CommandRunner = () => Promise.resolve({ kind: "missing" });
    await expect(installSandboxPackages({ cache, run })).rejects.toThrow("no Python with pip");
    expect(await findSandboxPackages(cache)).toBeNull();
    expect((await readdir(sandboxFolder(cache))).filter((entry) => !entry.startsWith("."))).toEqual([]);
  });
  it("passes on why pip failed", async () => {
    const run = machine(() => Promise.resolve(ended(1, "ERROR: first\nERROR: no network\n")));
    await expect(installSandboxPackages({ cache, run })).rejects.toThrow("download sympy==1.14.0 failed: ERROR: no network");
    expect(await findSandboxPackages(cache)).toBeNull();
  });
  it("does not use a wheel with another content", async () => {
    const run = machine(async (folder) => {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, "sympy-1.14.0-py3-none-any.whl"), "something else");
      return ended(0);
    });
    await expect(installSandboxPackages({ cache, run })).rejects.toThrow("it was not used");
    expect(await findSandboxPackages(cache)).toBeNull();
  });
  it("names wheels and folder of what is installed, without running anything", async () => {
    await mkdir(join(sandboxFolder(cache), "packages-sympy-1.14.0-mpmath-1.3.0"), { recursive: true });
    const run: CommandRunner = () => Promise.reject(new Error("nothing to run"));
    const found = await installSandboxPackages({ cache, run });
    expect(found.wheels.map((wheel) => wheel.slice(wheel.lastIndexOf("/") + 1))).toEqual([
      "sympy-1.14.0-py3-none-any.whl",
      "mpmath-1.3.0-py3-none-any.whl",
    ]);
    expect(await findSandboxPackages(cache)).toEqual(found);
  });
});
