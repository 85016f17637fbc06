// The command line of the embedded Temporal server.

/** A search attribute to register, as the Temporal server names types. */
export interface SearchAttribute {
  readonly name: string;
  readonly type: "Keyword" | "Int" | "Double";
}

export interface ServerArguments {
  /** SQLite file of the server's state, absolute. */
  readonly database: string;
  readonly port: number;
  /** null: no UI. */
  readonly uiPort: number | null;
  readonly searchAttributes: readonly SearchAttribute[];
  readonly dynamicConfig: Readonly<Record<string, unknown>>;
}

/**
 * The server's own limits are for many tenants; here one campaign is alone on it, so they must not be what slows it down.
 * In operations a second, each a multiple of what two cores reach (about 145 activities/s).
 */
const raisedLimits: Readonly<Record<string, number>> = {
  "frontend.rps": 20_000,
  "frontend.namespaceRPS": 20_000,
  "frontend.namespaceRPS.visibility": 1_000,
  "frontend.namespaceCount": 20_000,
  "history.rps": 50_000,
  "matching.rps": 50_000,
};

/** Arguments for `temporal`. WAL with synchronous off: a power failure may cost the last moments of history, which the ledger makes free to redo. */
export function serverArguments(options: ServerArguments): string[] {
  const dynamicConfig = Object.entries({ ...raisedLimits, ...options.dynamicConfig });
  const arguments_ = [
    "--log-level",
    "warn",
    "server",
    "start-dev",
    "--ip",
    "127.0.0.1",
    "--port",
    String(options.port),
    "--namespace",
    "default",
  ];
  arguments_.push("--db-filename", options.database, "--sqlite-pragma", "journal_mode=WAL", "--sqlite-pragma", "synchronous=OFF");
  if (options.uiPort === null) arguments_.push("--headless");
  else arguments_.push("--ui-ip", "127.0.0.1", "--ui-port", String(options.uiPort), "--ui-disable-news-fetch");
  for (const { name, type } of options.searchAttributes) arguments_.push("--search-attribute", `${name}=${type}`);
  for (const [key, value] of dynamicConfig) arguments_.push("--dynamic-config-value", `${key}=${JSON.stringify(value)}`);
  return arguments_;
}
