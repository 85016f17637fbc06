// The embedded Temporal server, real: started, taken over after its starter's death, replaced when its state file is stale, stopped.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Connection } from "@temporalio/client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { InfrastructureError } from "../../infra/error.ts";
import { findOrFetchTemporalServer, readServerState, startTemporalServer, type TemporalServer } from "../../infra/temporal-server/index.ts";
import { isAlive, writeState } from "../../infra/temporal-server/state.ts";

const found = await findOrFetchTemporalServer().catch((error: unknown) => {
  if (error instanceof InfrastructureError) return null;
  throw error;
});
const executable = found?.path ?? "";

describe.skipIf(found === null)("the embedded Temporal server (needs a temporal executable, found or fetched)", () => {
  let folder: string;
  let servers: TemporalServer[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "steplabel-server-"));
    servers = [];
  });
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await rm(folder, { recursive: true, force: true });
  });

  const start = async (options: Partial<Parameters<typeof startTemporalServer>[0]> = {}) => {
    const server = await startTemporalServer({
      folder,
      executable,
      ui: "none",
      searchAttributes: [{ name: "TestKey", type: "Keyword" }],
      ...options,
    });
    servers.push(server);
    return server;
  };
  const attributesAt = async (address: string) => {
    const connection = await Connection.connect({ address });
    try {
      return (await connection.operatorService.listSearchAttributes({ namespace: "default" })).customAttributes;
    } finally {
      await connection.close();
    }
  };

  test("serves gRPC and the UI on loopback, knows the search attributes, and ends when it is stopped", async () => {
    const server = await start({ ui: "serve" });
    expect(server.origin).toBe("started");
    expect(server.address).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(await attributesAt(server.address)).toMatchObject({ TestKey: 2 });
    expect((await fetch(server.uiAddress ?? "")).status).toBe(200);
    expect(await readServerState(folder)).toMatchObject({ pid: server.pid, address: server.address, uiAddress: server.uiAddress });
    await server.stop();
    // Its parent, this process, may learn of the end a moment later.
    await expect.poll(() => isAlive(server.pid)).toBe(false);
    expect(await readServerState(folder)).toBeNull();
    await server.stop();
  });

  test("two starts in one folder at the same time, one by another name of it, share one server", async () => {
    const alias = `${folder}-alias`;
    await symlink(folder, alias);
    try {
      const [one, two] = await Promise.all([start(), start({ folder: alias })]);
      expect(two.pid).toBe(one.pid);
      expect([one.origin, two.origin].toSorted()).toEqual(["adopted", "started"]);
    } finally {
      await rm(alias);
    }
  });

  test("a server outlives the kill of its starter, and the next start takes it over", async () => {
    const module = fileURLToPath(new URL("../../infra/temporal-server/index.ts", import.meta.url));
    const script = `import { startTemporalServer } from ${JSON.stringify(module)};
      const server = await startTemporalServer({ folder: ${JSON.stringify(folder)}, executable: ${JSON.stringify(executable)}, ui: "none", searchAttributes: [] });
      console.log(server.pid);
      setInterval(() => {}, 1000);`;
    const starter = spawn(process.execPath, ["--input-type=module", "--eval", script], { stdio: ["ignore", "pipe", "ignore"] });
    const [line] = (await once(starter.stdout, "data")) as [Buffer];
    starter.kill("SIGKILL");
    await once(starter, "exit");
    const server = await start();
    expect(server).toMatchObject({ origin: "adopted", pid: Number(line.toString()) });
    // The dead starter had registered no search attribute; taking over adds what is lacking.
    expect(await attributesAt(server.address)).toMatchObject({ TestKey: 2 });
  });

  test("a server that was killed is replaced, and its namespace's attributes are still there", async () => {
    const killed = await start();
    process.kill(killed.pid, "SIGKILL");
    const server = await start({ searchAttributes: [{ name: "Later", type: "Int" }] });
    expect(server.origin).toBe("started");
    expect(server.pid).not.toBe(killed.pid);
    expect(await attributesAt(server.address)).toMatchObject({ TestKey: 2, Later: 3 });
  });

  test("a state file that names somebody else's process is replaced, and that process is left alone", async () => {
    const foreign = spawn(process.execPath, ["--eval", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    try {
      writeState(folder, { pid: foreign.pid ?? 0, address: "127.0.0.1:1", uiAddress: null, startedAt: "2026-01-01T00:00:00.000Z" });
      const server = await start();
      expect(server.origin).toBe("started");
      await server.stop();
      expect(foreign.exitCode).toBeNull();
      expect(isAlive(foreign.pid ?? 0)).toBe(true);
    } finally {
      foreign.kill("SIGKILL");
    }
  });

  test("a server that cannot start is an error with the end of its log, and leaves no process", async () => {
    await writeFile(join(folder, "temporal.sqlite"), "this is not a database, and long enough to be seen as none ".repeat(20));
    await expect(start({ readyTimeoutSeconds: 20 })).rejects.toThrow(/did not start in .*\n.*(not a database|rror)/s);
    expect(await readFile(join(folder, "temporal.log"), "utf8")).not.toBe("");
    expect(await readServerState(folder)).toBeNull();
  });

  test("an executable that does not exist is an error that names it", async () => {
    await expect(start({ executable: "/no/such/temporal" })).rejects.toThrow("/no/such/temporal could not be started");
  });
});
