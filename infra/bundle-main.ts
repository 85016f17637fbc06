// Builds the workflow bundle into the file that is named: `node bundle-main FILE`. A process of its own, since webpack takes some 200 MB.
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { bundleWorkflowCode } from "@temporalio/worker";

const [, , target] = process.argv;
if (target === undefined) throw new Error("Name the file to write.");
const { code } = await bundleWorkflowCode({
  workflowsPath: fileURLToPath(new URL("../workflows/index.ts", import.meta.url)),
  logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
});
await writeFile(target, code);
