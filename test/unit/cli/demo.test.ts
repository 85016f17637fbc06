// The demo's own files: valid, and never written over somebody else's.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { demoProblems } from "../../../cli/demo-problems.ts";
import { extractAnswer } from "../../../methods/answers/index.ts";
import { folderWith, steplabel } from "./command-line.ts";

describe("steplabel demo", () => {
  it("leaves a campaign file that is not its own alone, and says how to start over", async () => {
    const folder = folderWith({});
    const own = join(folder, "campaigns", "demo-simulated");
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, "campaign.yaml"), "name: mine\n");
    const { code, lines } = await steplabel(["demo", "--simulated"], { folder });
    expect({ code, lines }).toEqual({
      code: 2,
      lines: [
        expect.stringMatching(/campaign\.yaml is not what this version's demo would write; `steplabel demo --fresh` starts it over\./),
      ],
    });
    expect(readFileSync(join(own, "campaign.yaml"), "utf8")).toBe("name: mine\n");
  });

  it("has problems with ids and whole-number answers of their own", () => {
    expect(new Set(demoProblems.map(({ id }) => id)).size).toBe(demoProblems.length);
    expect(new Set(demoProblems.map(({ question }) => question)).size).toBe(demoProblems.length);
    for (const { id, answer } of demoProblems) {
      expect(id).toMatch(/^[a-z]+$/);
      expect(extractAnswer(answer)).toEqual({ kind: "answer", text: answer, by: "whole_text" });
    }
  });
});
