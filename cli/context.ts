// What every command gets: where to write, the environment, and whether somebody sits there to be asked.
import type { Command } from "commander";
import type { ExitCode } from "./exit-codes.ts";
import type { Output } from "./output.ts";

export interface Context {
  readonly output: Output;
  readonly environment: NodeJS.ProcessEnv;
  /** person: standard input and the stream of questions are a terminal. */
  readonly reader: "person" | "none";
  /** Where the log of what runs is, once it is known: named when something unforeseen breaks. */
  log: string | null;
}

export type Action = (context: Context) => Promise<ExitCode>;

/** Carries a command out: sets the exit code and turns errors into sentences. */
export type Perform = (options: { readonly json?: boolean }, action: Action) => Promise<void>;

/** One command, registered on the program. */
export type AddCommand = (program: Command, perform: Perform) => void;

export const jsonOption = ["--json", "print JSON lines on standard output, everything for people on standard error"] as const;
