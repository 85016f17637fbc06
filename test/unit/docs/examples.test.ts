// The campaign files in the pages for readers can be used as they stand.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseCampaign } from "../../../infra/configuration.ts";

const root = join(import.meta.dirname, "../../..");
const examples = globSync(["*.md", "docs/**/*.md"], { cwd: root }).flatMap((page) =>
  [...readFileSync(join(root, page), "utf8").matchAll(/^```yaml\n(name: [\s\S]*?)^```/gm)].map(([, text = ""]) => ({ page, text })),
);

test("the README has one for traces that are there already", () => {
  expect(examples.map(({ page }) => page)).toContain("README.md");
});

test.each(examples)("the campaign in $page is a valid one", ({ page, text }) => {
  expect(parseCampaign(text, page).name).not.toBe("");
});
