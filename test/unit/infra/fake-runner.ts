// A fake of the command runner: answers by the command line's beginning and records what was asked.
import type { CommandResult, CommandRunner } from "../../../infra/command.ts";

export const succeeded = (stdout = ""): CommandResult => ({ kind: "ended", code: 0, stdout, stderr: "" });
export const failed = (stderr: string): CommandResult => ({ kind: "ended", code: 1, stdout: "", stderr });

export type Answer = CommandResult | ((args: readonly string[]) => Promise<CommandResult>);

/** The longest key of `answers` that the command line starts with answers; without one the command is missing. */
export function fakeRunner(answers: Readonly<Record<string, Answer>>): { run: CommandRunner; asked: string[] } {
  const asked: string[] = [];
  const run: CommandRunner = async (command, args) => {
    const line = [command, ...args].join(" ");
    asked.push(line);
    const key = Object.keys(answers)
      .filter((beginning) => `${line} `.startsWith(`${beginning} `))
      .toSorted((a, b) => b.length - a.length)[0];
    const answer = key === undefined ? undefined : answers[key];
    if (answer === undefined) return { kind: "missing" };
    return typeof answer === "function" ? answer(args) : answer;
  };
  return { run, asked };
}

/** The value after an option of a command line. */
export function optionValue(args: readonly string[], option: string): string {
  const value = args[args.indexOf(option) + 1];
  if (value === undefined) throw new Error(`no ${option} in ${args.join(" ")}`);
  return value;
}
