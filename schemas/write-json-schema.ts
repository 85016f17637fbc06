// Writes campaign.schema.json for editors: `node schemas/write-json-schema.ts` after every change of the configuration.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { campaignSchema } from "./configuration/campaign.ts";

/** The text of the file: the configuration as a user writes it, defaults optional. */
export function campaignJsonSchema(): string {
  const schema = z.toJSONSchema(campaignSchema, { io: "input", target: "draft-07", unrepresentable: "any" });
  return `${JSON.stringify({ ...schema, title: "Steplabel campaign" }, null, 2)}\n`;
}

if (import.meta.main) writeFileSync(fileURLToPath(new URL("campaign.schema.json", import.meta.url)), campaignJsonSchema());
