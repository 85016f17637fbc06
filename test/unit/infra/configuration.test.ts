// A campaign file: defaults filled in, every fault with its line and key.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { ConfigurationError, parseCampaign, readCampaignFile } from "../../../infra/configuration.ts";

const smallest = `name: first
problems: { path: problems.jsonl }
models:
  tiny: { provider: local }
sampling: { solver: tiny, continuation: completion }
`;

/** The faults of a text, one a line. */
function faults(text: string): readonly string[] {
  try {
    parseCampaign(text, "campaign.yaml");
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message.split("\n");
    throw error;
  }
  return [];
}

const matching = (pattern: RegExp): string => expect.stringMatching(pattern) as string;

describe("parseCampaign", () => {
  it("fills in what the smallest file leaves out", () => {
    const configuration = parseCampaign(smallest, "campaign.yaml");
    expect(configuration).toMatchObject({
      seed: 0,
      shardSize: 200,
      budget: {},
      concurrency: { problems: 64 },
      solutions: { sample: 16, gate: "on", wrong: 4, right: 4 },
      strategy: { kind: "every-step", k: 8, stop: "fixed" },
      models: { tiny: { provider: "local", price: "free", concurrency: 4 } },
      problems: { columns: { question: "question", gold: "answer", solutions: [] }, skipInvalid: false, answerType: "math" },
    });
  });

  it("reads anchors, comments and JSON as YAML does", () => {
    expect(parseCampaign(`# ours\n${JSON.stringify({ ...parseCampaign(smallest, "campaign.yaml") })}`, "campaign.yaml").name).toBe("first");
  });

  it.each([
    [
      "a misspelt key, at its own line",
      `${smallest}sede: 3\n`,
      ["campaign.yaml:6: sede: is not a key of the configuration; remove it or mend its spelling"],
    ],
    [
      "a misspelt key deep down",
      smallest.replace("provider: local", "provider: local, modle: x"),
      [/^campaign\.yaml:4: models\.tiny\.modle: is not a key/],
    ],
    ["a value that is out of range", `${smallest}strategy: { kind: bisect, k: 0 }\n`, [/^campaign\.yaml:6: strategy\.k: .*1/]],
    ["a word that is none of the choices", `${smallest}strategy: { kind: omega }\n`, [/^campaign\.yaml:6: strategy\.kind: /]],
    [
      "a key that is missing, at the section it belongs to",
      smallest.replace("solver: tiny, ", ""),
      [/^campaign\.yaml:5: sampling\.solver: /],
    ],
    ["a section that is missing", "name: first\n", [/problems/, /models/, /sampling/]],
    [
      "a name that is no file name",
      smallest.replace("name: first", "name: ../up"),
      [/^campaign\.yaml:1: name: A name is a letter or digit/],
    ],
    [
      "neither text nor steps of given solutions",
      smallest.replace("problems.jsonl }", "problems.jsonl, columns: { solutions: [{ mark: ok }] } }"),
      [/^campaign\.yaml:2: problems\.columns\.solutions\.0: Name either `text` or `steps`/],
    ],
    [
      "nothing to label",
      `${smallest}solutions: { sample: 0 }\n`,
      ["campaign.yaml:6: solutions.sample: With no given solutions, sample at least one."],
    ],
    ["broken YAML", "name: [first\nmodels: }\n", [/^campaign\.yaml:\d+: /]],
    ["an empty file", "", [/^campaign\.yaml: /]],
    ["a key that stands twice", `${smallest}name: second\n`, [/^campaign\.yaml:6: /]],
  ])("names %s", (_, text, says) => {
    expect(faults(text)).toEqual(says.map((say) => (typeof say === "string" ? say : matching(say))));
  });

  it("names several faults at once, each in its own line", () => {
    expect(faults(`${smallest}sede: 3\nshardSize: 0\n`)).toHaveLength(2);
  });
});

describe("readCampaignFile", () => {
  it("says where relative paths start", async () => {
    const folder = mkdtempSync(join(tmpdir(), "steplabel-configuration-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "campaign.yaml"), smallest);
    expect(await readCampaignFile(join(folder, "campaign.yaml"))).toMatchObject({ folder, configuration: { name: "first" } });
  });

  it("says of a file that is not there how one is made", async () => {
    await expect(readCampaignFile("/nowhere/campaign.yaml")).rejects.toThrow(
      new ConfigurationError("The campaign file /nowhere/campaign.yaml cannot be read (ENOENT); `steplabel init` writes one."),
    );
  });
});
