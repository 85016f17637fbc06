#!/usr/bin/env node
// Starts the command line on Node 24: the npm dependency `node` brings it, whatever Node the machine has.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const built = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const main = existsSync(built) ? built : fileURLToPath(new URL("../cli/main.ts", import.meta.url));

if (Number(process.versions.node.split(".")[0]) >= 24) {
  const { runCommandLine } = await import(main);
  await runCommandLine(process.argv);
} else {
  const node = join(dirname(createRequire(import.meta.url).resolve("node/package.json")), "bin", process.platform === "win32" ? "node.exe" : "node");
  if (!existsSync(node)) {
    process.stderr.write("steplabel needs Node 24, and its npm dependency `node` was installed without its install script: run `npm rebuild node`, or use Node 24.\n");
    process.exit(1);
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
  // The terminal sends its signals to the child too; this process only waits for its end.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => signal !== "SIGINT" && child.kill(signal));
  child.on("exit", (code, signal) => (signal === null ? process.exit(code ?? 1) : process.kill(process.pid, signal)));
}
