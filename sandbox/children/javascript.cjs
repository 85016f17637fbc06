// Worker of js-ivm: a fresh isolate for every run. Started with --jitless; arguments: isolate memory in bytes, resident memory in bytes.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const ivm = require("isolated-vm");
const { readFailure, serve, watchMemory } = require("./host.cjs");

const memoryLimit = Math.floor(Number(process.argv[2]) / 1048576);
const harness = fs.readFileSync(path.join(__dirname, "isolate_harness.cjs"), "utf8");
watchMemory(Number(process.argv[3]));

async function open() {
  const isolate = new ivm.Isolate({ memoryLimit });
  const context = await isolate.createContext();
  const run = await (await isolate.compileScript(harness, { filename: "harness" })).run(context, { reference: true });
  return { isolate, run };
}

async function runIn({ isolate, run }, request) {
  const { job, timeout_ms: timeout } = request;
  try {
    const script = await isolate.compileScript(job.code, { filename: "candidate" });
    script.release();
  } catch (error) {
    const failure = readFailure(error, timeout);
    return failure.status === "error" ? { status: "syntax", reason: failure.reason } : failure;
  }
  try {
    return JSON.parse(await run.apply(undefined, [JSON.stringify(job)], { timeout, result: { copy: true } }));
  } catch (error) {
    return readFailure(error, timeout);
  }
}

function close(opened) {
  try {
    opened.isolate.dispose();
  } catch {
    // The memory limit disposed of it already.
  }
}

let session = null;
serve(`V8 ${process.versions.v8}`, async (request) => {
  switch (request.op) {
    case "open":
      session = await open();
      return {};
    case "step":
      return session === null ? { status: "infra", reason: "no session is open" } : runIn(session, request);
    case "close":
      close(session);
      session = null;
      return {};
    default: {
      const opened = await open();
      const reply = await runIn(opened, request);
      close(opened);
      return reply;
    }
  }
});
