// Run as a program: loads the local model, serves it on loopback and prints one JSON line {url, modelName, pid} when it is ready.
// It ends with its parent, whose end closes the standard input, and on SIGTERM.
import { z } from "zod";
import { createLlamaEngine } from "./llama-engine.ts";
import { loadLlamaModel } from "./llama.ts";
import { serveEngine } from "./server.ts";

const settings = z.strictObject({
  runtimeModule: z.string(),
  modelFile: z.string(),
  modelName: z.string(),
  sequences: z.int().min(1),
  contextTokens: z.int().min(64),
  threads: z.int().min(1),
});

// Not process.exitCode: llama.cpp's threads would keep the process for as long as they decode.
const end = () => process.exit(0);
process.stdin.on("end", end).on("error", end).resume();
process.on("SIGTERM", end);

const { runtimeModule, modelFile, ...options } = settings.parse(JSON.parse(process.argv[2] ?? "null"));
const engine = await createLlamaEngine(await loadLlamaModel(runtimeModule, modelFile, options.threads), options);
const { url } = await serveEngine(engine, { port: 0 });
process.stdout.write(`${JSON.stringify({ url, modelName: engine.modelName, pid: process.pid })}\n`);
