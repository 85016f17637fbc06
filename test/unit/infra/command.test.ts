// Running a command: its output and code, a missing executable, and the bound on its time.
import { expect, test } from "vitest";
import { runCommand } from "../../../infra/command.ts";

const node = (script: string, timeoutSeconds = 15, onLine?: (line: string) => void) =>
  runCommand(process.execPath, ["--eval", script], { timeoutSeconds, onLine });

test("gives back the code and both streams, and tells every line", async () => {
  const lines: string[] = [];
  const result = await node("console.log('one'); console.error('two'); process.exitCode = 3", 15, (line) => lines.push(line));
  expect(result).toEqual({ kind: "ended", code: 3, stdout: "one\n", stderr: "two\n" });
  expect(lines.toSorted()).toEqual(["one", "two"]);
});

test("an executable that does not exist is missing, not an exception", async () => {
  expect(await runCommand("steplabel-no-such-command", [], { timeoutSeconds: 5 })).toEqual({ kind: "missing" });
});

test("a command that outlives its bound is killed", async () => {
  expect(await node("setInterval(() => {}, 1000)", 0.3)).toEqual({ kind: "timeout", seconds: 0.3 });
});

test("a command killed by a signal did not succeed", async () => {
  expect(await node("process.kill(process.pid, 'SIGKILL')")).toMatchObject({ kind: "ended", code: 1 });
});
