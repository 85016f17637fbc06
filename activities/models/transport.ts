// The fetch that the provider SDKs are given: one POST over node:http's keep-alive agents, its body read whole.
// Node's own fetch costs several times as much processor time, and does not say whether a failed request was ever sent.
import * as http from "node:http";
import * as https from "node:https";

/** A connection that broke. `sent` is false only where the endpoint cannot have seen the request. */
export class TransportError extends Error {
  override readonly name = "TransportError";
  readonly sent: boolean;
  readonly code: string | null;

  constructor(message: string, options: { readonly sent: boolean; readonly code: string | null }) {
    super(message);
    this.sent = options.sent;
    this.code = options.code;
  }
}

/** A body above this is no answer to a prompt; reading on would only fill the memory. */
const largestBody = 64 * 1024 * 1024;

/**
 * Like fetch, as far as the SDKs use it: string bodies, no redirects, no streams. Rejects with TransportError, or with an AbortError once the signal
 * is aborted. The time that the SDK allows covers the body too, since the response is given out whole.
 */
export function transport(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const url = new URL(input instanceof Request ? input.url : input);
  const signal = init?.signal ?? null;
  const send = url.protocol === "https:" ? https.request : http.request;
  return new Promise<Response>((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(abortError());
      return;
    }
    const body = typeof init?.body === "string" ? Buffer.from(init.body, "utf8") : null;
    const headers: Record<string, string | number> = {};
    const given = init?.headers instanceof Headers ? init.headers : new Headers(init?.headers);
    given.forEach((value, name) => (headers[name] = value));
    if (body !== null) headers["content-length"] = body.byteLength;
    const request = send(url, { method: init?.method ?? "GET", headers });
    let sent = false;
    let aborted = false;
    const onAbort = () => {
      aborted = true;
      request.destroy();
    };
    const fail = (error: NodeJS.ErrnoException) => {
      signal?.removeEventListener("abort", onAbort);
      reject(aborted ? abortError() : new TransportError(error.message, { sent, code: error.code ?? null }));
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    request.once("socket", (socket) => {
      if (!socket.connecting) sent = true;
      else socket.once(url.protocol === "https:" ? "secureConnect" : "connect", () => (sent = true));
    });
    request.once("error", fail);
    request.once("response", (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.byteLength;
        if (size <= largestBody) chunks.push(chunk);
        else response.destroy(new Error(`The reply is larger than ${largestBody} bytes.`));
      });
      response.once("error", fail);
      response.once("end", () => {
        signal?.removeEventListener("abort", onAbort);
        resolve(wholeResponse(response, Buffer.concat(chunks)));
      });
    });
    request.end(body);
  });
}

function abortError(): Error {
  return Object.assign(new Error("The call was given up."), { name: "AbortError" });
}

/** The part of Response that both SDKs read. A real one would put the body through a stream again. */
function wholeResponse(response: http.IncomingMessage, body: Buffer): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headers)) if (typeof value === "string") headers.set(name, value);
  const status = response.statusCode ?? 0;
  const text = () => Promise.resolve(body.toString("utf8"));
  const whole: Pick<Response, "status" | "statusText" | "ok" | "url" | "headers" | "body" | "text"> & { json(): Promise<unknown> } = {
    status,
    statusText: response.statusMessage ?? "",
    ok: status >= 200 && status < 300,
    url: "",
    headers,
    body: null,
    text,
    json: async () => JSON.parse(await text()) as unknown,
  };
  return whole as Response;
}
