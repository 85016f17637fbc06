// The lean fetch under the SDKs: whole replies, broken connections that say whether they were sent, aborts.
import { createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { transport, TransportError } from "../../../../activities/models/transport.ts";

let server: Server | undefined;
const sockets = new Set<Socket>();
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  server?.close();
});

/** A server that does with each connection's first data what `act` says. */
async function serve(act: (socket: Socket, text: string) => void): Promise<string> {
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("data", (data) => act(socket, data.toString()));
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/x`;
}

const post = (url: string, signal?: AbortSignal) =>
  transport(url, {
    method: "POST",
    body: '{"é":1}',
    headers: { "content-type": "application/json" },
    ...(signal === undefined ? {} : { signal }),
  });
const failureOf = (work: Promise<unknown>) =>
  work.then(
    (value) => Promise.reject(new Error(`It came to ${String(value)}.`)),
    (error: unknown) => error,
  );

describe("transport", () => {
  test("sends the body's length in bytes and reads status, headers and body whole", async () => {
    let sent = "";
    const url = await serve((socket, text) => {
      sent = text;
      socket.end('HTTP/1.1 418 Teapot\r\nretry-after: 3\r\ncontent-length: 10\r\n\r\n{"a":"é"}');
    });
    const response = await post(url);
    expect(sent).toMatch(/^POST \/v1\/x HTTP\/1\.1\r\n[^]*content-length: 8\r\n/i);
    expect([response.status, response.ok, response.headers.get("retry-after")]).toEqual([418, false, "3"]);
    expect(await response.text()).toBe('{"a":"é"}');
  });

  test.each<[string, (socket: Socket) => void]>([
    ["before the reply", (socket) => socket.destroy()],
    ["after the headers", (socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n")],
    ["inside the body", (socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc")],
    ["in the middle of nonsense", (socket) => socket.end("this is not HTTP\r\n\r\n")],
  ])("a connection that breaks %s was sent", async (_, act) => {
    const error = await failureOf(post(await serve(act)));
    expect(error).toBeInstanceOf(TransportError);
    expect((error as TransportError).sent).toBe(true);
  });

  test("a server that is not there was sent nothing", async () => {
    const url = await serve(() => undefined);
    await new Promise((resolve) => server?.close(resolve));
    expect(await failureOf(post(url))).toMatchObject({ name: "TransportError", sent: false, code: "ECONNREFUSED" });
  });

  test("an abort ends the connection, before the reply and inside it", async () => {
    for (const begun of ["", "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc"]) {
      const stop = new AbortController();
      const closed = Promise.withResolvers<void>();
      const url = await serve((socket) => {
        socket.once("close", () => closed.resolve());
        if (begun !== "") socket.write(begun);
        setTimeout(() => stop.abort(), 20);
      });
      expect(await failureOf(post(url, stop.signal))).toMatchObject({ name: "AbortError" });
      await closed.promise;
      server?.close();
    }
  });

  test("what is aborted already is never sent", async () => {
    let asked = 0;
    const url = await serve(() => asked++);
    expect(await failureOf(post(url, AbortSignal.abort()))).toMatchObject({ name: "AbortError" });
    expect(asked).toBe(0);
  });
});
