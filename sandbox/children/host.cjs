// What both isolate workers share: frames on descriptors 3 and 4, the resident-memory watch, and one request at a time.
"use strict";
const fs = require("node:fs");
const net = require("node:net");

const frameLimit = 4 * 1024 * 1024;

function send(value) {
  const body = Buffer.from(JSON.stringify(value), "utf8");
  const head = Buffer.alloc(4);
  head.writeUInt32LE(body.length, 0);
  const bytes = Buffer.concat([head, body]);
  for (let sent = 0; sent < bytes.length;) sent += fs.writeSync(4, bytes, sent);
}

/** Kills this process when its resident memory is over the limit: isolates run on other threads, so this one is free to look. */
function watchMemory(residentBytes) {
  setInterval(() => {
    if (process.memoryUsage.rss() <= residentBytes) return;
    fs.writeSync(2, "memory watch: over the limit\n");
    process.kill(process.pid, "SIGKILL");
  }, 10);
}

/** Serves requests one after another. `answer(request)` resolves to the members of a reply. */
function serve(version, answer) {
  const socket = new net.Socket({ fd: 3, readable: true, writable: false });
  let pending = Buffer.alloc(0);
  let busy = Promise.resolve();
  socket.on("end", () => process.reallyExit(0));
  socket.on("data", (bytes) => {
    pending = Buffer.concat([pending, bytes]);
    while (pending.length >= 4) {
      const size = pending.readUInt32LE(0);
      if (size > frameLimit) process.reallyExit(1);
      if (pending.length < size + 4) return;
      const request = JSON.parse(pending.toString("utf8", 4, size + 4));
      pending = pending.subarray(size + 4);
      busy = busy.then(() => reply(request));
    }
  });
  const reply = async (request) => {
    const started = performance.now();
    const before = process.cpuUsage();
    const found = await answer(request);
    const used = process.cpuUsage(before);
    send({
      status: "pass",
      reason: "",
      assertions: 0,
      stdout: "",
      truncated: false,
      outputs: [],
      ...found,
      id: request.id,
      nonce: request.nonce,
      wallMs: performance.now() - started,
      cpuMs: (used.user + used.system) / 1000,
      peakBytes: process.resourceUsage().maxRSS * 1024,
    });
  };
  send({ ready: true, version });
}

/** What isolated-vm throws when it ended a run itself, as a verdict. */
function readFailure(error, timeoutMs) {
  const message = error instanceof Error ? error.message : String(error);
  if (/timed out/.test(message)) return { status: "timeout", reason: `no verdict within ${timeoutMs} ms` };
  if (/memory limit|disposed/i.test(message)) return { status: "memory", reason: "the memory limit of the isolate was reached" };
  return { status: "error", reason: message.slice(0, 2000) };
}

module.exports = { send, watchMemory, serve, readFailure };
