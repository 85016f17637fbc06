// The workflow bundle: what is in it is multiplied by every cached workflow, so it holds control flow and small pure code and nothing else.
import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { workflowBundle } from "../../infra/bundle.ts";

/** Bytes, the SDK's own part of some 850 KB included. */
const largest = 1_100_000;

describe("the workflow bundle", () => {
  let code: string;
  let modules: readonly string[];
  beforeAll(async () => {
    code = await readFile((await workflowBundle()).codePath, "utf8");
    modules = [...code.matchAll(/^\/\*\*\*\/ "(\.[^"]+)"/gm)].map(([, path]) => path ?? "");
  });

  test("is made of workflows, the search strategies and Temporal's own packages", () => {
    // A module of a package is named by its path below the last node_modules.
    const packages = new Set(modules.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []));
    const own = modules.filter((path) => !path.includes("node_modules/"));
    expect(own.filter((path) => !/^\.\/(workflows\/|methods\/search\/|methods\/labels\/|methods\/random)/.test(path))).toEqual([]);
    expect(own).toContain("./workflows/campaign.ts");
    expect(packages).toEqual(new Set(["@temporalio/common", "@temporalio/workflow", "long", "ms", "nexus-rpc"]));
  });

  test("asks Node for nothing", () => {
    expect(code.match(/(?:require\(|from |import\()["']node:[a-z/_]+/g) ?? []).toEqual([]);
    expect(modules.filter((path) => path.startsWith("node:"))).toEqual([]);
    expect(code).not.toMatch(/module\.exports = require\(/);
  });

  test(`is at most ${largest.toLocaleString("en")} bytes`, () => {
    expect(Buffer.byteLength(code)).toBeLessThanOrEqual(largest);
  });
});
