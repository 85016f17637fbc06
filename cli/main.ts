// The command line: one file a command in commands/, and here how every command is carried out and ends.
import { Command, CommanderError } from "commander";
import type { Action, Context } from "./context.ts";
import { exitCodes, faultOf } from "./exit-codes.ts";
import type { ExitCode } from "./exit-codes.ts";
import { createOutput } from "./output.ts";
import type { OutputMode } from "./output.ts";
import { packageVersion } from "./package-file.ts";
import { harmless } from "./terminal.ts";
import { addCommands } from "./commands/index.ts";

/** `argv` as process.argv. Ends the process: an open socket of a library must not keep a finished command waiting. */
export async function runCommandLine(argv: readonly string[]): Promise<void> {
  // A reader that has seen enough (`| head`) is no failure, and no reason to leave paid calls behind: the command goes on unread.
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", ({ code }: NodeJS.ErrnoException) => {
      if (code !== "EPIPE" && code !== "ERR_STREAM_DESTROYED") process.exit(exitCodes.failure);
    });
  const exitCode = await carryOut(argv);
  await Promise.all([process.stdout, process.stderr].map(async (stream) => new Promise((resolve) => stream.write("", resolve))));
  process.exit(exitCode);
}

async function carryOut(argv: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.ok;
  const program = new Command("steplabel")
    .description("Makes step-level labels for reasoning traces: data to train process reward models.")
    .version(packageVersion(), "-V, --version", "print the version")
    .helpCommand("help [command]", "say how a command is used")
    .showHelpAfterError("(steplabel --help lists the commands)")
    .addHelpText("after", exitCodeHelp)
    .exitOverride();
  addCommands(program, async ({ json }, action) => {
    exitCode = await perform(json === true ? "json" : "people", action);
  });
  try {
    await program.parseAsync([...argv]);
    return exitCode;
  } catch (error) {
    // Commander has printed its sentence; asking for help or the version is no error.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    throw error;
  }
}

async function perform(mode: OutputMode, action: Action): Promise<ExitCode> {
  const output = createOutput(mode, process);
  const context: Context = {
    output,
    environment: process.env,
    reader: process.stdin.isTTY && process.stderr.isTTY ? "person" : "none",
    log: null,
  };
  const fail = (error: unknown): ExitCode => {
    const detail = process.env["STEPLABEL_DEBUG"] === "1" ? "stack" : "sentence";
    const { exitCode, message } = faultOf(error, { log: context.log, detail });
    output.note(harmless(message));
    output.emit("error", { message, exitCode });
    return exitCode;
  };
  // What a library throws in a timer of its own is told like any other error.
  process.once("uncaughtException", (error) => process.exit(fail(error)));
  try {
    return await action(context);
  } catch (error) {
    return fail(error);
  }
}

const exitCodeHelp = `
Exit codes: 0 done; 1 failure; 2 the command line, configuration or input has to be mended; 3 finished, but problems failed;
4 stopped by the budget; 130 interrupted.`;
