// The workflow bundle: the prebuilt file of the package, else made from the sources.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundleWorkflowCode } from "@temporalio/worker";

export type WorkflowBundle = { readonly code: string } | { readonly codePath: string };

const prebuilt = fileURLToPath(new URL("../workflow-bundle.js", import.meta.url));
const source = fileURLToPath(new URL("../workflows/index.ts", import.meta.url));

/** Cost: nothing with a prebuilt file, else about 2 to 5 seconds of CPU. */
export async function workflowBundle(): Promise<WorkflowBundle> {
  return existsSync(prebuilt) ? { codePath: prebuilt } : buildWorkflowBundle();
}

export async function buildWorkflowBundle(): Promise<{ readonly code: string }> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: source,
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
  });
  return { code };
}
