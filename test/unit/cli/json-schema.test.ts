// The JSON Schema for editors is the one of the configuration as it is now.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { campaignJsonSchema } from "../../../schemas/write-json-schema.ts";

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly description?: string;
}

describe("schemas/campaign.schema.json", () => {
  const schema = JSON.parse(campaignJsonSchema()) as JsonSchema;

  it("is up to date (`node schemas/write-json-schema.ts` writes it)", () => {
    expect(readFileSync(new URL("../../../schemas/campaign.schema.json", import.meta.url), "utf8")).toBe(campaignJsonSchema());
  });

  it("asks for what has no default, and for nothing else", () => {
    expect(schema.required?.toSorted()).toEqual(["models", "name", "problems", "sampling"]);
    expect(schema.properties?.["sampling"]?.required).toEqual(["solver"]);
  });

  it("refuses unknown keys and tells what the known ones mean", () => {
    expect(schema.additionalProperties).toBe(false);
    expect(schema.properties?.["sampling"]?.properties?.["maxTokens"]?.description).toMatch(/Most tokens of one draw/);
  });
});
