// The workflow bundle: the prebuilt file of the package; else made from the sources once, and kept in the user's cache by their content.
import { existsSync } from "node:fs";
import { glob, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { sha256 } from "../schemas/hash.ts";
import { cacheFolder, fetchOnce } from "./cache.ts";
import { runCommand } from "./command.ts";
import { InfrastructureError } from "./error.ts";
import { siblingModule } from "./sibling.ts";

export interface WorkflowBundle {
  readonly codePath: string;
}

const prebuilt = fileURLToPath(new URL("../workflow-bundle.js", import.meta.url));
const root = fileURLToPath(new URL("..", import.meta.url));

/** What a bundle can be made from: everything that workflow code may import. */
const sources = ["infra/bundle-main.ts", "workflows/**/*.ts", "methods/**/*.ts", "schemas/**/*.ts"];

/** Cost: nothing with a prebuilt or kept bundle; else 2 to 5 seconds in a process of its own, whose memory the worker is spared. */
export async function workflowBundle(): Promise<WorkflowBundle> {
  if (existsSync(prebuilt)) return { codePath: prebuilt };
  const codePath = await fetchOnce({
    target: join(cacheFolder(), "workflow-bundles", `${await sourceHash()}.js`),
    fetch: async (scratch) => {
      const made = join(scratch, "bundle.js");
      const result = await runCommand(process.execPath, [siblingModule("bundle-main", import.meta.url), made], { timeoutSeconds: 120 });
      if (result.kind === "ended" && result.code === 0) return made;
      const told = result.kind === "ended" ? (result.stderr.trim().split("\n").at(-1) ?? "") : result.kind;
      throw new InfrastructureError(`The workflows could not be bundled (${told}); \`npm run typecheck\` says what is wrong with them.`);
    },
  });
  return { codePath };
}

async function sourceHash(): Promise<string> {
  const version = (createRequire(import.meta.url)("@temporalio/worker/package.json") as { version: string }).version;
  const files: string[] = [];
  for await (const file of glob(sources, { cwd: root })) files.push(file);
  const contents = await Promise.all(
    files.sort().map(async (file) => `${relative(root, file)}\n${await readFile(join(root, file), "utf8")}`),
  );
  return sha256([version, ...contents].join("\0")).slice(0, 32);
}
