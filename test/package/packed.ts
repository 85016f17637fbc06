// Packs the package and installs it into an empty folder, as a user's machine does: with the machine's own Node, not the checkout's.
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../..");

/** What `npm pack --json` says of the tarball. */
export interface Packed {
  readonly filename: string;
  /** Bytes. */
  readonly size: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

export async function pack(folder: string): Promise<Packed> {
  const { stdout } = await run("npm", ["pack", "--json", "--loglevel=error", "--pack-destination", folder], { cwd: root });
  // What the build prints goes before npm's own JSON.
  const [packed] = JSON.parse(stdout.slice(stdout.search(/^\[$/m))) as Packed[];
  if (packed === undefined) throw new Error(`npm packed nothing: ${stdout}`);
  return packed;
}

/** Installs the tarball into a new folder below `folder` and returns it. The npm package `node` may run its install script, as the README says. */
export async function install(tarball: string, folder: string): Promise<string> {
  const project = join(folder, "project");
  await mkdir(project);
  const allowScripts = { node: true, protobufjs: false, "@swc/core": false, "isolated-vm": false };
  await writeFile(join(project, "package.json"), JSON.stringify({ private: true, allowScripts }));
  await inProject(project, "npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error", tarball]);
  return project;
}

/** Runs a command in the project and returns its standard output; throws with all output when it fails. */
export async function inProject(project: string, command: string, parameters: readonly string[]): Promise<string> {
  return (await run(command, parameters, { cwd: project, env: userEnvironment(), maxBuffer: 64 * 1024 * 1024 })).stdout;
}

/** Without what `npm test` adds: the checkout's commands on the PATH, and the folders that npm names to its scripts. */
function userEnvironment(): NodeJS.ProcessEnv {
  const path = (process.env["PATH"] ?? "").split(delimiter).filter((each) => !/node_modules[\\/]\.bin|node-gyp-bin/.test(each));
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_(package|lifecycle|config_local_prefix|config_prefix)|INIT_CWD|NODE_|VITEST)/.test(name),
  );
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter), TEMPORAL_ADDRESS: "" };
}
