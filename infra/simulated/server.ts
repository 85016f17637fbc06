// The simulated model server: node:http on loopback, the model routes of both wire formats, and what it knows and counts.
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { z } from "zod";
import { anthropicMessages } from "./anthropic-wire.ts";
import { emptyCounts } from "./counts.ts";
import type { Counts } from "./counts.ts";
import { createModelRoute } from "./model-route.ts";
import { openaiChat, openaiCompletions } from "./openai-wire.ts";
import { readOptions } from "./options.ts";
import type { SimulatedModelOptions, SimulatedModelSettings } from "./options.ts";
import { truth } from "./truth.ts";
import type { Wire } from "./wire.ts";

export interface SimulatedModel {
  /** http://127.0.0.1:port, without a path: an OpenAI client's base URL is `${url}/v1`, an Anthropic client's is `url`. */
  readonly url: string;
  readonly port: number;
  /** Stops at once; open connections are cut. */
  close(): Promise<void>;
  /** A copy of the counts as they stand. */
  counts(): Counts;
}

/** Starts a server on 127.0.0.1. Throws when the options are invalid or the port is taken. */
export async function startSimulatedModel(options: SimulatedModelOptions = {}): Promise<SimulatedModel> {
  const settings = readOptions(options);
  const counts = emptyCounts();
  const modelRoute = createModelRoute(settings, counts);
  const server = createServer((request, response) => {
    const [path = "", query = ""] = (request.url ?? "").split("?", 2);
    const wire = request.method === "POST" ? wires.get(path) : undefined;
    if (wire !== undefined) return modelRoute(wire, request, response);
    if (path === "/truth" && request.method === "POST") return void answerTruthBody(request, response, settings);
    const known = request.method === "GET" ? informationRoute(path, query, request, settings, counts) : null;
    sendJson(response, known?.status ?? 404, known?.body ?? { error: { message: `There is no route ${request.method} ${path}.` } });
  });
  // Clients keep idle connections; closing them early would look like a dropped call.
  server.keepAliveTimeout = 600_000;
  const port = await listen(server, settings.port);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    counts: () => structuredClone(counts),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const wires: ReadonlyMap<string, Wire> = new Map([
  ["/v1/chat/completions", openaiChat],
  ["/v1/completions", openaiCompletions],
  ["/v1/messages", anthropicMessages],
]);

interface JsonAnswer {
  readonly status: number;
  readonly body: unknown;
}

function informationRoute(
  path: string,
  query: string,
  request: IncomingMessage,
  settings: SimulatedModelSettings,
  counts: Counts,
): JsonAnswer | null {
  switch (path) {
    case "/health":
      return { status: 200, body: { status: "ok" } };
    case "/counts":
      return { status: 200, body: counts };
    case "/truth":
      return answerTruth(Object.fromEntries(new URLSearchParams(query)), settings);
    case "/v1/models":
      return answerModels(request, settings);
    default:
      return null;
  }
}

function answerModels(request: IncomingMessage, settings: SimulatedModelSettings): JsonAnswer {
  const isAnthropic = request.headers["anthropic-version"] !== undefined;
  const wire = isAnthropic ? anthropicMessages : openaiChat;
  if (settings.apiKey !== undefined && wire.key(request.headers) !== settings.apiKey) {
    return { status: 401, body: wire.renderError({ kind: "unauthorized" }, 0) };
  }
  const names = settings.models.length > 0 ? settings.models : ["simulated"];
  return isAnthropic
    ? {
        status: 200,
        body: {
          data: names.map((name) => ({ type: "model", id: name, display_name: name, created_at: "2026-01-01T00:00:00Z" })),
          has_more: false,
          first_id: names[0],
          last_id: names.at(-1),
        },
      }
    : {
        status: 200,
        body: { object: "list", data: names.map((name) => ({ id: name, object: "model", created: 0, owned_by: "steplabel" })) },
      };
}

const truthQuestion = z.object({ question: z.string(), solution: z.string() });

function answerTruth(asked: unknown, settings: SimulatedModelSettings): JsonAnswer {
  const parsed = truthQuestion.safeParse(asked);
  if (!parsed.success) return { status: 400, body: { error: { message: z.prettifyError(parsed.error) } } };
  const known = truth(parsed.data.question, parsed.data.solution, settings);
  return known.kind === "truth"
    ? { status: 200, body: known }
    : { status: 404, body: { error: { message: "This text holds no simulated question." } } };
}

async function answerTruthBody(request: IncomingMessage, response: ServerResponse, settings: SimulatedModelSettings): Promise<void> {
  let answer: JsonAnswer;
  try {
    const body: unknown = await new Response(request).json();
    answer = answerTruth(body, settings);
  } catch {
    answer = { status: 400, body: { error: { message: "The body is not valid JSON." } } };
  }
  sendJson(response, answer.status, answer.body);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
  response.end(text);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      const address = server.address();
      if (address === null || typeof address === "string") return reject(new Error("The server has no TCP address."));
      resolve(address.port);
    });
  });
}
