// docs/simulated-model.md: its table of options is made from their schema, and it names every route and fault.
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import * as z from "zod";
import { faultKinds, simulatedModelOptions } from "../../../infra/simulated/options.ts";
import { schemaTable } from "./schema-table.ts";
import type { Schema } from "./schema-table.ts";

const page = new URL("../../../docs/simulated-model.md", import.meta.url);

test("docs/simulated-model.md holds the table of options as the schema checks them", async () => {
  const schema = z.toJSONSchema(simulatedModelOptions, { io: "input", target: "draft-07" }) as Schema;
  expect(await readFile(page, "utf8")).toContain(schemaTable(schema));
});

test("docs/simulated-model.md explains every fault", async () => {
  const text = await readFile(page, "utf8");
  expect(faultKinds.filter((kind) => !text.includes(`| \`${kind}\` |`))).toEqual([]);
});
