// Every wire against the simulated server: what comes back, and every fault that it can make.
import { afterEach, describe, expect, test } from "vitest";
import type { CallFailure } from "../../../../activities/models/index.ts";
import { CallError } from "../../../../activities/models/index.ts";
import { startSimulatedModel } from "../../../../infra/simulated/index.ts";
import type { FaultKind, SimulatedModel, SimulatedModelOptions } from "../../../../infra/simulated/index.ts";
import { promptFor, sampling, simulatedClient, wires } from "./setting.ts";
import type { WireName } from "./setting.ts";

let server: SimulatedModel | undefined;
afterEach(() => server?.close());

async function start(options: SimulatedModelOptions = {}): Promise<SimulatedModel> {
  server = await startSimulatedModel(options);
  return server;
}

const asked = (wire: WireName, more: object = {}) => ({
  prompt: promptFor(wire),
  count: wire === "anthropic" ? 1 : 4,
  seed: 11,
  sampling,
  signal: new AbortController().signal,
  ...more,
});

async function failureOf(wire: WireName, options: SimulatedModelOptions, more: object = {}, timeoutSeconds = 5): Promise<CallFailure> {
  const { url } = await start(options);
  const error: unknown = await simulatedClient(wire, url, { timeoutSeconds })
    .complete(asked(wire, more))
    .catch((reason: unknown) => reason);
  if (!(error instanceof CallError)) throw new Error(`The call came to ${JSON.stringify(error)}.`);
  return error.failure;
}

const scripted = (fault: FaultKind): SimulatedModelOptions => ({ script: [{ request: 1, fault }] });

describe.each(wires)("the %s wire", (wire) => {
  test("brings draws whose tokens add up to what the server counted", async () => {
    const { url } = await start();
    const completion = await simulatedClient(wire, url).complete(asked(wire));
    expect(completion.draws).toHaveLength(wire === "anthropic" ? 1 : 4);
    expect(completion.draws.every(({ text, finish }) => text.startsWith("Step 1: ") && finish === "stop")).toBe(true);
    expect(completion.draws.reduce((sum, draw) => sum + draw.completionTokens, 0)).toBe(completion.completionTokens);
    expect(server?.counts()).toMatchObject({ promptTokens: completion.promptTokens, completionTokens: completion.completionTokens });
  });

  test("the same seed brings the same draws, another seed others", async () => {
    const { url } = await start();
    const client = simulatedClient(wire, url);
    const [first, again, other] = [
      await client.complete(asked(wire)),
      await client.complete(asked(wire)),
      await client.complete(asked(wire, { seed: 12 })),
    ];
    expect(again?.draws).toEqual(first?.draws);
    expect(other?.draws).not.toEqual(first?.draws);
  });

  test("cuts at maxTokens and says so", async () => {
    const { url } = await start();
    const completion = await simulatedClient(wire, url).complete(asked(wire, { sampling: { ...sampling, maxTokens: 3 } }));
    expect(completion.draws[0]).toMatchObject({ finish: "length", completionTokens: 3 });
  });

  test("honours stop texts", async () => {
    const { url } = await start();
    const completion = await simulatedClient(wire, url).complete(asked(wire, { sampling: { ...sampling, stop: ["Step 2"] } }));
    expect(completion.draws[0]).toMatchObject({ finish: "stop" });
    expect(completion.draws[0]?.text).not.toContain("Step 2");
  });

  test("a truncation, a refusal and a filtered reply are results", async () => {
    for (const [fault, finish] of [
      ["truncate", "length"],
      ["refuse", "refusal"],
      ["content_filter", "refusal"],
    ] as const) {
      const simulated = await start(scripted(fault));
      const { draws } = await simulatedClient(wire, simulated.url).complete(asked(wire));
      expect(new Set(draws.map((draw) => draw.finish))).toEqual(new Set([finish]));
      await simulated.close();
    }
  });

  test.each(["seconds", "milliseconds", "date"] as const)("429 with retry-after as %s", async (form) => {
    const failure = await failureOf(wire, { ...scripted("rate_limit"), retryAfter: { form, milliseconds: 90_000 } });
    expect(failure).toMatchObject({ kind: "rate_limited", retryable: true, answered: true });
    // A date is whole seconds from now on; the others are exact.
    expect(Math.abs((failure.retryAfterMs ?? 0) - 90_000)).toBeLessThanOrEqual(form === "date" ? 30_000 : 0);
  });

  test.each<[FaultKind, Partial<CallFailure>]>([
    ["quota", { kind: "quota", retryable: false, answered: true }],
    ["server_error", { kind: "server", retryable: true, answered: true }],
    ["overloaded", { kind: "server", retryable: true, answered: true }],
    ["malformed", { kind: "malformed", retryable: true, answered: false }],
    ["drop_before", { kind: "connection", retryable: true, answered: false }],
    ["drop_during", { kind: "connection", retryable: true, answered: false }],
  ])("the fault %s", async (fault, expected) => {
    const failure = await failureOf(wire, scripted(fault));
    expect(failure).toMatchObject(expected);
    expect(failure.sentence).toMatch(/^models\.solver \(simulated at 127\.0\.0\.1:\d+\) .+\.$|^The connection to models\.solver .+\.$/);
  });

  test("a reply that takes too long is given up as a timeout, a stopped call as aborted", async () => {
    const slow = { script: [{ request: 1, fault: "slow" as const }], slowMs: 60_000 };
    expect(await failureOf(wire, slow, {}, 0.05)).toMatchObject({ kind: "timeout", retryable: true, answered: false });
    await server?.close();
    expect(await failureOf(wire, slow, { signal: AbortSignal.timeout(50) })).toMatchObject({
      kind: "aborted",
      retryable: false,
      answered: false,
    });
  });

  test("a wrong key and an unknown model are told apart, and are not tried again", async () => {
    const wrongKey = await failureOf(wire, { apiKey: "right-key-0123456789" });
    expect(wrongKey).toMatchObject({ kind: "authentication", retryable: false, answered: true });
    await server?.close();
    const unknown = await failureOf(wire, { models: ["other"] });
    expect(unknown).toMatchObject({ kind: "unknown_model", retryable: false, answered: true });
    expect(unknown.sentence).toContain("models.solver.model");
  });

  test("a server that is not there did nothing", async () => {
    const { url } = await start();
    await server?.close();
    const error: unknown = await simulatedClient(wire, url)
      .complete(asked(wire))
      .catch((reason: unknown) => reason);
    expect((error as CallError).failure).toMatchObject({ kind: "connection", retryable: true, answered: true });
    expect((error as CallError).message).toContain("ECONNREFUSED");
  });

  test("a prompt of the wrong kind is refused before anything is sent", async () => {
    const { url } = await start();
    const error: unknown = await simulatedClient(wire, url)
      .complete(asked(wire, { prompt: promptFor(wire === "completions" ? "chat" : "completions") }))
      .catch((reason: unknown) => reason);
    expect((error as CallError).failure).toMatchObject({ kind: "bad_request", retryable: false });
    expect(server?.counts().received).toBe(0);
  });

  test("goes on from a prefix", async () => {
    const { url } = await start({ errorRate: 0 });
    const client = simulatedClient(wire, url);
    const whole = (await client.complete(asked(wire))).draws[0]?.text ?? "";
    const firstStep = whole.split("\n")[0] ?? "";
    const bare = promptFor(wire);
    const prompt = bare.kind === "chat" ? { ...bare, assistantPrefix: firstStep } : { ...bare, text: `${bare.text}${firstStep}` };
    const rest = (await client.complete(asked(wire, { prompt }))).draws[0]?.text ?? "";
    expect(rest.trimStart()).toMatch(/^Step 2: /);
  });
});

test("a short reply brings what came", async () => {
  const { url } = await start(scripted("short"));
  const { draws } = await simulatedClient("chat", url).complete(asked("chat"));
  expect(draws.length).toBeGreaterThan(0);
  expect(draws.length).toBeLessThan(4);
});
