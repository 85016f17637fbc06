// Canonical JSON and its sha256: the one way in which the project names content.
import { createHash } from "node:crypto";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** JSON with sorted keys, no spaces, and no undefined members: equal values give equal bytes. */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalJson(item)).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member as Json)}`);
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(value);
}

/** sha256 as 64 hexadecimal digits. */
export function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** First 32 bits of sha256(text): a seed for wires that take one. */
export function hash32(text: string): number {
  return Number.parseInt(sha256(text).slice(0, 8), 16);
}
