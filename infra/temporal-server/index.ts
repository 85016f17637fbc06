// The embedded Temporal server: the executable found or fetched, and a server of a folder started, taken over and stopped.
export type { SearchAttribute } from "./arguments.ts";
export { findOrFetchTemporalServer, type TemporalExecutable, type TemporalSource } from "./find.ts";
export { startTemporalServer, type StartServerOptions, type TemporalServer } from "./start.ts";
export { readState as readServerState, type ServerState } from "./state.ts";
