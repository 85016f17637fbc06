// Builds dist/ for the npm package: JavaScript from the sources, the data files beside them, and the workflow bundle. `npm pack` runs it.
import { execFileSync } from "node:child_process";
import { globSync } from "node:fs";
import { copyFile, mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const dist = join(root, "dist");
const rooms = ["schemas", "methods", "ledger", "sandbox", "datasets", "workflows", "activities", "infra", "cli"];

const run = (command: string, parameters: readonly string[]): void => {
  execFileSync(command, parameters, { cwd: root, stdio: "inherit" });
};

await rm(dist, { recursive: true, force: true });
run("tsc", ["-p", "infra/package"]);
// Whatever lies beside the sources and is no source is read at run time from the same place.
const dataFiles = globSync(
  rooms.map((room) => `${room}/**/*.*`),
  { cwd: root },
).filter((file) => !/(\.ts|\.md|tsconfig\.json|\.schema\.json|\.pyc)$/.test(file));
for (const file of dataFiles) {
  await mkdir(dirname(join(dist, file)), { recursive: true });
  await copyFile(join(root, file), join(dist, file));
}
run(process.execPath, [join(root, "infra/bundle-main.ts"), join(dist, "workflow-bundle.js")]);
