// Runs the real command line as a child process, in a folder of its own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const entry = fileURLToPath(new URL("../../../bin/steplabel.js", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Of stderr, without empty ones. */
  readonly lines: readonly string[];
}

export interface CommandLineOptions {
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Standard input is not a terminal. The environment holds no key and no server's address but what is given. */
export async function steplabel(args: readonly string[], { folder, environment = {} }: CommandLineOptions): Promise<Ended> {
  const { PATH = "", HOME = "" } = process.env;
  // Compiled once for all the processes of a test run: it halves what each start costs.
  const NODE_COMPILE_CACHE = join(tmpdir(), "steplabel-test-compile-cache");
  const child = spawn(process.execPath, [entry, ...args], {
    cwd: folder,
    env: { PATH, HOME, NODE_COMPILE_CACHE, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit") as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr, lines: stderr.split("\n").filter((line) => line !== "") };
}

/** A folder with these files; it goes when the test ends. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "steplabel-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** A campaign file of the simulated model, with sections put in place of its own. */
export function campaignYaml(sections: Readonly<Record<string, string>> = {}): string {
  const all: Record<string, string> = {
    name: "tried",
    problems: "{ path: problems.jsonl }",
    models: "{ solver: { provider: simulated } }",
    sampling: "{ solver: solver, maxTokens: 64 }",
    solutions: "{ sample: 2 }",
    strategy: "{ kind: every-step, k: 2 }",
    ...sections,
  };
  return Object.entries(all)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join("");
}

export const oneProblem = `{"id": "sum", "question": "What is 2 + 2?", "answer": "4"}\n`;
