// Reads a campaign file: YAML to a checked configuration, or one sentence for every fault, with its line and key.
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import type { Document } from "yaml";
import { campaignSchema } from "../schemas/index.ts";
import type { CampaignConfiguration } from "../schemas/index.ts";

/** Thrown for a campaign file that cannot be used; the message lists every fault, one a line. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

export interface CampaignFile {
  readonly configuration: CampaignConfiguration;
  /** Absolute folder of the file: relative paths in it start here. */
  readonly folder: string;
}

export async function readCampaignFile(path: string): Promise<CampaignFile> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new ConfigurationError(
      `The campaign file ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}); \`steplabel init\` writes one.`,
    );
  }
  return { configuration: parseCampaign(text, path), folder: dirname(resolve(path)) };
}

/** `name` is how faults call the file. */
export function parseCampaign(text: string, name: string): CampaignConfiguration {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken !== undefined) throw new ConfigurationError(`${name}:${lines.linePos(broken.pos[0]).line}: ${broken.message.split("\n")[0]}`);
  const result = campaignSchema.safeParse(document.toJS());
  if (result.success) return result.data;
  const faults = result.error.issues.flatMap((issue) => {
    const paths = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    return paths.map((path) => {
      const line = lineOf(document, lines, path);
      const key = path.map(String).join(".");
      const sentence =
        issue.code === "unrecognized_keys" ? "is not a key of the configuration; remove it or mend its spelling" : issue.message;
      return `${name}${line === null ? "" : `:${line}`}: ${key === "" ? "" : `${key}: `}${sentence}`;
    });
  });
  throw new ConfigurationError(faults.join("\n"));
}

/** Line of the deepest node on the path that the file holds. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number | null {
  for (let depth = path.length; depth > 0; depth--) {
    const parent: unknown = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true);
    const pair = pairOf(parent, path[depth - 1]);
    if (pair !== null) return lines.linePos(pair).line;
  }
  return null;
}

/** Where the key (or list item) starts in the text; null where the node has none. */
function pairOf(parent: unknown, key: PropertyKey | undefined): number | null {
  const items = (parent as { items?: unknown[] } | null)?.items;
  if (items === undefined) return null;
  for (const [index, item] of items.entries()) {
    const pair = item as { key?: { value?: unknown; range?: [number, number, number] }; range?: [number, number, number] };
    if (pair.key?.value === key && pair.key?.range !== undefined) return pair.key.range[0];
    if (index === key && pair.range !== undefined) return pair.range[0];
  }
  return null;
}
