// Where a command's words go: people's lines and machine's JSON lines never share a stream.
import type { Writable } from "node:stream";
import { terminalColumns } from "./terminal.ts";

/** `json`: JSON lines on stdout and nothing else there, everything for people on stderr. */
export type OutputMode = "people" | "json";

export interface Output {
  readonly mode: OutputMode;
  /** Width to wrap lines at. */
  readonly columns: number;
  /** Lines for people: stdout, under --json stderr. The text must be harmless (terminal.ts). */
  say(text: string): void;
  /** Lines about how it goes on, always on stderr: progress, warnings, errors. */
  note(text: string): void;
  /** One JSON line `{"kind": kind, …}` on stdout under --json; otherwise nothing. The record brings no `kind` of its own. */
  emit<R extends object>(kind: string, record: R extends { readonly kind: unknown } ? never : R): void;
}

export interface OutputStreams {
  readonly stdout: Writable & { readonly columns?: number };
  readonly stderr: Writable & { readonly columns?: number };
}

/** JSON escapes only the old control characters: here also the newer ones, and those that turn or hide what stands beside them. */
function visible(json: string): string {
  const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return json.replaceAll(/[\u007f-\u009f]|\p{Cf}|\p{Zl}|\p{Zp}/gu, (character) => character.split("").map(escaped).join(""));
}

export function createOutput(mode: OutputMode, { stdout, stderr }: OutputStreams): Output {
  const people = mode === "json" ? stderr : stdout;
  return {
    mode,
    columns: terminalColumns(people),
    say: (text) => void people.write(`${text}\n`),
    note: (text) => void stderr.write(`${text}\n`),
    emit(kind, record) {
      if (mode === "json") stdout.write(`${visible(JSON.stringify({ kind, ...(record as object) }))}\n`);
    },
  };
}
