// The user's cache folder and how a fetched file gets into it: once, checked, whole or not at all.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { access, mkdir, mkdtemp, open, rename, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { InfrastructureError } from "./error.ts";
import { withLock } from "./lock.ts";

/** Where fetched files are kept: STEPLABEL_CACHE, else XDG_CACHE_HOME/steplabel, else the platform's own place. The folder may not exist yet. */
export function cacheFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home = homedir(),
): string {
  if (environment["STEPLABEL_CACHE"]) return environment["STEPLABEL_CACHE"];
  if (environment["XDG_CACHE_HOME"]) return join(environment["XDG_CACHE_HOME"], "steplabel");
  if (platform === "darwin") return join(home, "Library", "Caches", "steplabel");
  if (platform === "win32") return join(environment["LOCALAPPDATA"] ?? join(home, "AppData", "Local"), "steplabel", "Cache");
  return join(home, ".cache", "steplabel");
}

export interface FetchOnceOptions {
  /** The file or folder to have; its presence under this name means that it is complete. */
  readonly target: string;
  /** Makes the file or folder somewhere below `scratch` (on the same disk) and returns where. */
  readonly fetch: (scratch: string) => Promise<string>;
  /** Called once when another process is fetching the same thing. */
  readonly onWait?: (() => void) | undefined;
}

/** Returns `target`, fetched at most once by however many processes ask at the same time. What `fetch` throws is passed on and leaves nothing behind. */
export async function fetchOnce(options: FetchOnceOptions): Promise<string> {
  const { target } = options;
  if (await exists(target)) return target;
  await mkdir(dirname(target), { recursive: true });
  const lock = join(dirname(target), `.${basename(target)}.lock`);
  return withLock(
    lock,
    async () => {
      if (await exists(target)) return target;
      const scratch = await mkdtemp(join(dirname(target), ".fetching-"));
      try {
        await publish(await options.fetch(scratch), target);
        return target;
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    },
    { onWait: options.onWait },
  );
}

/** Gives a complete file or folder its final name in one step; a file's bytes reach the disk before its name does. */
export async function publish(from: string, to: string): Promise<void> {
  if ((await stat(from)).isFile()) {
    const handle = await open(from, "r+");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
  await rename(from, to);
}

/** sha256 of a file, in hexadecimal; reads it once as a stream. */
export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/** Throws InfrastructureError unless the file's sha256 is one of `accepted`. */
export async function checkSha256(file: string, accepted: readonly string[]): Promise<void> {
  const found = await sha256OfFile(file);
  if (!accepted.includes(found))
    throw new InfrastructureError(
      `${basename(file)} has the sha256 ${found}, which is none of the expected ones (${accepted.join(", ")}); it was not used.`,
    );
}

/** Whether a file or folder of this name is there. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
