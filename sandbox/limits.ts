// The limits of every engine. They are part of the profile that stands in each verdict.
import { canonicalJson, sha256 } from "../schemas/hash.ts";
import type { EngineName } from "../schemas/sandbox.ts";

export interface Limits {
  /** Time of one run unless the job says otherwise, at most `maximumTimeoutMs`. */
  readonly timeoutMs: number;
  /** What the interpreter may use, in bytes: isolate heap, WebAssembly memory, or address space. */
  readonly memoryBytes: number;
  /** Resident memory at which the whole worker is killed. */
  readonly residentBytes: number;
  /** Runs before a worker is replaced. */
  readonly runs: number;
}

const mebibyte = 1024 * 1024;

/** py-pyodide's interpreter is used for one candidate only: what a candidate did to it cannot all be seen. */
export const engineLimits: Readonly<Record<EngineName, Limits>> = {
  "js-ivm": { timeoutMs: 1000, memoryBytes: 64 * mebibyte, residentBytes: 300 * mebibyte, runs: 200 },
  "py-pyodide": { timeoutMs: 5000, memoryBytes: 256 * mebibyte, residentBytes: 700 * mebibyte, runs: 1 },
  "py-bwrap": { timeoutMs: 5000, memoryBytes: 512 * mebibyte, residentBytes: 512 * mebibyte, runs: 1000 },
};

export const maximumTimeoutMs = 60_000;
/** After the engine's own limit the worker has this long to say so; then it is killed from outside. */
export const graceMs = 750;
export const bootMs = 60_000;
export const codeLimitBytes = 64 * 1024;
export const testsLimitBytes = 1024 * 1024;
export const stdoutLimitBytes = 64 * 1024;
export const outputLimitBytes = 4 * mebibyte;
/** A frame from a worker that is longer ends the worker. */
export const frameLimitBytes = 512 * 1024;

/** Names the limits and flags that a run was under. */
export function profileOf(engine: EngineName, limits: Limits, flags: readonly string[]): string {
  const shared = { graceMs, codeLimitBytes, stdoutLimitBytes, outputLimitBytes, frameLimitBytes };
  return sha256(canonicalJson({ engine, flags, limits: { ...limits }, shared })).slice(0, 16);
}
