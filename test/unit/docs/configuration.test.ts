// docs/configuration.md is made from the schema: `vitest run --project unit test/unit/docs --update` writes it anew.
import { expect, test } from "vitest";
import { campaignJsonSchema } from "../../../schemas/write-json-schema.ts";
import { lockedSections } from "../../../schemas/index.ts";
import { schemaTable } from "./schema-table.ts";
import type { Schema } from "./schema-table.ts";

const schema = JSON.parse(campaignJsonSchema()) as Schema;

const introduction = `# Configuration

A campaign is one YAML file. \`steplabel init\` writes one with comments; \`schemas/campaign.schema.json\` completes and checks it in editors that know
YAML schemas. A key that is not listed here is refused, with its line.

A campaign that has begun keeps the sections that decide its draws: ${lockedSections.map((section) => `\`${section}\``).join(", ")}. \`steplabel run\` refuses a change of
them and shows the difference; of a model only what decides its draws counts (see [decision 4](decisions/0004-models-by-identity.md)). \`budget\`, \`concurrency\` and
\`folder\` may change from run to run.

Environment: \`STEPLABEL_CACHE\` (where fetched files are kept), \`TEMPORAL_ADDRESS\`, \`TEMPORAL_NAMESPACE\`, \`TEMPORAL_UI_URL\` (a Temporal server of your own),
\`STEPLABEL_DEBUG=1\` (stack traces), and the variables that \`apiKeyVariable\` names.
`;

/** Why the section is there, in one line. */
const sections: Readonly<Record<string, string>> = {
  problems: "Where the problems come from, and which columns mean what.",
  sampling: "How solutions are written and prefixes continued.",
  solutions: "How many solutions are sampled, and which of them are labelled.",
  budget: "Limits that no call passes: a call is reserved at its bound first. Left out: no limit.",
  concurrency: "How much is worked on at once.",
};

function page(): string {
  const properties = Object.entries(schema.properties ?? {});
  const plain = Object.fromEntries(properties.filter(([, { type }]) => type === "string" || type === "integer"));
  const grouped = properties.filter(([name]) => sections[name] !== undefined);
  return [
    introduction.trimEnd(),
    `## Top level\n\n${schemaTable({ properties: plain, required: schema.required ?? [] })}`,
    ...grouped.map(([name, section]) => `## ${name}\n\n${sections[name] ?? ""}\n\n${schemaTable(section)}`),
    variants("strategy", `What is probed next. Each strategy has a page: ${strategyPages()}.`, "kind", schema.properties?.["strategy"]),
    variants(
      "models",
      "`models.<alias>`: one section a model. An alias is a lower-case letter and up to 31 letters, digits or dashes.",
      "provider",
      section(schema.properties?.["models"]?.additionalProperties),
    ),
  ].join("\n\n");
}

function strategyPages(): string {
  const kinds = (schema.properties?.["strategy"]?.oneOf ?? []).map((kind) => String(kind.properties?.["kind"]?.const));
  return kinds.map((kind) => `[${kind}](methods/${kind}.md)`).join(", ");
}

/** A section that comes in several kinds: one table each. */
function variants(name: string, about: string, discriminator: string, union: Schema | undefined): string {
  const kinds = (union?.oneOf ?? union?.anyOf ?? []).map(
    (kind) => `### ${discriminator}: ${String(kind.properties?.[discriminator]?.const)}\n\n${schemaTable(kind)}`,
  );
  return [`## ${name}`, about, ...kinds].join("\n\n");
}

const section = (value: Schema | boolean | undefined): Schema | undefined => (typeof value === "object" ? value : undefined);

test("docs/configuration.md describes every key as the schema checks it", async () => {
  await expect(`${page()}\n`).toMatchFileSnapshot("../../../docs/configuration.md");
});

test("every section of the configuration is on the page", () => {
  const text = page();
  for (const [name, { type }] of Object.entries(schema.properties ?? {}))
    expect(text).toMatch(type === "string" || type === "integer" ? new RegExp(`^\\| \`${name}\``, "m") : new RegExp(`^## ${name}$`, "m"));
});
