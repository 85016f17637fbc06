// What an endpoint refuses is found by one small call, before the campaign's first one.
import { describe, expect, it, onTestFinished } from "vitest";
import { startSimulatedModel } from "../../../infra/simulated/index.ts";
import type { SimulatedModelOptions } from "../../../infra/simulated/index.ts";
import { campaignYaml, folderWith, oneProblem, steplabel } from "./command-line.ts";

async function runAgainst(options: SimulatedModelOptions) {
  const server = await startSimulatedModel(options);
  onTestFinished(() => server.close());
  const folder = folderWith({
    "campaign.yaml": campaignYaml({ models: `{ solver: { provider: openai, model: m, baseUrl: "${server.url}/v1", price: free } }` }),
    "problems.jsonl": oneProblem,
  });
  return steplabel(["run", "campaign.yaml"], { folder, environment: { OPENAI_API_KEY: "sk-secret-of-this-test" } });
}

describe("steplabel run against an endpoint that refuses", () => {
  it.each([
    { name: "the key", options: { apiKey: "another" }, says: /refuses the API key \(401\); check the key in OPENAI_API_KEY/ },
    { name: "the model's name", options: { models: ["other"] }, says: /does not know this model.*correct models\.solver\.model/ },
    { name: "for want of quota", options: { faults: { quota: 1 } }, says: /has no quota left.*raise the quota or name another model/ },
  ])("$name: one sentence that says what to mend, and exit code 2", async ({ options, says }) => {
    const ended = await runAgainst(options);
    expect(ended).toMatchObject({ code: 2, lines: [expect.stringMatching(says)] });
    expect(`${ended.stdout}${ended.stderr}`).not.toContain("sk-secret");
  });
});
