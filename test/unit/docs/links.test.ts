// The pages for readers: every relative link leads somewhere, and the short one stays short.
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");
const pages = globSync(["*.md", "docs/**/*.md"], { cwd: root }).toSorted();

test("every relative link leads to a file", () => {
  const broken: string[] = [];
  for (const page of pages) {
    const text = readFileSync(join(root, page), "utf8");
    for (const [, target = ""] of text.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)) {
      const path = join(dirname(page), target);
      if (!existsSync(join(root, path))) broken.push(`${page} -> ${target}`);
    }
  }
  expect(broken).toEqual([]);
});

test("AGENTS.md can be read at one glance", () => {
  expect(readFileSync(join(root, "AGENTS.md"), "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(80);
});
