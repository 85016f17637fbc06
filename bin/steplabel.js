#!/usr/bin/env node
// Starts the command line in a process of its own: on Node 24, which the npm dependency `node` brings, with a heap that stays small.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// The npm package holds the built files only. Where the sources are, a dist/ that is left from a build never stands in for them.
const source = fileURLToPath(new URL("../cli/start.ts", import.meta.url));
const main = existsSync(source) ? source : fileURLToPath(new URL("../dist/cli/start.js", import.meta.url));

// V8 would let garbage grow to several hundred megabytes; these bounds cost no measurable time (docs/decisions).
const heap = ["--max-semi-space-size=4", "--max-old-space-size=224"];

function node24() {
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  const root = dirname(createRequire(import.meta.url).resolve("node/package.json"));
  return join(root, "bin", process.platform === "win32" ? "node.exe" : "node");
}

const node = node24();
if (!existsSync(node)) {
  process.stderr.write(
    "steplabel needs Node 24, and its npm dependency `node` was installed without its install script: run `npm rebuild node`, or use Node 24.\n",
  );
  process.exit(1);
}
// Fewer arenas of glibc: its threads would keep some 50 MB of freed memory apart.
// Compiled code is kept between starts, for threads too: it halves a start and spares each thread the compiler.
const environment = { MALLOC_ARENA_MAX: "2", NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache"), ...process.env };
const child = spawn(node, [...heap, main, ...process.argv.slice(2)], { stdio: ["inherit", "inherit", "inherit", "ipc"], env: environment });
// A terminal sends Ctrl-C to both, and this process only waits for the other's end. Every other signal is passed on.
process.on("SIGINT", () => !process.stdin.isTTY && !process.stderr.isTTY && child.kill("SIGINT"));
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => (signal === null ? process.exit(code ?? 1) : process.kill(process.pid, signal)));
