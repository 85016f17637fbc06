// Run as a program: has the Temporal SDK download its dev server into the folder given as first argument and prints the executable's path.
// The SDK offers no download without a start, so a server is started for a moment.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { TestWorkflowEnvironment } from "@temporalio/testing";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: sdk-download FOLDER");
try {
  const environment = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: "cached-download", downloadDir: folder } },
  });
  await environment.teardown();
  const name = (await readdir(folder)).find((entry) => entry.startsWith("temporal"));
  if (name === undefined) throw new Error(`the SDK left no executable in ${folder}`);
  process.stdout.write(`${join(folder, name)}\n`);
} catch (error) {
  process.stderr.write(`${(error instanceof Error ? error.message : String(error)).replaceAll("\n", " ")}\n`);
  process.exitCode = 1;
}
