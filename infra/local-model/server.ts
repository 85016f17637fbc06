// Serves a completion engine on loopback in the OpenAI wire format: /v1/completions, /v1/chat/completions, /v1/models and /health.
import { randomInt, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import type { Completion, CompletionEngine } from "./engine.ts";
import { type JobRequest, readChatRequest, readCompletionRequest, type Refusal } from "./requests.ts";

export interface EngineServer {
  /** Base URL without `/v1`. */
  readonly url: string;
  /** Stops listening and drops open connections. */
  readonly close: () => Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

type Completed = Extract<Completion, { kind: "completed" }>;

/** Serves `engine` on 127.0.0.1; port 0 takes a free one. A client that goes away ends its jobs. */
export async function serveEngine(engine: CompletionEngine, options: { readonly port: number }): Promise<EngineServer> {
  const server = createServer((request, response) => void respond(engine, request, response));
  server.listen(options.port, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function respond(engine: CompletionEngine, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort(new Error("the client went away")));
  let reply: Reply;
  try {
    reply = await route(engine, request, gone.signal);
  } catch (error) {
    reply = errorReply(500, "server_error", error instanceof Error ? error.message : String(error));
  }
  if (gone.signal.aborted) return;
  response.writeHead(reply.status, { "content-type": "application/json" });
  response.end(JSON.stringify(reply.body));
}

async function route(engine: CompletionEngine, request: IncomingMessage, signal: AbortSignal): Promise<Reply> {
  switch (`${request.method} ${request.url}`) {
    case "GET /health":
      return { status: 200, body: { status: "ok" } };
    case "GET /v1/models":
      return { status: 200, body: { object: "list", data: [{ id: engine.modelName, object: "model", created: 0, owned_by: "local" }] } };
    case "POST /v1/completions":
      return complete(engine, await readJson(request), readCompletionRequest, completionBody, signal);
    case "POST /v1/chat/completions":
      return complete(engine, await readJson(request), readChatRequest, chatBody, signal);
    default:
      return errorReply(404, "not_found", `There is no ${request.method} ${request.url} here.`);
  }
}

const notJson = Symbol("not JSON");

async function readJson(request: IncomingMessage): Promise<unknown> {
  return json(request).catch(() => notJson);
}

async function complete(
  engine: CompletionEngine,
  body: unknown,
  read: (body: unknown, modelName: string, drawSeed: () => number) => JobRequest | Refusal,
  write: (modelName: string, completions: readonly Completed[]) => object,
  signal: AbortSignal,
): Promise<Reply> {
  if (body === notJson) return errorReply(400, "invalid_request", "The body is not JSON.");
  const request = read(body, engine.modelName, () => randomInt(2 ** 32));
  if (request.kind === "refused") return errorReply(request.status, request.code, request.message);
  const completions = await Promise.all(request.jobs.map((job) => engine.complete(job, signal)));
  const tooLong = completions.find((completion) => completion.kind === "too-long");
  if (tooLong) {
    const message = `The prompt has ${tooLong.promptTokens} tokens; this model's context is ${tooLong.contextTokens}.`;
    return errorReply(400, "context_length_exceeded", message);
  }
  return {
    status: 200,
    body: write(
      engine.modelName,
      completions.filter((completion) => completion.kind === "completed"),
    ),
  };
}

const completionBody = (model: string, completions: readonly Completed[]) => ({
  ...heading("cmpl", "text_completion", model),
  choices: completions.map(({ text, finish }, index) => ({ index, text, logprobs: null, finish_reason: finish })),
  usage: usageOf(completions),
});

const chatBody = (model: string, completions: readonly Completed[]) => ({
  ...heading("chatcmpl", "chat.completion", model),
  choices: completions.map(({ text, finish }, index) => ({
    index,
    message: { role: "assistant", content: text, refusal: null },
    logprobs: null,
    finish_reason: finish,
  })),
  usage: usageOf(completions),
});

const heading = (prefix: string, object: string, model: string) => ({
  id: `${prefix}-${randomUUID()}`,
  object,
  created: Math.floor(Date.now() / 1000),
  model,
});

/** The prompt is counted once, however many choices were made from it, as OpenAI does. */
function usageOf(completions: readonly Completed[]): object {
  const prompt = completions[0]?.promptTokens ?? 0;
  const completion = completions.reduce((sum, { completionTokens }) => sum + completionTokens, 0);
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}

const errorReply = (status: number, code: string, message: string): Reply => ({
  status,
  body: { error: { message, type: status < 500 ? "invalid_request_error" : "server_error", param: null, code } },
});
