// steplabel init: a commented campaign file and a few problems that run as a dry run at once.
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import type { Command } from "commander";
import { campaignTemplate } from "../campaign-template.ts";
import { jsonOption } from "../context.ts";
import type { Perform } from "../context.ts";
import { UsageError, exitCodes } from "../exit-codes.ts";
import { packageFile } from "../package-file.ts";
import { harmless } from "../terminal.ts";

export function addInit(program: Command, perform: Perform): void {
  program
    .command("init")
    .summary("write a campaign file and problems to begin with")
    .description(
      "Writes a commented campaign.yaml and a small problems.jsonl: a dry run with the simulated model, to be made yours. Never overwrites.",
    )
    .argument("[folder]", "where to write them", ".")
    .option(...jsonOption)
    .action(async (folder: string, options: { readonly json?: true }) =>
      perform(options, async ({ output }) => {
        const absolute = resolve(folder);
        const schema = relative(absolute, packageFile("schemas/campaign.schema.json"));
        const { simulatedProblems } = await import("../../infra/simulated/problems.ts");
        const problems = simulatedProblems({ seed: 1, count: 20, steps: [2, 5] });
        const files = [
          { path: join(folder, "problems.jsonl"), text: problems.map((problem) => `${JSON.stringify(problem)}\n`).join("") },
          { path: join(folder, "campaign.yaml"), text: campaignTemplate({ name: nameFrom(absolute), schema }) },
        ];
        const there = files.find(({ path }) => existsSync(path));
        if (there !== undefined)
          throw new UsageError(`${harmless(there.path)} is already there, and nothing is overwritten; name another folder.`);
        try {
          await mkdir(absolute, { recursive: true });
          for (const { path, text } of files) await writeFile(path, text, { flag: "wx" });
        } catch (error) {
          throw unwritable(folder, error);
        }
        const campaign = join(folder, "campaign.yaml");
        output.emit("written", { files: files.map(({ path }) => path) });
        output.say(
          `Wrote ${files.map(({ path }) => harmless(path)).join(" and ")}. A dry run that costs nothing:\n  steplabel run ${harmless(campaign)}`,
        );
        return exitCodes.ok;
      }),
    );
}

/** The folder's name as a campaign's, as far as it can be one. */
function nameFrom(folder: string): string {
  const name = basename(folder)
    .replaceAll(/[^A-Za-z0-9._-]/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 64);
  return name === "" ? "first" : name;
}

function unwritable(folder: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  return new UsageError(`Nothing can be written into ${harmless(folder)} (${code}); name a folder that you may write to.`);
}
