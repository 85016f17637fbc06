// The npm package: what its tarball holds, and that it works where nothing but it is installed.
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { InfrastructureError } from "../../infra/error.ts";
import { findOrFetchTemporalServer } from "../../infra/temporal-server/index.ts";
import { inProject, install, pack } from "./packed.ts";
import type { Packed } from "./packed.ts";

const root = join(import.meta.dirname, "../..");
const server = await findOrFetchTemporalServer().catch((error: unknown) => {
  if (error instanceof InfrastructureError) return null;
  throw error;
});

let folder: string;
let packed: Packed;
let project: string;
let installed: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "steplabel-package-"));
  packed = await pack(folder);
  project = await install(join(folder, packed.filename), folder);
  installed = join(project, "node_modules/steplabel");
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the tarball", () => {
  test("holds what is needed to run and to read, and nothing else", () => {
    const paths = packed.files.map(({ path }) => path);
    expect(paths.filter((path) => !/^(bin|dist|docs)\//.test(path)).toSorted()).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "package.json",
      "schemas/campaign.schema.json",
    ]);
    expect(paths.filter((path) => /\.ts$|(^|\/)(test|bench|node_modules|campaigns)\//.test(path))).toEqual([]);
    expect(packed.size).toBeLessThan(1_000_000);
  });

  test("brings the data files to where the built modules look for them", () => {
    const paths = new Set(packed.files.map(({ path }) => path));
    for (const path of [
      "dist/workflow-bundle.js",
      "dist/infra/local-model/runtime/package-lock.json",
      "dist/sandbox/children/javascript.cjs",
      "dist/sandbox/python/harness.py",
    ])
      expect(paths).toContain(path);
  });

  test("names no folder of the machine that built it", async () => {
    const naming: string[] = [];
    for (const { path } of packed.files.filter(({ path: each }) => each.startsWith("dist/"))) {
      const text = await readFile(join(installed, path), "utf8");
      const [, map] = /sourceMappingURL=data:[^,]*,([\w+/=]+)/.exec(text) ?? [];
      if (`${text}${Buffer.from(map ?? "", "base64").toString()}`.includes(root)) naming.push(path);
    }
    expect(naming).toEqual([]);
  });

  test("every module finds the modules that it imports", async () => {
    const modules = packed.files.filter(({ path }) => /^dist\/(?!workflow-bundle).*\.js$/.test(path));
    expect(modules.length).toBeGreaterThan(200);
    const missing: string[] = [];
    for (const { path } of modules) {
      const text = await readFile(join(installed, path), "utf8");
      for (const [, name = ""] of text.matchAll(/(?:^(?:import|export) (?:[^"';]* from )?|\bimport\()"(\.[^"]+)"/gm))
        if (!existsSync(join(installed, dirname(path), name))) missing.push(`${path} imports ${name}`);
    }
    expect(missing).toEqual([]);
  });
});

describe("the installed sandbox", () => {
  test("runs untrusted JavaScript and Python with the files of the package", async () => {
    const program = join(import.meta.dirname, "run-untrusted.mjs");
    const module = pathToFileURL(join(installed, "dist/sandbox/index.js")).href;
    const output = await inProject(project, join("node_modules", ".bin", "node"), [program, module, join(folder, "snapshots")]);
    expect(JSON.parse(output)).toEqual([
      { engine: "js-ivm", status: "pass" },
      { engine: "py-pyodide", status: "fail" },
    ]);
  }, 60_000);
});

describe.skipIf(server === null)("an installed package (needs the embedded Temporal server)", () => {
  test("writes a campaign and runs it to labelled steps in Parquet", async () => {
    await inProject(project, "npx", ["steplabel", "init", "first"]);
    const output = await inProject(project, "npx", ["steplabel", "run", "first/campaign.yaml", "--yes", "--json", "--limit", "6"]);
    const lines = output
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { readonly kind: string });
    expect(lines.at(-1)).toMatchObject({
      kind: "done",
      outcome: "finished",
      exitCode: 0,
      stop: null,
      figures: { problems: 6, outcomes: { failed: 0 } },
    });

    const database = await DuckDBInstance.create();
    const connection = await database.connect();
    const steps = join(project, "campaigns/first/data/steps/*.parquet");
    const reader = await connection.runAndReadAll(
      `SELECT count(*)::INTEGER AS steps, count(*) FILTER (hard)::INTEGER AS "right", count(*) FILTER (NOT hard)::INTEGER AS wrong,
        bool_and(k IS NULL OR c <= k) AS counted FROM '${steps}'`,
    );
    connection.closeSync();
    database.closeSync();
    const [found] = reader.getRowObjectsJS() as { steps: number; right: number; wrong: number; counted: boolean }[];
    expect(found?.counted).toBe(true);
    expect(found?.right).toBeGreaterThan(0);
    expect(found?.wrong).toBeGreaterThan(0);
    expect(found?.steps).toBeGreaterThanOrEqual((found?.right ?? 0) + (found?.wrong ?? 0));
  }, 120_000);

  test("says its version, and refuses an unknown command with the code for usage", async () => {
    const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
    expect((await inProject(project, "npx", ["steplabel", "--version"])).trim()).toBe(version);
    await expect(inProject(project, "npx", ["steplabel", "mistake"])).rejects.toMatchObject({ code: 2 });
  }, 60_000);
});
