// What the server says of itself: truth, counts, health, its options, and as a process of its own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { simulatedModelOptions, startSimulatedModel, truth } from "../../../../infra/simulated/index.ts";
import type { SimulatedModelOptions } from "../../../../infra/simulated/index.ts";
import { ask, getJson, post, question, solution, start, textsOf } from "./started.ts";

describe("truth route", () => {
  test("answers GET and POST as the function does, by the server's own seed and rates", async () => {
    const options = { seed: 11, errorRate: { min: 0.1, max: 0.4 }, recoveryRate: { oneOf: [0, 0.3] }, splitRate: 0.1 };
    const model = await start(options);
    const wrong = solution.replace("= 23", "= 24");
    const expected = truth(question, wrong, options);
    expect(expected).toMatchObject({ kind: "truth", firstError: 0 });
    expect(await getJson(model, `/truth?${new URLSearchParams({ question, solution: wrong }).toString()}`)).toEqual(expected);
    expect((await post(model, "/truth", { question, solution: wrong })).json).toEqual(expected);
  });

  test("says what is missing or unknown", async () => {
    const model = await start();
    expect((await post(model, "/truth", { question })).status).toBe(400);
    expect((await post(model, "/truth", "{")).status).toBe(400);
    expect((await post(model, "/truth", { question: "What is 2 + 2?", solution })).status).toBe(404);
  });
});

describe("counts", () => {
  test("book tokens by model and repeated contents, and are no model request themselves", async () => {
    const model = await start();
    const bodies = [
      { ...ask, model: "a", n: 3, seed: 1 },
      { ...ask, model: "a", n: 3, seed: 1 },
      { ...ask, model: "b", n: 2, seed: 1 },
    ];
    for (const body of bodies) await post(model, "/v1/chat/completions", body);
    await post(model, "/v1/messages", { ...ask, model: "b", max_tokens: 5 });
    const counts = model.counts();
    expect(counts).toEqual({
      received: 4,
      requests: 4,
      choices: 9,
      promptTokens: 120,
      completionTokens: 8 * 19 + 5,
      repeated: 1,
      inFlight: 0,
      mostInFlight: 1,
      byStatus: { 200: 4 },
      byFault: {},
      models: {
        a: { requests: 2, choices: 6, promptTokens: 60, completionTokens: 114 },
        b: { requests: 2, choices: 3, promptTokens: 60, completionTokens: 43 },
      },
    });
    expect(await getJson(model, "/counts")).toEqual(counts);
    expect(await getJson(model, "/health")).toEqual({ status: "ok" });
  });

  test("see requests that are in flight together", async () => {
    const model = await start({ latencyMs: 30, latencyJitterMs: 5 });
    await Promise.all([1, 2, 3].map((seed) => post(model, "/v1/chat/completions", { ...ask, seed })));
    expect(model.counts()).toMatchObject({ mostInFlight: 3, inFlight: 0 });
  });
});

test("a path or method that is no route is 404", async () => {
  const model = await start();
  expect((await post(model, "/v1/embeddings", {})).status).toBe(404);
  expect(await getJson(model, "/v1/chat/completions")).toEqual({ error: { message: "There is no route GET /v1/chat/completions." } });
});

test("a client that leaves in the middle of its body is counted as aborted and not billed", async () => {
  const model = await start();
  const socket = connect(model.port, "127.0.0.1");
  socket.write('POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"model":');
  while (model.counts().inFlight === 0) await new Promise((resolve) => setImmediate(resolve));
  socket.destroy();
  while (model.counts().inFlight === 1) await new Promise((resolve) => setImmediate(resolve));
  expect(model.counts()).toMatchObject({ received: 1, requests: 0, byStatus: { aborted: 1 } });
  expect(textsOf(await post(model, "/v1/chat/completions", ask))).toEqual([solution]);
});

test("close cuts open requests and frees the port", async () => {
  const model = await startSimulatedModel({ latencyMs: 600_000 });
  const ended = post(model, "/v1/chat/completions", ask).catch((error: unknown) => error);
  while (model.counts().requests === 0) await new Promise((resolve) => setImmediate(resolve));
  await model.close();
  expect(await ended).toEqual(new TypeError("fetch failed"));
  const next = await startSimulatedModel({ port: model.port });
  await expect(startSimulatedModel({ port: model.port })).rejects.toThrow("EADDRINUSE");
  await next.close();
});

describe("options", () => {
  test.each<[SimulatedModelOptions & Record<string, unknown>, RegExp]>([
    [{ surprise: 1 }, /surprise/],
    [{ errorRate: 1.5 }, /errorRate/],
    [{ errorRate: { min: 0.5, max: 0.2 } }, /min must not be above max/],
    [{ recoveryRate: { oneOf: [] } }, /recoveryRate/],
    [{ faults: { rate_limit: 0.6, server_error: 0.6 } }, /sum to 1.2/],
    [{ faults: { truncate: 0.6, refuse: 0.6 } }, /truncate, refuse/],
    [{ script: [{ request: 0, fault: "quota" }] }, /request/],
  ])("%j is refused with the name of what is wrong", async (options, reason) => {
    await expect(startSimulatedModel(options)).rejects.toThrow(RangeError);
    await expect(startSimulatedModel(options)).rejects.toThrow(reason);
  });

  test("every option has a meaning, and a default unless it is the key", () => {
    for (const [name, schema] of Object.entries(simulatedModelOptions.shape)) {
      expect([name, schema.description]).toEqual([name, expect.stringMatching(/.{10}/)]);
    }
    expect(simulatedModelOptions.parse({})).toMatchObject({
      port: 0,
      latencyMs: 0,
      faults: {},
      retryAfter: { form: "seconds", milliseconds: 1000 },
    });
  });
});

describe("as a process", () => {
  const run = (...parameters: string[]) =>
    spawn(process.execPath, ["infra/simulated/main.ts", ...parameters], { stdio: ["ignore", "pipe", "pipe"] });

  test.each(["SIGTERM", "SIGINT"] as const)("prints one JSON line when it listens, and ends on %s", async (signal) => {
    const child = run("--port", "0", "--options", JSON.stringify({ errorRate: 0 }));
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const ready = JSON.parse(line.toString()) as { url: string; port: number; pid: number };
    expect(ready).toEqual({ url: `http://127.0.0.1:${ready.port}`, port: expect.any(Number), pid: child.pid });
    const response = await fetch(`${ready.url}/v1/completions`, {
      method: "POST",
      body: JSON.stringify({ model: "m", prompt: `${question}\n` }),
    });
    expect(await response.json()).toMatchObject({ choices: [{ text: solution }] });
    child.kill(signal);
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  test.each([
    [["--options", '{"surprise":1}'], /surprise/],
    [["--port", "none"], /port/],
    [["--options", "{"], /JSON/],
    [["--verbose"], /--verbose/],
  ])("%j ends with 2 and says why", async (parameters, reason) => {
    const child = run(...parameters);
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    expect(await once(child, "close")).toEqual([2, null]);
    expect(said).toMatch(reason);
    expect(said).toContain("Usage:");
  });
});
