// The simulated model server as a process of its own: prints one JSON line {url, port, pid} when it listens, ends on SIGTERM or SIGINT.
import { parseArgs } from "node:util";
import { readOptions } from "./options.ts";
import { startSimulatedModel } from "./server.ts";

const usage = "Usage: node infra/simulated/main.ts [--port PORT] [--options JSON]";

try {
  const { values } = parseArgs({ options: { port: { type: "string" }, options: { type: "string" } } });
  const given: unknown = JSON.parse(values.options ?? "{}");
  const options = readOptions(given);
  const model = await startSimulatedModel({ ...options, ...(values.port === undefined ? {} : { port: Number(values.port) }) });
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => void model.close().then(() => process.exit(0)));
  }
  process.stdout.write(`${JSON.stringify({ url: model.url, port: model.port, pid: process.pid })}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
  process.exitCode = 2;
}
