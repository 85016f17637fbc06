// Makes an error text of a provider fit to be kept: short, one line, and without anything that looks like a credential.

const longest = 200;
// Longer texts are cut before they are searched: an error page of megabytes costs no more than one of kilobytes.
const longestRead = 4096;

const secrets: readonly (readonly [RegExp, string])[] = [
  // Basic and Bearer credentials of an Authorization header.
  [/\b(bearer|basic)\s+[^\s"',;]{8,}/gi, "$1 [secret]"],
  // name: value and name=value, quoted or not, in headers, JSON and query strings.
  [
    /((?:api[-_ ]?key|access[-_ ]?key|token|secret|password|passwd|authorization|credentials?)["']?\s*[:=]\s*["']?)(?!\s*(?:bearer|basic)\b)[^\s"',;&}]+/gi,
    "$1[secret]",
  ],
  // user:password@ in a URL.
  [/\/\/[^\s/@]+@/g, "//[secret]@"],
  // Prefixes that providers put before their keys; the masked forms that they quote back (sk-ab****cd) too.
  [/\b(?:sk|pk|rk|gsk|hf|xai|ghp|gho|github_pat|glpat|nvapi|pplx|r8|xox[a-z])[-_][\w*.-]{6,}/gi, "[secret]"],
  [/\b(?:AIza|AKIA|ASIA|eyJ)[\w.*-]{8,}/g, "[secret]"],
  // Any unbroken run of 24 letters and digits that holds both.
  [/\b(?=[A-Za-z0-9]*\d)(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{24,}\b/g, "[secret]"],
];

/** At most 200 characters of `text` on one line, with tokens, keys and passwords replaced by `[secret]`. */
export function withoutSecrets(text: string): string {
  // A cut through a key would leave half of it unrecognised, so the word at the cut goes whole.
  const read = text.length > longestRead ? text.slice(0, longestRead).replace(/\S+$/, "") : text;
  const line = read.replace(/[\s\p{Cc}]+/gu, " ").trim();
  const clean = secrets.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), line);
  if (clean.length <= longest) return clean;
  // No half of a surrogate pair is left at the cut.
  return `${clean
    .slice(0, longest - 1)
    .toWellFormed()
    .replace(/\uFFFD$/, "")}…`;
}
