// Maintenance program: writes runtime/package-lock.json anew after a change of runtime/package.json, without the GPU builds.
// node-llama-cpp names every build as an optional dependency and npm installs all that fit the platform (680 MB); its own list is
// taken out of the lock, and the root names the CPU builds instead. A build that the registry in use lacks stays in without a checksum.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

interface LockedPackage {
  version?: string;
  os?: string[];
  cpu?: string[];
  optional?: true;
  optionalDependencies?: Record<string, string>;
}

const folder = fileURLToPath(new URL("./runtime/", import.meta.url));
const platforms: Readonly<Record<string, { os: string; cpu: string }>> = {
  "linux-arm64": { os: "linux", cpu: "arm64" },
  "linux-x64": { os: "linux", cpu: "x64" },
  "mac-arm64-metal": { os: "darwin", cpu: "arm64" },
  "mac-x64": { os: "darwin", cpu: "x64" },
  "win-arm64": { os: "win32", cpu: "arm64" },
  "win-x64": { os: "win32", cpu: "x64" },
};

execFileSync("npm", ["install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: folder, stdio: "inherit" });
const lock = JSON.parse(readFileSync(`${folder}package-lock.json`, "utf8")) as { packages: Record<string, LockedPackage> };
const builds = lock.packages[""]?.optionalDependencies ?? {};
const prefix = "node_modules/@node-llama-cpp/";
for (const name of Object.keys(lock.packages)) {
  if (name.startsWith(prefix) && !(name.slice(prefix.length) in platforms)) delete lock.packages[name];
}
delete lock.packages["node_modules/node-llama-cpp"]?.optionalDependencies;
for (const [platform, { os, cpu }] of Object.entries(platforms)) {
  const version = builds[`@node-llama-cpp/${platform}`];
  if (version === undefined) throw new Error(`runtime/package.json does not name @node-llama-cpp/${platform}`);
  // One machine, one build: some packages claim other processors too, for cross compiling.
  lock.packages[prefix + platform] = { ...lock.packages[prefix + platform], version, os: [os], cpu: [cpu], optional: true };
}
const sorted = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(`${folder}package-lock.json`, `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`);
