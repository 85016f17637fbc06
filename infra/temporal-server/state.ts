// The state file of an embedded server: who serves a folder, and whether that process is still the one that was started.
import { writeFileSync, renameSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../command.ts";

export interface ServerState {
  readonly pid: number;
  /** host:port of gRPC. */
  readonly address: string;
  /** URL of the UI; null when it was started without one. */
  readonly uiAddress: string | null;
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
}

const stateFile = (folder: string) => join(folder, "server.json");

/** The state file's content; null when there is none or it is not whole. */
export async function readState(folder: string): Promise<ServerState | null> {
  const text = await readFile(stateFile(folder), "utf8").catch(() => null);
  if (text === null) return null;
  try {
    const state = JSON.parse(text) as Partial<ServerState> | null;
    if (typeof state?.pid !== "number" || typeof state.address !== "string" || typeof state.startedAt !== "string") return null;
    return {
      pid: state.pid,
      address: state.address,
      uiAddress: typeof state.uiAddress === "string" ? state.uiAddress : null,
      startedAt: state.startedAt,
    };
  } catch {
    return null;
  }
}

/** Synchronous, so that nothing runs between the server's start and the record of it. */
export function writeState(folder: string, state: ServerState): void {
  const temporary = `${stateFile(folder)}.new`;
  writeFileSync(temporary, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(temporary, stateFile(folder));
}

/** Whether `pid` is a live process whose command line names `database`: numbers of ended processes are given to others. */
export async function isOurServer(pid: number, database: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const line = await commandLine(pid);
  return line !== null && line.includes(database);
}

/** Whether a process of this number exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function commandLine(pid: number): Promise<string | null> {
  if (process.platform === "linux")
    return readFile(`/proc/${pid}/cmdline`, "utf8").then(
      (text) => text.replaceAll("\0", " "),
      () => null,
    );
  const [command, ...args]: [string, ...string[]] =
    process.platform === "win32"
      ? ["powershell", "-NoProfile", "-Command", `(Get-CimInstance Win32_Process -Filter "ProcessId=${pid}").CommandLine`]
      : ["ps", "-ww", "-o", "command=", "-p", String(pid)];
  const result = await runCommand(command, args, { timeoutSeconds: 20 });
  return result.kind === "ended" && result.code === 0 ? result.stdout : null;
}
