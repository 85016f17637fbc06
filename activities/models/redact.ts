// Text of an endpoint or an error made fit to be shown and stored: one line, short, no secret.

const longest = 200;

/** Shapes of secrets: credentials in URLs, bearer tokens, API keys by their usual prefixes, and `key=…` pairs. */
const secretShapes: readonly (readonly [RegExp, string])[] = [
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, "$1…@"],
  [/\b(bearer|basic)\s+[^\s,;"']+/gi, "$1 …"],
  [/\b(?:sk|pk|rk|key|hf|gsk|xai|api)[-_][\w*-]{6,}/gi, "…"],
  [/\b(api[-_]?key|x-api-key|access[-_]?token|authorization|password|secret)(["']?\s*[:=]\s*["']?)[^\s,;&"']+/gi, "$1$2…"],
];

/** One line of at most 200 characters without control characters, without `secrets` and without anything shaped like one. */
export function excerpt(text: string, secrets: readonly string[] = []): string {
  // Cut once before the patterns run, so that a body of megabytes costs nothing; the margin keeps a secret at the edge whole.
  let clean = text.slice(0, 4 * longest);
  for (const secret of secrets) if (secret.length >= 4) clean = clean.replaceAll(secret, "…");
  for (const [shape, replacement] of secretShapes) clean = clean.replace(shape, replacement);
  clean = clean.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  return clean.length <= longest ? clean : `${clean.slice(0, longest - 1)}…`;
}
