// What is known of an endpoint before the first paid call, and what a misfit says. The endpoints are small servers of this file.
import { createServer } from "node:http";
import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { findCapabilities } from "../../../../activities/models/index.ts";
import type { FoundCapabilities } from "../../../../activities/models/index.ts";
import { campaignSchema } from "../../../../schemas/index.ts";
import { openSetting } from "./setting.ts";
import type { Setting } from "./setting.ts";

let setting: Setting | undefined;
let endpoint: Server | undefined;
afterEach(async () => {
  await setting?.close();
  endpoint?.closeAllConnections();
  endpoint?.close();
  endpoint = undefined;
});

type Body = Record<string, unknown>;
interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** Serves every POST by `answer`; keeps the bodies that came. */
async function serve(answer: (body: Body, request: IncomingMessage) => Reply): Promise<{ readonly url: string; readonly bodies: Body[] }> {
  const bodies: Body[] = [];
  endpoint = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      const body = JSON.parse(text) as Body;
      bodies.push(body);
      const reply = answer(body, request);
      response.writeHead(reply.status, { "content-type": "application/json" }).end(JSON.stringify(reply.body));
    });
  });
  await new Promise<void>((resolve) => endpoint?.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}`, bodies };
}

const choices = (count: number, text: string) =>
  Array.from({ length: count }, (_, index) => ({ index, finish_reason: "stop", message: { role: "assistant", content: text } }));
const ok = (body: Body, text = " 5, 6, 7, 8, 9"): Reply => ({
  status: 200,
  body: { choices: choices(Number(body["n"] ?? 1), text), usage: { prompt_tokens: 20, completion_tokens: 12 } },
});
const refuse = (message: string, param: string | null = null): Reply => ({
  status: 400,
  body: { error: { message, param, type: "invalid_request_error", code: null } },
});

interface Case {
  readonly model: object;
  readonly continuation?: string;
  readonly budget?: object;
}

async function find(
  { model, continuation = "prefill", budget = {} }: Case,
  environment: Record<string, string> = {},
): Promise<FoundCapabilities> {
  setting ??= await openSetting({}, budget);
  return findCapabilities({
    configuration: campaignSchema.parse({
      name: "campaign",
      problems: { path: "problems.jsonl", columns: { question: "question", gold: "answer" } },
      models: { solver: model },
      sampling: { solver: "solver", continuation },
    }),
    alias: "solver",
    ledger: setting.ledger,
    leases: setting.leases,
    environment: (name) => environment[name],
    signal: new AbortController().signal,
    clock: {
      now: Date.now,
      after: (_, act) =>
        (
          (timer) => () =>
            clearTimeout(timer)
        )(setTimeout(act, 0)),
    },
  });
}

afterEach(() => (setting = undefined));

const openai = (url: string, more: object = {}) => ({ provider: "openai", model: "m", baseUrl: `${url}/v1`, ...more });
const sentenceOf = (found: FoundCapabilities) => (found.kind === "unusable" ? found.sentence : JSON.stringify(found));

describe("findCapabilities", () => {
  test("asks once with everything that the campaign relies on, and remembers the answer", async () => {
    const { url, bodies } = await serve((body) => ok(body));
    const capabilities = { temperature: true, n: true, seed: true, logprobs: false, assistantPrefix: true };
    expect(await find({ model: openai(url) })).toEqual({ kind: "capable", capabilities, source: "probed" });
    expect(bodies).toHaveLength(1);
    expect(bodies[0]).toMatchObject({ temperature: 0.7, n: 2, max_tokens: 16, continue_final_message: true, add_generation_prompt: false });
    expect(bodies[0]?.["seed"]).toBeTypeOf("number");
    expect(await find({ model: openai(url) })).toEqual({ kind: "capable", capabilities, source: "remembered" });
    expect(bodies).toHaveLength(1);
    const calls = await setting?.ledger.calls("campaign");
    expect(calls?.map(({ problem, state }) => ({ problem, state }))).toEqual([{ problem: "(probe)", state: "settled" }]);
  });

  test("an endpoint that states no usage passes with one call", async () => {
    const { url, bodies } = await serve((body) => ({ status: 200, body: { choices: choices(Number(body["n"] ?? 1), " 5, 6") } }));
    expect(await find({ model: openai(url) })).toMatchObject({ kind: "capable", source: "probed", capabilities: { n: true } });
    expect(bodies).toHaveLength(1);
    const [spend] = (await setting?.ledger.spend("campaign")) ?? [];
    expect(spend).toMatchObject({ settled: { calls: 1, completionTokens: 10 }, unknown: { calls: 0 } });
  });

  test("does without n and seed where the endpoint refuses them", async () => {
    const { url, bodies } = await serve((body) => {
      if (body["n"] !== undefined) return refuse(`"n" : number must be at most 1`);
      return body["seed"] === undefined ? ok(body) : refuse("Unsupported parameter: seed", "seed");
    });
    expect(await find({ model: openai(url) })).toMatchObject({
      kind: "capable",
      capabilities: { n: false, seed: false, temperature: true },
    });
    expect(bodies).toHaveLength(3);
  });

  test("sees an endpoint that ignores n", async () => {
    const { url } = await serve(() => ok({ n: 1 }));
    expect(await find({ model: openai(url) })).toMatchObject({ kind: "capable", capabilities: { n: false, seed: true } });
  });

  test("says what to do where temperature is refused", async () => {
    const { url } = await serve(() => refuse("temperature is not supported with this model", "temperature"));
    const sentence = sentenceOf(await find({ model: openai(url) }));
    expect(sentence).toContain("sampling.temperature");
    expect(sentence).toContain("models.solver.capabilities");
  });

  test.each<[string, (body: Body) => Reply]>([
    ["refuses the parameter", () => refuse("Unrecognized request argument supplied: continue_final_message")],
    [
      "refuses the message",
      () => refuse("This model does not support assistant message prefill. The conversation must end with a user message."),
    ],
    ["answers anew", (body) => ok(body, "1, 2, 3, 4, 5, 6, 7, 8, 9")],
  ])("says what to do where an endpoint %s of a prefix", async (_, answer) => {
    const { url } = await serve(answer);
    const sentence = sentenceOf(await find({ model: openai(url) }));
    expect(sentence).toContain("set sampling.continuation to instruct");
  });

  test("asks for no prefix that the campaign does not need", async () => {
    const { url, bodies } = await serve((body) => ok(body, "1, 2, 3"));
    expect(await find({ model: openai(url), continuation: "instruct" })).toMatchObject({
      kind: "capable",
      capabilities: { assistantPrefix: false },
    });
    expect(bodies[0]).not.toHaveProperty("continue_final_message");
  });

  test("asks Anthropic's wire for one draw without n, seed and header", async () => {
    const { url, bodies } = await serve((_, request) => {
      expect(request.headers["x-steplabel-seed"]).toBeUndefined();
      const content = [{ type: "text", text: " 5" }];
      return { status: 200, body: { content, stop_reason: "end_turn", usage: { input_tokens: 9, output_tokens: 2 } } };
    });
    const found = await find({ model: { provider: "anthropic", model: "m", baseUrl: url } });
    expect(found).toMatchObject({ kind: "capable", capabilities: { n: false, seed: false, temperature: true, assistantPrefix: true } });
    expect(bodies[0]?.["messages"]).toEqual([
      { role: "user", content: expect.any(String) as string },
      { role: "assistant", content: "1, 2, 3, 4," },
    ]);
  });

  test.each<[string, Reply, string]>([
    [
      "wrong key",
      { status: 401, body: { error: { message: "Incorrect API key provided: sk-abcdef1234567890" } } },
      "the key in OPENAI_API_KEY",
    ],
    ["unknown model", { status: 404, body: { error: { message: "no such model", code: "model_not_found" } } }, "models.solver.model"],
    ["quota", { status: 429, body: { error: { message: "You exceeded your current quota", code: "insufficient_quota" } } }, "quota"],
    ["neither a draw nor usage", { status: 200, body: { choices: [] } }, "usage"],
  ])("%s is one clear sentence without a secret", async (_, reply, part) => {
    const { url, bodies } = await serve(() => reply);
    const sentence = sentenceOf(await find({ model: openai(url) }, { OPENAI_API_KEY: "sk-abcdef1234567890" }));
    expect(sentence).toContain(part);
    expect(sentence).toContain("models.solver (m at 127.0.0.1:");
    expect(sentence).not.toContain("abcdef");
    expect(bodies).toHaveLength(1);
  });

  test("a server that is not there is tried three times, then named", async () => {
    const { url } = await serve((body) => ok(body));
    endpoint?.close();
    expect(sentenceOf(await find({ model: openai(url) }))).toContain("cannot be reached (ECONNREFUSED)");
    expect((await setting?.ledger.calls("campaign"))?.map(({ state }) => state)).toEqual(["failed", "failed", "failed"]);
  });

  test("a passing failure is waited out", async () => {
    let asked = 0;
    const { url } = await serve((body) => (++asked < 3 ? { status: 503, body: { error: { message: "loading" } } } : ok(body)));
    expect(await find({ model: openai(url) })).toMatchObject({ kind: "capable", source: "probed" });
  });

  test("a missing key is named before anything is sent; a budget of nothing refuses the probe", async () => {
    expect(sentenceOf(await find({ model: { provider: "openai", model: "m" } }))).toContain("set OPENAI_API_KEY");
    await setting?.close();
    setting = undefined;
    const { url, bodies } = await serve((body) => ok(body));
    expect(await find({ model: openai(url), budget: { calls: 0 } })).toEqual({ kind: "budget", limit: "calls" });
    expect(bodies).toHaveLength(0);
  });

  test("what is stated or built in is not asked for", async () => {
    const stated = { temperature: true, n: false, seed: false, logprobs: false, assistantPrefix: true };
    const model = { provider: "openai", model: "m", baseUrl: "http://127.0.0.1:1/v1", capabilities: stated };
    expect(await find({ model })).toEqual({ kind: "capable", capabilities: stated, source: "stated" });
    expect(await find({ model: { provider: "simulated", wire: "anthropic" } })).toMatchObject({
      source: "built_in",
      capabilities: { n: false, seed: true },
    });
    expect(await find({ model: { provider: "local" }, continuation: "completion" })).toMatchObject({
      source: "built_in",
      capabilities: { n: true },
    });
  });

  test.each<[object, string, string]>([
    [{ provider: "openai", model: "m", endpoint: "completions" }, "prefill", "set sampling.continuation to completion"],
    [{ provider: "openai", model: "m" }, "completion", "models.solver.endpoint to completions"],
    [{ provider: "simulated" }, "completion", "models.solver.wire to completions"],
    [{ provider: "anthropic", model: "m" }, "completion", "name another model"],
    [
      { provider: "openai", model: "m", capabilities: { temperature: true, n: true, seed: true, logprobs: false, assistantPrefix: false } },
      "prefill",
      "set sampling.continuation to instruct",
    ],
  ])("a continuation that %o cannot do (%s) is found without a call", async (model, continuation, part) => {
    expect(sentenceOf(await find({ model, continuation }))).toContain(part);
  });
});
