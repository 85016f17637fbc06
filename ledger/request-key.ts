// Names a request by what decides its draws, so that the same request is never paid twice.
import { canonicalJson, hash32, sha256 } from "../schemas/hash.ts";
import type { Json } from "../schemas/hash.ts";

/** What decides a draw. Never the URL, port, credentials, n or the wire's seed: those change where or how often is asked, not what. */
export interface RequestParts {
  /** Wire format, such as `openai-chat`. */
  readonly wire: string;
  /** The model's configured identity. */
  readonly identity: Json;
  /** Sampling parameters as sent: temperature, top p, maximum tokens, stop. */
  readonly sampling: Json;
  /** The rendered prompt: text or messages. */
  readonly prompt: Json;
  /** The campaign's seed. */
  readonly seed: number;
}

/** sha256 of the canonical JSON of the parts: 64 hexadecimal digits. */
export function requestKey(parts: RequestParts): string {
  const { wire, identity, sampling, prompt, seed } = parts;
  return sha256(canonicalJson({ wire, identity, sampling, prompt, seed }));
}

/** Seed (32 bits, unsigned) sent with the call that asks for the draws from `from` on. */
export function wireSeed(requestKey: string, from: number): number {
  return hash32(`${requestKey}:${from}`);
}
