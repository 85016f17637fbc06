// Runs one command to its end and gives back what it printed: used for pip, npm and version checks.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** How a command ended. `missing`: the executable does not exist or may not be run. Output is the last 64 KB of each stream. */
export type CommandResult =
  | { readonly kind: "ended"; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: "missing" }
  | { readonly kind: "timeout"; readonly seconds: number };

export interface CommandOptions {
  readonly timeoutSeconds: number;
  /** Called with every line of both streams as it comes. */
  readonly onLine?: ((line: string) => void) | undefined;
  readonly environment?: NodeJS.ProcessEnv | undefined;
  readonly folder?: string | undefined;
}

/** Runs commands: a type of its own so that tests put a fake in its place. */
export type CommandRunner = (command: string, args: readonly string[], options: CommandOptions) => Promise<CommandResult>;

const keptCharacters = 65_536;

/** Runs `command` without a shell (on Windows `.cmd` files need one and get it) and never rejects for what the command does. */
export const runCommand: CommandRunner = (command, args, options) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32" && command.endsWith(".cmd"),
      ...(options.environment ? { env: options.environment } : {}),
      ...(options.folder === undefined ? {} : { cwd: options.folder }),
    });
    const kept = { stdout: "", stderr: "" };
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill("SIGKILL");
    }, options.timeoutSeconds * 1000);
    for (const stream of ["stdout", "stderr"] as const) {
      createInterface({ input: child[stream] }).on("line", (line) => {
        kept[stream] = `${kept[stream]}${line}\n`.slice(-keptCharacters);
        options.onLine?.(line);
      });
    }
    child.once("error", () => {
      clearTimeout(timer);
      resolve({ kind: "missing" });
    });
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve(timedOut ? { kind: "timeout", seconds: options.timeoutSeconds } : { kind: "ended", code: code ?? 1, ...kept });
    });
  });
