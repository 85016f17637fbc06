// Starts the embedded Temporal server of a folder, or takes over the one that already serves it: never two on one state file.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, open, readFile, realpath, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { InfrastructureError } from "../error.ts";
import { withLock } from "../lock.ts";
import { type SearchAttribute, serverArguments } from "./arguments.ts";
import { findOrFetchTemporalServer } from "./find.ts";
import { freePorts } from "./ports.ts";
import { waitUntilReady } from "./ready.ts";
import { isAlive, isOurServer, readState, type ServerState, writeState } from "./state.ts";

export interface StartServerOptions {
  /** Where `temporal.sqlite`, `temporal.log` and `server.json` are; made when absent. */
  readonly folder: string;
  readonly searchAttributes: readonly SearchAttribute[];
  /** `none` serves gRPC only. Default `serve`. A server that is taken over keeps what it was started with. */
  readonly ui?: "serve" | "none";
  /** Dynamic configuration of the Temporal server, over our raised limits. */
  readonly dynamicConfig?: Readonly<Record<string, unknown>>;
  /** The `temporal` executable; default: found or fetched. */
  readonly executable?: string;
  /** Bound for the server to answer; default 60. */
  readonly readyTimeoutSeconds?: number;
  /** Lines for the user while the executable is fetched. */
  readonly onLine?: (line: string) => void;
}

export interface TemporalServer {
  /** host:port of gRPC, on loopback. */
  readonly address: string;
  /** URL of Temporal UI; null when there is none. */
  readonly uiAddress: string | null;
  readonly pid: number;
  /** Whether this call started it or found it running. */
  readonly origin: "started" | "adopted";
  /** Ends the server: SIGTERM, then SIGKILL after 10 seconds. Its state stays in the folder. May be called twice. */
  readonly stop: () => Promise<void>;
}

const stopSeconds = 10;
const startAttempts = 3;

/**
 * Has a Temporal server serve `folder` and returns when it answers. It is a process of its own that outlives the caller (also a
 * Ctrl-C and a kill): who started it stops it, or the next start in the folder takes it over.
 * Throws InfrastructureError with the end of the server's log when it does not answer in time.
 */
export async function startTemporalServer(options: StartServerOptions): Promise<TemporalServer> {
  await mkdir(options.folder, { recursive: true });
  // One name for one folder, since a running server is recognised by the path of its database.
  const folder = await realpath(options.folder);
  const executable = options.executable ?? (await findOrFetchTemporalServer({ onLine: options.onLine })).path;
  return withLock(join(folder, ".server.lock"), async () => (await adopt(folder, options)) ?? (await start(folder, executable, options)), {
    onWait: () => options.onLine?.(`Another process is starting the Temporal server of ${folder}; waiting for it.`),
  });
}

const databaseOf = (folder: string) => join(folder, "temporal.sqlite");
const logOf = (folder: string) => join(folder, "temporal.log");

async function adopt(folder: string, options: StartServerOptions): Promise<TemporalServer | null> {
  const state = await readState(folder);
  if (state === null || !(await isOurServer(state.pid, databaseOf(folder)))) return null;
  if (await ready(state, options)) return handle(folder, state, "adopted");
  // Ours, but it does not answer: it must be gone before another one opens its database.
  await stopProcess(folder, state.pid);
  return null;
}

async function start(folder: string, executable: string, options: StartServerOptions): Promise<TemporalServer> {
  for (let attempt = 1; ; attempt++) {
    const state = await spawnServer(folder, executable, options);
    if (await ready(state, options)) return handle(folder, state, "started");
    await stopProcess(folder, state.pid);
    const tail = (await readFile(logOf(folder), "utf8")).trim().split("\n").slice(-8).join("\n");
    // A port may be taken between the moment it was seen free and the server's start.
    if (attempt < startAttempts && tail.includes("address already in use")) continue;
    throw new InfrastructureError(`The Temporal server did not start in ${folder}. The end of its log, ${logOf(folder)}:\n${tail}`);
  }
}

async function spawnServer(folder: string, executable: string, options: StartServerOptions): Promise<ServerState> {
  const [port, uiPort] = await freePorts(2);
  if (port === undefined || uiPort === undefined)
    throw new InfrastructureError("There is no free port on 127.0.0.1 for the Temporal server.");
  const withUi = options.ui !== "none";
  const args = serverArguments({
    database: databaseOf(folder),
    port,
    uiPort: withUi ? uiPort : null,
    searchAttributes: options.searchAttributes,
    dynamicConfig: options.dynamicConfig ?? {},
  });
  const log = await open(logOf(folder), "w");
  const child = spawn(executable, args, { cwd: folder, detached: true, stdio: ["ignore", log.fd, log.fd] });
  try {
    if (child.pid === undefined) {
      const [error] = (await once(child, "error")) as [Error];
      throw new InfrastructureError(`${executable} could not be started: ${error.message}`);
    }
    const state = {
      pid: child.pid,
      address: `127.0.0.1:${port}`,
      uiAddress: withUi ? `http://127.0.0.1:${uiPort}` : null,
      startedAt: new Date().toISOString(),
    };
    writeState(folder, state);
    child.unref();
    return state;
  } finally {
    await log.close();
  }
}

function ready(state: ServerState, options: StartServerOptions): Promise<boolean> {
  const { searchAttributes, readyTimeoutSeconds: timeoutSeconds = 60 } = options;
  return waitUntilReady(state.address, { searchAttributes, timeoutSeconds, goOn: () => isAlive(state.pid) });
}

function handle(folder: string, state: ServerState, origin: TemporalServer["origin"]): TemporalServer {
  const stop = () => stopProcess(folder, state.pid);
  return { address: state.address, uiAddress: state.uiAddress, pid: state.pid, origin, stop };
}

/** Ends the process if it is (still) the folder's server, and removes the state file when that names it. */
async function stopProcess(folder: string, pid: number): Promise<void> {
  const ours = () => isOurServer(pid, databaseOf(folder));
  if (await ours()) signal(pid, "SIGTERM");
  const deadline = performance.now() + stopSeconds * 1000;
  while ((await ours()) && performance.now() < deadline) await sleep(50);
  if (await ours()) {
    signal(pid, "SIGKILL");
    while (await ours()) await sleep(20);
  }
  if ((await readState(folder))?.pid === pid) await rm(join(folder, "server.json"), { force: true });
}

function signal(pid: number, name: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself in between.
  }
}
