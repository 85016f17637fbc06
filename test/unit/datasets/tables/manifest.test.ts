// The manifest: every part with rows, bytes and sha256; equal for equal draws but for its section `run`.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readManifest, writeManifest, writeShard } from "../../../../datasets/index.ts";
import { shardOf } from "../../../fixtures/datasets/campaign.ts";
import { awkwardFolder } from "../folder.ts";

const input = {
  campaign: "sums",
  configurationHash: "abc",
  counts: { outcomes: { finished: 2 }, invalidRows: 1 },
  run: { usd: 0.5, seconds: 3 },
};
const plan = (id: string) =>
  ({
    id,
    solutions: [
      [
        ["Step.\n", true],
        ["A: 1", false],
      ],
    ],
  }) as const;

async function campaign(): Promise<string> {
  const folder = await awkwardFolder();
  await writeShard(folder, 0, shardOf([plan("a"), plan("b")], 0));
  await writeShard(folder, 2, shardOf([plan("c")], 2));
  return folder;
}

test("lists every part with its rows, bytes and sha256, and the totals", async () => {
  const folder = await campaign();
  const manifest = await writeManifest(folder, input);
  expect(manifest).toMatchObject({
    schemaVersion: 1,
    campaign: "sums",
    configurationHash: "abc",
    counts: input.counts,
    run: { usd: 0.5, seconds: 3 },
  });
  const { steps, calls } = manifest.tables;
  expect(calls).toBeUndefined();
  expect(manifest.run.tables.calls?.rows).toBe(3);
  expect(steps?.rows).toBe(6);
  expect(steps?.parts.map(({ file, rows }) => [file, rows])).toEqual([
    ["data/steps/part-00000.parquet", 4],
    ["data/steps/part-00002.parquet", 2],
  ]);
  for (const { file, bytes, sha256 } of steps?.parts ?? []) {
    const content = readFileSync(join(folder, file));
    expect([content.length, createHash("sha256").update(content).digest("hex")]).toEqual([bytes, sha256]);
  }
});

test("has the same text for the same draws but for `run`, with sorted keys, and replaces the old one whole", async () => {
  const texts = [];
  for (const run of [{ z: 1, a: 2 }, { seconds: 9 }]) {
    const folder = await campaign();
    await writeFile(join(folder, "manifest.json"), "old");
    await writeManifest(folder, { ...input, run });
    const text = readFileSync(join(folder, "manifest.json"), "utf8");
    const { run: written, ...rest } = JSON.parse(text) as Record<string, unknown>;
    expect(written).toMatchObject(run);
    expect(Object.keys(rest)).toEqual(Object.keys(rest).sort());
    texts.push(JSON.stringify(rest));
    expect((await readdir(folder)).sort()).toEqual(["data", "manifest.json"]);
  }
  expect(texts[0]).toBe(texts[1]);
});

test("is read back as it was written; none is null; a newer or broken one is refused", async () => {
  const folder = await campaign();
  expect(await readManifest(folder)).toBeNull();
  const written = await writeManifest(folder, input);
  expect(await readManifest(folder)).toEqual(written);
  await writeFile(join(folder, "manifest.json"), JSON.stringify({ schemaVersion: 99 }));
  await expect(readManifest(folder)).rejects.toThrow(/newer version \(tables 99, known 1\)/);
  await writeFile(join(folder, "manifest.json"), "{");
  await expect(readManifest(folder)).rejects.toMatchObject({ code: "malformed" });
});

test("a campaign whose first shard is not written yet has empty tables", async () => {
  const manifest = await writeManifest(await awkwardFolder(), input);
  expect(manifest.tables.steps).toEqual({ rows: 0, bytes: 0, parts: [] });
});
