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
    const places = new Set(
      modules.map((path) => /^\.\/(?:node_modules\/(?:@[^/]+\/)?[^/]+|[^/]+(?:\/(?=[^/]+\/)[^/]+)?)/.exec(path)?.[0] ?? path),
    );
    const own = [...places].filter((place) => !place.startsWith("./node_modules/"));
    expect(
      own.filter((place) => !/^\.\/(workflows|methods\/(search|labels))/.test(place) && !place.startsWith("./methods/random")),
    ).toEqual([]);
    expect(modules).toContain("./workflows/campaign.ts");
    const packages = [...places].filter((place) => place.startsWith("./node_modules/") && !place.includes("@temporalio"));
    expect(packages.filter((place) => /zod|ajv|lodash|openai|anthropic|duckdb|yaml/.test(place))).toEqual([]);
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
