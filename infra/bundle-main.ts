// Builds the workflow bundle into the file that is named: `node bundle-main FILE`. A process of its own, since webpack takes some 200 MB.
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { bundleWorkflowCode } from "@temporalio/worker";

const [, , target] = process.argv;
if (target === undefined) throw new Error("Name the file to write.");
const root = fileURLToPath(new URL("..", import.meta.url));
const { code } = await bundleWorkflowCode({
  workflowsPath: `${root}workflows/index.ts`,
  // Paths from the package's root, whatever the working folder: the package and the stack traces in a history name no folder of a machine.
  webpackConfigHook: (config) => ({
    ...config,
    context: root,
    devtool: "inline-nosources-source-map",
    output: {
      ...config.output,
      devtoolModuleFilenameTemplate: ({ resourcePath }: { readonly resourcePath: string }) => resourcePath.replaceAll(root, "./"),
    },
  }),
  logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
});
await writeFile(target, code);
