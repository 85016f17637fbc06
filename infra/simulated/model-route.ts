// Answers one request of a model route: read, check, draw its fate, generate, wait, send or fail as its fate says.
import type { IncomingMessage, ServerResponse } from "node:http";
import { begin, bill } from "./counts.ts";
import type { Counts } from "./counts.ts";
import { createFaults } from "./faults.ts";
import { createGeneration } from "./generation.ts";
import type { SimulatedModelSettings } from "./options.ts";
import { hashText } from "./random.ts";
import { headersOf } from "./retry-after.ts";
import { statusOf } from "./wire.ts";
import type { Wire, WireError } from "./wire.ts";

export type ModelRoute = (wire: Wire, request: IncomingMessage, response: ServerResponse) => void;

export function createModelRoute(settings: SimulatedModelSettings, counts: Counts): ModelRoute {
  const faults = createFaults(settings);
  const generation = createGeneration(settings, faults);
  const attempts = new Map<number, number>();
  const billed = new Set<number>();

  const answer = (wire: Wire, request: IncomingMessage, body: string, ordinal: number): Outcome => {
    const fail = (error: WireError, latencyMs = settings.latencyMs): Outcome => ({ kind: "error", error, latencyMs });
    if (settings.apiKey !== undefined && wire.key(request.headers) !== settings.apiKey) return fail({ kind: "unauthorized" });
    const json = parseJson(body);
    if (json.kind === "invalid") return fail({ kind: "bad_request", message: "The body is not valid JSON.", parameter: null });
    const parsed = wire.parse(json.value, request.headers);
    if (parsed.kind === "bad_request") return fail(parsed);
    const { model, choices, seed } = parsed.request;
    if (settings.models.length > 0 && !settings.models.includes(model)) return fail({ kind: "unknown_model", model });

    const content = hashText(`${request.url} ${seed} ${body}`);
    const attempt = attempts.get(content) ?? 0;
    attempts.set(content, attempt + 1);
    const fate = faults.fateOf({ ordinal, content, attempt, choices });
    for (const fault of [fate.call, fate.everyChoice, fate.choices < choices ? ("short" as const) : null]) {
      if (fault !== null) counts.byFault[fault] = (counts.byFault[fault] ?? 0) + 1;
    }
    const { call, latencyMs } = fate;
    if (call === "rate_limit" || call === "quota" || call === "server_error" || call === "overloaded")
      return fail({ kind: call }, latencyMs);
    if (call === "drop_before") return { kind: "drop", latencyMs };
    // Without a seed a repeated request brings new texts, as it would elsewhere.
    const reply = generation.answer(parsed.request, seed ?? attempt, fate);
    bill(counts, model, reply);
    if (billed.has(content)) counts.repeated += 1;
    billed.add(content);
    const text = JSON.stringify(wire.render(parsed.request, reply, ordinal));
    return { kind: "answer", text, fault: call === "malformed" || call === "drop_during" ? call : null, latencyMs };
  };

  return (wire, request, response) => {
    const booking = begin(counts);
    const ordinal = counts.received;
    response.once("close", () => booking.end("aborted"));
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const outcome = answer(wire, request, Buffer.concat(chunks).toString("utf8"), ordinal);
      const send = (): void => {
        booking.end(statusText(outcome));
        deliver(outcome, wire, response, ordinal, settings);
      };
      if (outcome.latencyMs <= 0) return send();
      const timer = setTimeout(send, outcome.latencyMs);
      response.once("close", () => clearTimeout(timer));
    });
  };
}

type Outcome = { readonly latencyMs: number } & (
  | { readonly kind: "answer"; readonly text: string; readonly fault: "malformed" | "drop_during" | null }
  | { readonly kind: "error"; readonly error: WireError }
  | { readonly kind: "drop" }
);

function statusText(outcome: Outcome): string {
  switch (outcome.kind) {
    case "answer":
      return outcome.fault === "drop_during" ? "dropped" : "200";
    case "error":
      return String(statusOf(outcome.error));
    case "drop":
      return "dropped";
  }
}

function deliver(outcome: Outcome, wire: Wire, response: ServerResponse, ordinal: number, settings: SimulatedModelSettings): void {
  const identity = {
    "content-type": "application/json",
    "x-request-id": `req_simulated_${ordinal}`,
    "request-id": `req_simulated_${ordinal}`,
  };
  switch (outcome.kind) {
    case "answer": {
      const half = outcome.text.slice(0, Math.floor(outcome.text.length / 2));
      const text = outcome.fault === "malformed" ? half : outcome.text;
      response.writeHead(200, { ...identity, "content-length": Buffer.byteLength(text) });
      if (outcome.fault === "drop_during") response.write(half, () => response.destroy());
      else response.end(text);
      return;
    }
    case "error": {
      const text = JSON.stringify(wire.renderError(outcome.error, ordinal));
      const wait = outcome.error.kind === "rate_limit" ? headersOf(settings.retryAfter, Date.now()) : {};
      response.writeHead(statusOf(outcome.error), { ...identity, ...wait, "content-length": Buffer.byteLength(text) });
      response.end(text);
      return;
    }
    case "drop":
      response.destroy();
  }
}

function parseJson(text: string): { readonly kind: "json"; readonly value: unknown } | { readonly kind: "invalid" } {
  try {
    const value: unknown = JSON.parse(text);
    return { kind: "json", value };
  } catch {
    return { kind: "invalid" };
  }
}
