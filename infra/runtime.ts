// Temporal's native runtime of this process: its log goes to a file, and signals are left to us.
import { DefaultLogger, Runtime, makeTelemetryFilterString } from "@temporalio/worker";
import { openLogFile } from "./log-file.ts";

let installed = false;

/** Once a process; later calls change nothing. Without a file only errors are printed, on stderr. */
export function installRuntime(options: { readonly logFile?: string }): void {
  if (installed) return;
  installed = true;
  const log = options.logFile === undefined ? null : openLogFile(options.logFile);
  const logger = new DefaultLogger(log === null ? "ERROR" : "INFO", ({ level, timestampNanos, message, meta }) => {
    const line = `${new Date(Number(timestampNanos / 1_000_000n)).toISOString()} ${level} ${message} ${meta === undefined ? "" : JSON.stringify(meta, plain)}\n`;
    if (log === null) process.stderr.write(line);
    else log(line);
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
