// Command lines that run a program in bubblewrap: namespaces of its own, no network, no file but those it is given, a system call filter.
import { execFile } from "node:child_process";
import { existsSync, lstatSync, readlinkSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { seccompFilter, type FilterKind } from "./seccomp.ts";

export interface BoxOptions {
  /** The bubblewrap executable. */
  readonly command: string;
  readonly filter: Exclude<FilterKind, "candidate">;
  /** Files and folders of the host that the program reads, at the same path inside. */
  readonly readable: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Mounts a /proc that shows this box only; Node measures its memory there. */
  readonly proc: "mounted" | "none";
  /** first: the program is process 1 of its namespace, so nothing inside can kill it and killing it ends everything. */
  readonly position: "first" | "child";
}

/** A command line and the bytes that it wants to read on descriptor 5. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly filter: Buffer | null;
}

/** Wraps a command. Throws nothing; null where no system call filter is known for this processor. */
export function boxedCommand(command: string, args: readonly string[], options: BoxOptions): Command | null {
  const filter = seccompFilter(options.filter);
  if (filter === null) return null;
  const box = ["--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session", "--clearenv"];
  for (const [name, value] of Object.entries(options.environment)) box.push("--setenv", name, value);
  for (const path of ["/usr/lib", "/usr/lib64"]) if (existsSync(path)) box.push("--ro-bind", path, path);
  for (const path of ["/lib", "/lib64"]) {
    if (!existsSync(path)) continue;
    if (lstatSync(path).isSymbolicLink()) box.push("--symlink", readlinkSync(path), path);
    else box.push("--ro-bind", path, path);
  }
  if (existsSync("/etc/ld.so.cache")) box.push("--ro-bind", "/etc/ld.so.cache", "/etc/ld.so.cache");
  for (const path of options.readable) box.push("--ro-bind", path, path);
  if (options.proc === "mounted") box.push("--proc", "/proc");
  box.push("--dev", "/dev", "--remount-ro", "/dev", "--remount-ro", "/", "--cap-drop", "ALL", "--uid", "65534", "--gid", "65534");
  box.push("--hostname", "box", "--chdir", "/");
  if (options.position === "first") box.push("--as-pid-1");
  box.push("--seccomp", "5", "--", command, ...args);
  return { command: options.command, args: box, filter };
}

/** The bubblewrap executable on PATH, or null (always null but on Linux). It may still be forbidden to use: only a trial run tells. */
export function findBubblewrap(path: string = process.env["PATH"] ?? ""): string | null {
  if (process.platform !== "linux") return null;
  for (const folder of path.split(":")) {
    const candidate = join(folder, "bwrap");
    if (folder !== "" && existsSync(candidate)) return realpathSync(candidate);
  }
  return null;
}

/** The first of the system's Pythons that is there, as its real path; null without one. Those of version managers need more than /usr/lib. */
export function findSystemPython(candidates: readonly string[] = ["/usr/bin/python3"]): string | null {
  const found = candidates.find((path) => existsSync(path));
  return found === undefined ? null : realpathSync(found);
}

/** Version of a command, its first line of `--version`; null when it cannot run. */
export function versionOf(command: string): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(command, ["--version"], { timeout: 10_000, env: {} }, (error, stdout) => {
      resolve(error ? null : (stdout.split("\n")[0]?.trim() ?? null));
    });
  });
}
