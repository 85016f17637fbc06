// Temporal's native runtime of this process: its log goes to a file, and signals are left to us.
import { createWriteStream } from "node:fs";
import { DefaultLogger, Runtime, makeTelemetryFilterString } from "@temporalio/worker";

let installed = false;

/** Once a process; later calls change nothing. Without a file only errors are printed, on stderr. */
export function installRuntime(options: { readonly logFile?: string }): void {
  if (installed) return;
  installed = true;
  const file = options.logFile === undefined ? null : createWriteStream(options.logFile, { flags: "a", mode: 0o600 });
  const logger = new DefaultLogger(file === null ? "ERROR" : "INFO", ({ level, timestampNanos, message, meta }) => {
    const line = `${new Date(Number(timestampNanos / 1_000_000n)).toISOString()} ${level} ${message} ${meta === undefined ? "" : JSON.stringify(meta, plain)}\n`;
    if (file === null) process.stderr.write(line);
    else file.write(line);
  });
  Runtime.install({
    logger,
    shutdownSignals: [],
    // Forwarded: by itself the native part prints on stdout, which belongs to the command.
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: "WARN", other: "ERROR" }), forward: {} } },
  });
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  return value;
}
