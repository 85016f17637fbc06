// The cache: where it is, that a file gets into it once and whole, and that another content is refused.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { cacheFolder, checkSha256, fetchOnce, sha256OfFile } from "../../../infra/cache.ts";
import { InfrastructureError } from "../../../infra/error.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "steplabel-cache-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("the cache folder", () => {
  test("is STEPLABEL_CACHE before all else", () => {
    expect(cacheFolder({ STEPLABEL_CACHE: "/own", XDG_CACHE_HOME: "/xdg" }, "linux", "/home/a")).toBe("/own");
  });
  test.each([
    ["linux", { XDG_CACHE_HOME: "/xdg" }, "/xdg/steplabel"],
    ["linux", {}, "/home/a/.cache/steplabel"],
    ["linux", { STEPLABEL_CACHE: "" }, "/home/a/.cache/steplabel"],
    ["darwin", {}, "/home/a/Library/Caches/steplabel"],
    ["win32", { LOCALAPPDATA: "/local" }, "/local/steplabel/Cache"],
    ["win32", {}, "/home/a/AppData/Local/steplabel/Cache"],
  ] as const)("on %s with %o is %s", (platform, environment, expected) => {
    expect(cacheFolder(environment, platform, "/home/a")).toBe(expected);
  });
});

describe("fetching once", () => {
  const writing = (text: string) => async (scratch: string) => {
    await writeFile(join(scratch, "made"), text);
    return join(scratch, "made");
  };

  test("serves many that ask at the same time with one fetch", async () => {
    const target = join(folder, "deep", "file");
    let fetches = 0;
    let waits = 0;
    const ask = () =>
      fetchOnce({
        target,
        onWait: () => void waits++,
        fetch: async (scratch) => {
          fetches++;
          await expect(readFile(target)).rejects.toThrow("ENOENT");
          return writing("content")(scratch);
        },
      });
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([target, target, target]);
    expect(fetches).toBe(1);
    expect(waits).toBe(2);
    expect(await readFile(target, "utf8")).toBe("content");
  });

  test("does not fetch what is there", async () => {
    const target = join(folder, "file");
    await writeFile(target, "old");
    await fetchOnce({ target, fetch: () => Promise.reject(new Error("must not be called")) });
    expect(await readFile(target, "utf8")).toBe("old");
  });

  test("publishes a folder in one piece, also when it is the scratch folder itself", async () => {
    const target = join(folder, "tree");
    await fetchOnce({
      target,
      fetch: async (scratch) => {
        await mkdir(join(scratch, "inner"));
        await writeFile(join(scratch, "inner", "a"), "1");
        return scratch;
      },
    });
    expect(await readFile(join(target, "inner", "a"), "utf8")).toBe("1");
  });

  test("leaves nothing behind when it fails, and the next one may try again", async () => {
    const target = join(folder, "file");
    const failing = fetchOnce({
      target,
      fetch: async (scratch) => {
        await writing("half")(scratch);
        throw new InfrastructureError("no network");
      },
    });
    await expect(failing).rejects.toThrow("no network");
    expect((await readdir(folder)).filter((name) => !name.endsWith(".lock"))).toEqual([]);
    await fetchOnce({ target, fetch: writing("whole") });
    expect(await readFile(target, "utf8")).toBe("whole");
  });
});

test("a file of another sha256 is refused by name, with the sha256 found", async () => {
  const file = join(folder, "wheel.whl");
  await writeFile(file, "abc");
  const sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  expect(await sha256OfFile(file)).toBe(sha256);
  await expect(checkSha256(file, ["other", sha256])).resolves.toBeUndefined();
  await expect(checkSha256(file, ["other"])).rejects.toThrow(
    new InfrastructureError(`wheel.whl has the sha256 ${sha256}, which is none of the expected ones (other); it was not used.`),
  );
});
