// Worker of py-pyodide: CPython for WebAssembly inside an isolate that has nothing of Node. Arguments: pyodide's folder, the harness, the
// snapshot, isolate memory in bytes, resident memory in bytes, then wheels. With STEPLABEL_MAKE_SNAPSHOT set it writes the snapshot and ends.
"use strict";
const { randomBytes } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const ivm = require("isolated-vm");
const { readFailure, serve, watchMemory } = require("./host.cjs");

const [folder, harnessPath, snapshotPath, heapBytes, residentBytes, ...wheels] = process.argv.slice(2);
const making = process.env.STEPLABEL_MAKE_SNAPSHOT === "1";

function transferred(file) {
  const bytes = fs.readFileSync(file);
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return new ivm.ExternalCopy(buffer, { transferOut: true }).copyInto({ release: true, transferIn: true });
}

function script(name, from, to) {
  const text = fs.readFileSync(path.join(folder, name), "utf8").replaceAll("import.meta.url", '"file:///"');
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${name} is not of the version that this worker knows`);
  return changed;
}

async function boot() {
  const isolate = new ivm.Isolate({ memoryLimit: Math.floor(Number(heapBytes) / 1048576) });
  const context = await isolate.createContext();
  const shellText = fs.readFileSync(path.join(__dirname, "pyodide_shell.cjs"), "utf8");
  const shell = await (await isolate.compileScript(shellText)).run(context, { reference: true });
  const call = async (name, values, options) => {
    const method = await shell.get(name, { reference: true });
    return method.apply(undefined, values, options);
  };
  for (const name of ["pyodide.asm.wasm", "python_stdlib.zip"]) await call("addFile", [name, transferred(path.join(folder, name))]);
  for (const wheel of wheels) await call("addFile", [path.basename(wheel), transferred(wheel)]);
  if (!making) await call("addFile", ["snapshot", transferred(snapshotPath)]);
  const asm = script(
    "pyodide.asm.mjs",
    /export default _createPyodideModule;\s*$/,
    "globalThis.createPyodideModule = _createPyodideModule;",
  );
  const loader = script("pyodide.mjs", /export\{(\w+) as loadPyodide,\w+ as version\};/, "globalThis.loadPyodide = $1;");
  // A snapshot larger than the memory that a fresh interpreter starts with needs it grown first.
  const restore = "return Module.HEAP8.set(t),l};";
  if (!asm.includes(restore)) throw new Error("pyodide.asm.mjs is not of the version that this worker knows");
  const grown = asm.replace(restore, "return Module.HEAP8.length<t.length&&Module.growMemory(t.length),Module.HEAP8.set(t),l};");
  await context.eval(`(() => {${grown}\n})()`);
  await context.eval(`(() => {${loader}\n})()`);
  const copies = [
    fs.readFileSync(path.join(folder, "pyodide-lock.json"), "utf8"),
    making ? "make" : "load",
    new ivm.ExternalCopy(wheels.map((wheel) => path.basename(wheel))).copyInto(),
    fs.readFileSync(harnessPath, "utf8"),
    new ivm.ExternalCopy([...randomBytes(1024)]).copyInto(),
  ];
  await call("boot", copies, { result: { promise: true, copy: true } });
  return { call, run: await shell.get("run", { reference: true }) };
}

async function main() {
  const { call, run } = await boot();
  if (making) {
    const bytes = Buffer.from(await call("snapshot", [], { result: { copy: true } }));
    fs.writeFileSync(snapshotPath, bytes);
    process.reallyExit(0);
  }
  watchMemory(Number(residentBytes));
  const ask = async (job, timeout) => {
    const secret = randomBytes(16).toString("hex");
    try {
      const text = await run.apply(undefined, [JSON.stringify(job), secret], { timeout, result: { copy: true } });
      if (job === null) return {};
      const { nonce, ...reply } = JSON.parse(text);
      if (nonce !== secret) return { status: "forged", reason: "the interpreter's answer is not the harness's" };
      return reply;
    } catch (error) {
      const failure = readFailure(error, timeout);
      // pyodide turns a broken interpreter into an exception of JavaScript; the candidate's own exceptions never get here.
      if (failure.status !== "error") return failure;
      if (/exit/i.test(failure.reason) && job?.kind === "tests")
        return { status: "forged", reason: "the interpreter was ended before its tests" };
      // Recursion through C ends the isolate's stack, not the interpreter.
      if (/call stack/i.test(failure.reason)) return { status: "error", reason: `RecursionError: ${failure.reason}` };
      if (/memory/i.test(failure.reason)) return { status: "memory", reason: failure.reason };
      return /exit/i.test(failure.reason) ? failure : { status: "crash", reason: failure.reason };
    }
  };
  serve("CPython 3.14.2 (pyodide 314.0.7)", async (request) => {
    switch (request.op) {
      case "open":
        return ask(null, request.timeout_ms);
      case "close":
        return {};
      default:
        return ask(request.job, request.timeout_ms);
    }
  });
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.reallyExit(1);
});
