// `npm test`: format, lint and types first, then every test; its last line is `N passed, N failed`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = await mkdtemp(join(tmpdir(), "steplabel-test-"));
const report = join(folder, "report.json");

async function run(command: string, parameters: readonly string[]): Promise<boolean> {
  const child = spawn(command, parameters, { stdio: "inherit" });
  const [code] = (await once(child, "exit")) as [number | null];
  return code === 0;
}

const checks: readonly (readonly [string, readonly string[]])[] = [
  ["oxfmt", ["--check", "."]],
  ["oxlint", ["--type-aware", "--deny-warnings"]],
  ["tsc", ["-p", "."]],
  ["tsc", ["-p", "workflows"]],
];
let passed = 0;
let failed = 0;
for (const [command, parameters] of checks) {
  if (await run(command, parameters)) passed++;
  else failed++;
}

await run("vitest", ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...process.argv.slice(2)]);
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
  readonly numPendingTests: number;
  readonly success: boolean;
}
let skipped = 0;
try {
  const results = JSON.parse(await readFile(report, "utf8")) as Report;
  passed += results.numPassedTests;
  failed += results.numFailedTests;
  skipped = results.numPendingTests;
  // A file that cannot be loaded fails without a failed test.
  if (!results.success && results.numFailedTests === 0) failed += Math.max(1, results.numFailedTestSuites);
} catch (error) {
  process.stdout.write(`The test run left no report: ${String(error)}\n`);
  failed++;
}
await rm(folder, { recursive: true, force: true });
process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}\n`);
process.exitCode = failed === 0 ? 0 : 1;
